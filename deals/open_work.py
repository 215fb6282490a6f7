"""Open deals follow the customer to its next owner; a leaver's plan waits no longer (rows Ne9, Nf3)."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F
from django.utils.translation import ngettext

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork, OwnerChange
from customers.models import Ownership

from .models import Deal, Progress, SalesPlan
from .models.choices import PlanStatus, Status


def _open():
    return Deal.objects.filter(status=Status.OPEN)


def _turn():
    """Open deals whose customer has an owner: one in the pool waits for whoever takes it."""
    return _open().filter(customer__ownership__isnull=False)


def _give(rows, holders, by, at):
    """`holders`: {customer id: (owner id, department id)}."""
    ids, entries = defaultdict(list), []
    for deal in rows:
        holder = holders[deal.customer_id]
        if deal.owner_id != holder[0]:
            ids[holder].append(deal.pk)
            changes = {"owner": [deal.owner_id, holder[0]]}
            entries.append(
                log.entry(
                    by=by, action="deal.passed_on", at=at, subject=deal, customer_id=deal.customer_id, changes=changes
                )
            )
    if ids:
        _on_record(rows, holders, by, at)
    for (owner, department), theirs in ids.items():
        Deal.objects.filter(pk__in=theirs).update(owner=owner, department=department)
    log.record_many(entries)
    return [pk for theirs in ids.values() for pk in theirs]


def _on_record(rows, holders, by, at):
    """The stream of each deal says from whom to whom it went."""
    people = User.objects.in_bulk({d.owner_id for d in rows} | {owner for owner, _department in holders.values()})
    Progress.objects.bulk_create(
        [
            Progress(
                deal=deal,
                author=by,
                at=at,
                changes={"owner": [str(people[deal.owner_id]), str(people[holders[deal.customer_id][0]])]},
            )
            for deal in rows
            if deal.owner_id != holders[deal.customer_id][0]
        ]
    )


def _passed(moves, *, by, at):
    """Every open deal of the customer belongs to its new owner."""
    holders = {m.customer_id: (m.to_id, m.department_id) for m in moves}
    rows = list(_open().filter(customer__in=holders))
    moved, out = set(_give(rows, holders, by, at)), defaultdict(list)
    for deal in rows:
        if deal.pk in moved:
            out[deal.customer_id].append(deal.pk)
    return dict(out)


def _restored(move, ids, *, by, at, pooled):
    _give(
        list(_open().filter(pk__in=ids, customer=move.customer_id)),
        {move.customer_id: (move.to_id, move.department_id)},
        by,
        at,
    )


def _pass_deals(*, leaver, to, by, at):
    """What still names the leaver although somebody else has the customer; the rest follows the customers."""
    with transaction.atomic():
        rows = list(_turn().filter(owner=leaver).exclude(customer__ownership__owner=F("owner")))
        holders = {
            pk: (owner, department)
            for pk, owner, department in Ownership.objects.filter(
                pk__in=[deal.customer_id for deal in rows]
            ).values_list("customer_id", "owner_id", "department_id")
        }
        return len(_give(rows, holders, by, at))


def _plans():
    return SalesPlan.objects.filter(status=PlanStatus.WAITING)


WORK = (
    OpenWork(
        key="deals",
        covers=("deals.Deal.owner",),
        column="owner",
        rows=_turn,
        label=lambda n: ngettext("%(n)d open deal", "%(n)d open deals", n) % {"n": n},
        pass_on=_pass_deals,
    ),
    OpenWork(
        key="plans",
        covers=("deals.SalesPlan.person",),
        column="person",
        rows=_plans,
        label=lambda n: (
            ngettext("%(n)d waiting sales plan (withdrawn)", "%(n)d waiting sales plans (withdrawn)", n) % {"n": n}
        ),
        # Taken back with its request.
        pass_on=lambda **_: 0,
        on_move=False,
    ),
)
OWNER_CHANGES = (OwnerChange(key="deals", passed=_passed, restored=_restored),)
SAYS_WHO = ()
