"""Targets in words: the rows of the page, the names of what they may be about, and what is wrong with a draft (row Ni21)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from service.models import OrderKind
from service.models.choices import Priority
from service.rules.hours import DAYS
from service.rules.targets import ANY, Targets

from .clock import duration

WEEKDAYS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
CLASS_NAMES = {
    "key": gettext_lazy("Key customer"),
    "vip": gettext_lazy("VIP"),
    "core": pgettext_lazy("class", "Core"),
    "growth": pgettext_lazy("class", "High-growth"),
    "ordinary": pgettext_lazy("class", "Ordinary"),
}
COUNTRIES = [
    ("", gettext_lazy("none")),
    ("CN", gettext_lazy("China")),
    ("HK", gettext_lazy("Hong Kong")),
    ("TW", gettext_lazy("Taiwan")),
    ("SG", gettext_lazy("Singapore")),
    ("DE", gettext_lazy("Germany")),
    ("GB", gettext_lazy("United Kingdom")),
    ("US", gettext_lazy("United States")),
]
_PROBLEMS = {
    "nobody_works": gettext_lazy("On no day is anybody working: enter the hours of at least one weekday."),
    "no_block": gettext_lazy("“%(value)s” is no time such as 09:00-12:00."),
    "overlap": gettext_lazy("“%(value)s” begins before the block before it ends."),
    "no_date": gettext_lazy("“%(value)s” is no date such as 2026-12-24."),
    "no_country": gettext_lazy("“%(value)s” is no country whose holidays are known."),
    "no_share": gettext_lazy("Remind from 1 to 100 percent of the target."),
    "no_minutes": gettext_lazy("A target of %(value)s minutes can't be meant: at least 1."),
}


def problem_text(code: str, value: str) -> str:
    """What is wrong, as a sentence."""
    return str(_PROBLEMS.get(code, gettext_lazy("“%(value)s” can't be read."))) % {"value": value}


def hours_rows(body: dict[str, Any]) -> list[tuple[str, str]]:
    """[(weekday, hours)]."""
    hours = body.get("hours", {})
    return [(str(WEEKDAYS[day]), ", ".join(hours.get(day, [])) or _("not worked")) for day in DAYS]


def target_rows(targets: Targets) -> list[tuple[str, str, str, str, str]]:
    """[(kind, priority, class, response, completion)] in the order in which they are asked."""
    kinds = {kind.key: str(kind) for kind in OrderKind.objects.all()}
    every = _("all")
    return [
        (
            every if row.kind == ANY else kinds.get(row.kind, row.kind),
            every if row.priority == ANY else str(Priority(row.priority).label),
            every if row.level == ANY else str(CLASS_NAMES[row.level]),
            duration(row.response),
            duration(row.completion),
        )
        for row in targets.targets
    ]


def people_rows(people: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """[(person, how many late)], nobody in words."""
    return [(name or _("nobody yet"), count) for name, count in people]
