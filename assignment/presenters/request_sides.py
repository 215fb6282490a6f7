"""The effort of both sides of a dispute, side by side (rows Nd3, Nd5, Nd6, Nd10)."""

from django.utils.translation import gettext as _

from activities.models import FollowUp
from assignment.domain.disputes.effort import efforts
from assignment.domain.followup_queries import not_voided
from assignment.models.choices import RULE_NAMES
from crm_project.accounts.models import User
from crm_project.lib.time import minute
from customers.models import Ownership

from . import why
from .request_evidence import WHY

PANEL = "assignment/parts/request_sides.html"


def both_sides(row, customer, user, at):
    """Who asked, and whom it concerns."""
    asker = row.arguments.get("person_id") or row.asked_by_id
    other = row.arguments.get("other_id")
    if not other and (held := Ownership.of(row.customer_id)):
        other = held.owner_id
    ids = [pk for pk in (asker, other) if pk]
    people = User.objects.select_related("department").in_bulk(ids)
    found = efforts(row.customer_id, at)
    entries = {}
    rows = FollowUp.objects.filter(not_voided(), customer_id=row.customer_id, author_id__in=ids)
    for entry in rows.order_by("occurred_at", "id"):
        entries.setdefault(entry.author_id, []).append(entry)
    best = max((found.get(pk, {}).get("valid", 0) for pk in ids if not found.get(pk, {}).get("kept")), default=0)
    sides = [
        _side(people[pk], found.get(pk, {}), entries.get(pk, []), best, asked=pk == asker)
        for pk in dict.fromkeys(ids)
        if pk in people
    ]
    return {"sides": sides, "panels": [PANEL]}


def _side(person, effort, entries, best, *, asked):
    return {
        "person": str(person),
        "person_id": person.pk,
        "department": str(person.department or ""),
        "role": _("requested") if asked else _("the other side"),
        "ahead": best > 0 and effort.get("valid", 0) == best and not effort.get("kept"),
        "facts": [
            (_("Valid follow-ups"), str(effort.get("valid", 0))),
            (_("Invalid ones"), str(effort.get("invalid", 0))),
            (_("All follow-ups"), str(effort.get("followups", 0))),
            (_("On different days"), str(effort.get("days", 0))),
            (_("Last one"), minute(entries[-1].occurred_at) if entries else _("never")),
            *_kept(effort.get("kept")),
        ],
        "texts": [
            {"time": minute(f.occurred_at), "kind": f.get_kind_display(), "text": f.content[:120]}
            for f in entries[-3:][::-1]
        ],
    }


def _kept(rule):
    """That this side kept the customer without valid work, and by which rule (Nd10)."""
    return [(_("Held it without valid follow-ups"), str(RULE_NAMES[rule]))] if rule else []


def own_side(row, customer, user, at):
    """For whoever asked about a customer that they may not open: their own effort, without who is ahead."""
    found = both_sides(row, customer, user, at)
    sides = [{**side, "ahead": False} for side in found["sides"] if side["person_id"] == user.pk]
    return {"sides": sides, "panels": [PANEL]}


def validity(row, customer, user, at):
    """Both sides, and why the owner still has the customer."""
    sides = both_sides(row, customer, user, at)
    return {"why": why.owned(row.customer_id, at), "sides": sides["sides"], "panels": [PANEL, WHY]}
