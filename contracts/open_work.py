"""Contracts in preparation follow the customer to its next owner; what is signed keeps who signed it (rows Ne9, Nc15)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork, OwnerChange, nothing_comes_back, withdrawn_work
from crm_project.notices.domain.notify import tell
from customers.domain.following_rows import follow_owner, holders_after, holders_now

from .domain import after_sales_people
from .domain.access import told_of_after_sales
from .models import AfterSalesCustomer, Contract, Expense
from .models.choices import ExpenseStatus


def _unsigned():
    return Contract.objects.filter(status=Contract.Status.DRAFT, drawn=True, signing_known=False)


def _turn():
    """Unsigned drafts whose customer has an owner."""
    return _unsigned().filter(customer__ownership__isnull=False)


def _follow(rows, holders, by, at):
    return follow_owner(rows, holders, action="contract.new_owner", update=_update, by=by, at=at)


def _update(ids, owner, department):
    Contract.objects.filter(pk__in=ids).update(owner=owner)


def _passed(moves, *, by, at):
    holders = holders_after(moves)
    return _follow(list(_unsigned().filter(customer__in=holders)), holders, by, at)


def _restored(move, ids, *, by, at, pooled):
    _follow(list(_unsigned().filter(pk__in=ids, customer=move.customer_id)), holders_after([move]), by, at)


def _pass_drafts(*, leaver, to, by, at):
    """What still names the leaver although somebody else has the customer."""
    with transaction.atomic():
        rows = list(_turn().filter(owner=leaver).exclude(customer__ownership__owner=leaver))
        passed = _follow(rows, holders_now(row.customer_id for row in rows), by, at)
        return sum(len(theirs) for theirs in passed.values())


def _after_sales():
    """Official customers that somebody of service looks after."""
    return AfterSalesCustomer.objects.filter(person__isnull=False)


def _pass_after_sales(*, leaver, to, by, at):
    """To the one who takes over, where they work in service; else to nobody, and the service managers are told."""
    with transaction.atomic():
        rows = list(
            _after_sales()
            .filter(person=leaver)
            .select_for_update(of=("self",))
            .select_related("customer")
            .order_by("customer_id")
        )
        person = to if after_sales_people.staff().filter(pk=to.pk).exists() else None
        AfterSalesCustomer.objects.filter(pk__in=[row.pk for row in rows]).update(
            person=person, assigned_at=at if person else None, introduced_at=None, reminded_at=None
        )
        changes = {"service_person": [str(leaver), str(person) if person else None]}
        log.record_many(
            [
                log.entry(by=by, action="after_sales.assigned", at=at, subject=row.customer, changes=changes)
                for row in rows
            ]
        )
        if rows and person is None:
            url = f"{reverse('contracts:after_sales')}?tab=unassigned"
            tell(told_of_after_sales("service"), "after_sales_left", at=at, url=url, person=str(leaver), n=len(rows))
        return len(rows) if person else 0


def _expenses():
    return Expense.objects.filter(status=ExpenseStatus.WAITING)


WORK = (
    OpenWork(
        key="contracts",
        covers=("contracts.Contract.owner",),
        column="owner",
        rows=_turn,
        counted=ngettext_lazy("%(n)d contract in preparation", "%(n)d contracts in preparation", "n"),
        pass_on=_pass_drafts,
        give_back=nothing_comes_back,
    ),
    OpenWork(
        key="after_sales",
        covers=("contracts.AfterSalesCustomer.person",),
        column="person",
        rows=_after_sales,
        counted=ngettext_lazy("%(n)d customer of after-sales", "%(n)d customers of after-sales", "n"),
        pass_on=_pass_after_sales,
        on_move=False,
    ),
    withdrawn_work(
        key="expenses",
        covers=("contracts.Expense.claimant",),
        column="claimant",
        rows=_expenses,
        counted=ngettext_lazy("%(n)d waiting expense (withdrawn)", "%(n)d waiting expenses (withdrawn)", "n"),
    ),
)
OWNER_CHANGES = (OwnerChange(key="contracts", passed=_passed, restored=_restored),)
# Whose result a signed contract is has been decided.
SAYS_WHO = ("contracts.CommissionShare.user",)
