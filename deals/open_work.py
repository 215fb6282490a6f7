"""Open deals follow the customer to its next owner; a leaver's plan waits no longer (rows Ne9, Nf3)."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import ngettext_lazy

from crm_project.accounts.models import User
from crm_project.lib.open_work import OpenWork, OwnerChange, nothing_comes_back, withdrawn_work
from customers.domain.following_rows import follow_owner, holders_after, holders_now

from .models import Deal, Progress, SalesPlan
from .models.choices import PlanStatus, Status


def _open():
    return Deal.objects.filter(status=Status.OPEN)


def _turn():
    """Open deals whose customer has an owner: one in the pool waits for whoever takes it."""
    return _open().filter(customer__ownership__isnull=False)


def _follow(rows, holders, by, at):
    _on_record([row for row in rows if row.owner_id != holders[row.customer_id][0]], holders, by, at)
    return follow_owner(rows, holders, action="deal.passed_on", update=_update, by=by, at=at)


def _update(ids, owner, department):
    Deal.objects.filter(pk__in=ids).update(owner=owner, department=department)


def _on_record(rows, holders, by, at):
    """The stream of each deal says from whom to whom it went."""
    if not rows:
        return
    people = User.objects.in_bulk({d.owner_id for d in rows} | {owner for owner, _department in holders.values()})
    Progress.objects.bulk_create(
        Progress(
            deal=deal,
            author=by,
            at=at,
            changes={"owner": [str(people[deal.owner_id]), str(people[holders[deal.customer_id][0]])]},
        )
        for deal in rows
    )


def _passed(moves, *, by, at):
    """Every open deal of the customer belongs to its new owner."""
    holders = holders_after(moves)
    return _follow(list(_open().filter(customer__in=holders)), holders, by, at)


def _restored(move, ids, *, by, at, pooled):
    _follow(list(_open().filter(pk__in=ids, customer=move.customer_id)), holders_after([move]), by, at)


def _pass_deals(*, leaver, to, by, at):
    """What still names the leaver although somebody else has the customer; the rest follows the customers."""
    with transaction.atomic():
        rows = list(_turn().filter(owner=leaver).exclude(customer__ownership__owner=F("owner")))
        passed = _follow(rows, holders_now(row.customer_id for row in rows), by, at)
        return sum(len(theirs) for theirs in passed.values())


def _plans():
    return SalesPlan.objects.filter(status=PlanStatus.WAITING)


WORK = (
    OpenWork(
        key="deals",
        covers=("deals.Deal.owner",),
        column="owner",
        rows=_turn,
        counted=ngettext_lazy("%(n)d open deal", "%(n)d open deals", "n"),
        pass_on=_pass_deals,
        give_back=nothing_comes_back,
    ),
    withdrawn_work(
        key="plans",
        covers=("deals.SalesPlan.person",),
        column="person",
        rows=_plans,
        counted=ngettext_lazy("%(n)d waiting sales plan (withdrawn)", "%(n)d waiting sales plans (withdrawn)", "n"),
    ),
)
OWNER_CHANGES = (OwnerChange(key="deals", passed=_passed, restored=_restored),)
SAYS_WHO = ()
