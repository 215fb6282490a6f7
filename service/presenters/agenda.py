"""Service work by day: return visits, reports, due times of orders, days on which to ask again (rows Ni21, T23, Nf12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.lib.time import at_hour, day_bounds, hour_text, local_date
from crm_project.ui.links import link
from service.domain import access
from service.domain.visits import access as visits
from service.rules.steps import CONFIRMED, DONE, RUNNING
from service.rules.visits import HELD, PLANNED

# Of each kind, in the time that is asked for; and the hour that stands for a whole day in other calendars.
MOST, MORNING = 400, 9


@dataclass(frozen=True)
class Entry:
    """Something on a day: `time` is empty where it is the whole day's, `uid` names it for other calendars, `changed` when it changed."""

    uid: str
    day: date
    moment: datetime
    time: str
    label: str
    tone: str
    url: str
    customer: int
    changed: datetime


def entries(user: User, first: date, last: date, *, person: int | None) -> list[Entry]:
    """From the first day to the last, of one person or (None) of everybody whose work the user may see; at most three queries, none
    for those who have no part in service. What is of everybody says whose it is."""
    if not may(user, "service.record"):
        return []
    found = list(_visits(user, first, last, person))
    if person is None or access.works(user):
        found += [*_due(user, first, last, person), *_ask(user, first, last, person)]
    return sorted(found, key=lambda entry: (entry.day, entry.time, entry.label))


def by_day(found: list[Entry]) -> dict[date, list[dict[str, Any]]]:
    """{day: [item for parts/calendar.html]}."""
    out: dict[date, list[dict[str, Any]]] = {}
    for entry in found:
        item = {"label": entry.label, "tone": entry.tone, "done": False, "url": entry.url, "time": entry.time}
        out.setdefault(entry.day, []).append(item)
    return out


def _whose(column: str, person: int | None) -> Q:
    return Q(**{f"{column}_id": person}) if person else Q(**{f"{column}__isnull": False})


def _visits(user: User, first: date, last: date, person: int | None) -> Iterator[Entry]:
    planned = Q(status=PLANNED, due_on__gte=first, due_on__lte=last)
    held = Q(status=HELD, report_due_on__gte=first, report_due_on__lte=last)
    rows = visits.visible(user).filter(planned | held, _whose("person", person)).order_by("due_on", "pk")
    names = ("pk", "status", "due_on", "report_due_on", "changed_at", "customer_id", "customer__name")
    for row in rows.values(*names, "person__full_name")[:MOST]:
        report = row["status"] == HELD
        day = row["report_due_on"] if report else row["due_on"]
        text = _("Report: %(name)s") if report else _("Visit: %(name)s")
        yield Entry(
            uid=f"visit-{row['pk']}",
            day=day,
            moment=at_hour(day, MORNING),
            time="",
            label=_of(text % {"name": row["customer__name"]}, row["person__full_name"], person),
            tone="warn" if report else "accent",
            url=link("service:visit", row["pk"]),
            customer=row["customer_id"],
            changed=row["changed_at"],
        )


_ORDER = ("pk", "number", "due_at", "ask_on", "changed_at", "customer_id", "customer__name", "assigned__full_name")


def _due(user: User, first: date, last: date, person: int | None) -> Iterator[Entry]:
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    rows = access.visible(user).filter(_whose("assigned", person), status__in=RUNNING)
    rows = rows.filter(due_at__gte=start, due_at__lt=end).order_by("due_at", "pk")
    for row in rows.values(*_ORDER)[:MOST]:
        text = _("%(number)s due: %(name)s") % {"number": row["number"], "name": row["customer__name"]}
        yield _order(row, "due", local_date(row["due_at"]), row["due_at"], text, "bad", person)


def _ask(user: User, first: date, last: date, person: int | None) -> Iterator[Entry]:
    rows = access.visible(user).filter(_whose("assigned", person), status__in=[DONE, CONFIRMED], closed_at=None)
    rows = rows.filter(ask_on__gte=first, ask_on__lte=last).order_by("ask_on", "pk")
    for row in rows.values(*_ORDER)[:MOST]:
        text = _("Ask how it works: %(number)s, %(name)s") % {"number": row["number"], "name": row["customer__name"]}
        yield _order(row, "ask", row["ask_on"], None, text, "", person)


def _order(
    row: dict[str, Any], what: str, day: date, moment: datetime | None, text: str, tone: str, person: int | None
) -> Entry:
    return Entry(
        uid=f"order-{what}-{row['pk']}",
        day=day,
        moment=moment or at_hour(day, MORNING),
        time=hour_text(moment) if moment else "",
        label=_of(text, row["assigned__full_name"], person),
        tone=tone,
        url=link("service:order", row["pk"]),
        customer=row["customer_id"],
        changed=row["changed_at"],
    )


def _of(text: str, name: str, person: int | None) -> str:
    """With whose it is, where it may be anybody's."""
    return text if person else f"{text} · {name}"


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
