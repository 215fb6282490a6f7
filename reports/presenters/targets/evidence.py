"""What a decider needs to know about a change of targets in force (rows Nf3, Na10)."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project import catalogue
from crm_project.lib.language import with_note
from reports.domain.targets import units
from reports.models import Target

from .names import TIERS, period_text, value_text

SHOWN = 12


def _tiers_text(key, tiers):
    """¥100,000 (floor ¥80,000, stretch ¥120,000)"""
    if tiers["target"] is None:
        return _("no target")
    known = catalogue.figures()
    figure = known[key][0] if key in known else None
    text = {
        name: value_text(figure, Decimal(value)) if figure else str(value) for name, value in tiers.items() if value
    }
    rest = ", ".join(f"{TIERS[name]} {text[name]}" for name in ("floor", "stretch") if name in text)
    return with_note(text["target"], rest) if rest else text["target"]


def changed_targets(row):
    """[(target, old → new)] of the first change, for the card in the inbox, from the request itself: no query."""
    changes = row.arguments.get("changes") or []
    if not changes:
        return []
    key = row.evidence.get("figure", "")
    said = {"old": _tiers_text(key, changes[0]["old"]), "new": _tiers_text(key, changes[0]["new"])}
    facts = [(_("Target"), _("%(old)s → %(new)s") % said)]
    if len(changes) > 1:
        facts.append((pgettext("performance", "Targets"), str(len(changes))))
    return facts


def change(row, user, at):
    """Every target that changes, with old and new values; those out of the reader's reach stay unnamed."""
    changes = row.arguments.get("changes") or []
    ids = [one["target_id"] for one in changes]
    found = units.visible(user).filter(pk__in=ids).select_related("person", "department").in_bulk()
    facts = []
    for one in changes[:SHOWN]:
        target = found.get(one["target_id"])
        name = _("a target that you may not see")
        key = target.figure if target else row.evidence.get("figure", "")
        if target is not None:
            whose = target.person or target.department or _("The company")
            name = f"{whose} · {period_text(target.period)}"
        facts.append(
            (name, _("%(old)s → %(new)s") % {"old": _tiers_text(key, one["old"]), "new": _tiers_text(key, one["new"])})
        )
    opens = []
    first = Target.objects.filter(pk__in=found).order_by("pk").select_related("person", "department").first()
    if first is not None:
        address = reverse("reports:target", args=[units.key_of(first)])
        opens.append((_("Open the targets"), f"{address}?period={first.period.key}"))
    return {"facts": facts, "opens": opens}
