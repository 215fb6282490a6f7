"""Expenses on customers: accepted only from whoever owned the customer on that day (rows Z12, Ni23)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import ENDS, TURNS, owner_on
from assignment.models import OwnershipEvent
from contracts.company_settings import OWNER_PAYS
from contracts.models import Expense
from contracts.models.choices import ExpenseStatus
from contracts.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.file_kinds import check_files, clean_name
from crm_project.lib.money import money_text
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, start_of_day
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain import access as customer_access
from customers.models import Customer, Ownership


def owners_of_day(customer_id: int, day: date) -> list[int]:
    """Ids of everybody who owned the customer at some moment of this date, the first first."""
    begun = start_of_day(day)
    first = owner_on(customer_id, begun)
    events = OwnershipEvent.objects.filter(customer_id=customer_id, at__gt=begun, at__lt=begun + timedelta(days=1))
    later = events.filter(kind__in=TURNS).order_by("at", "id").values_list("owner_id", flat=True)
    return [pk for pk in dict.fromkeys([first, *later]) if pk]


def customers_of(person: User, day: date, at: datetime) -> QuerySet[Customer]:
    """Customers that this person owned at some moment of this date: what `claim` accepts, for a form to offer.

    Where the company accepts expenses from others too, every customer that they may see.
    """
    if not value(OWNER_PAYS):
        return customer_access.visible(person, at).filter(merged_into=None, removed_at=None)
    begun = start_of_day(day)
    ended = begun + timedelta(days=1)
    over = OwnershipEvent.objects.filter(
        closes_owner=person, kind__in=ENDS, at__gte=begun, closes_since__lt=ended
    ).values("customer_id")
    held = Ownership.objects.filter(owner=person, since__lt=ended).values("pk")
    return Customer.objects.filter(Q(pk__in=held) | Q(pk__in=over), merged_into=None, removed_at=None)


def claim_expense(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    kind: str,
    spent_on: date,
    amount: Decimal,
    what: str,
    upload: File,
    currency: str = "CNY",
    idempotency_key: str | None = None,
) -> Expense:
    """Claim an expense with its receipt; the manager decides. `idempotency_key`: a form's token; posted again it gives the claim it made. Refuses with code not_owner (saying who was), future, amount, file."""
    check_files([upload])
    if spent_on > local_date(at):
        raise Refused(_("This day is in the future."), code="future", field="spent_on")
    if amount <= 0:
        raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
    with UploadTransaction() as storage, transaction.atomic():
        customer = deadlines.lock([customer_id])[customer_id]
        if idempotency_key and (
            earlier := Expense.objects.filter(idempotency_key=idempotency_key, claimant=by, customer=customer).first()
        ):
            return earlier
        check_owner(customer, by, spent_on)
        name = clean_name(upload.name or "")
        row = Expense(
            customer=customer,
            claimant=by,
            kind=kind,
            spent_on=spent_on,
            amount=amount,
            currency=currency,
            what=what.strip(),
            file_name=name,
            claimed_at=at,
            idempotency_key=idempotency_key or None,
        )
        storage.save(row.file, name, upload)
        row.save()
        log.record(
            by=by,
            action="expense.claimed",
            at=at,
            subject=row,
            customer_id=customer.pk,
            changes={"amount": [None, str(amount)]},
        )
        ask(
            kind=request_kinds.EXPENSE,
            by=by,
            at=at,
            subject=f"{customer.name} · {money_text(amount, currency)}"[:200],
            reason=row.what,
            decider=decider(by.department or customer.department, 1, "request.decide", exclude=[by]),
            arguments={"expense_id": row.pk},
            customer_id=customer.pk,
            about=f"expense:{row.pk}",
            department=by.department or customer.department,
            evidence={
                "kind": kind,
                "amount": str(amount),
                "currency": currency,
                "spent_on": spent_on.isoformat(),
                "expense_id": row.pk,
            },
        )
        return row


def check_owner(customer: Customer, person: User, day: date) -> None:
    """Refuse whoever did not own the customer on that day, naming who did (Z12), unless the company accepts it from others."""
    if not value(OWNER_PAYS):
        return
    owners = owners_of_day(customer.pk, day)
    if person.pk in owners:
        return
    words = {"name": customer.name, "day": day.isoformat()}
    if owners:
        names = _(", ").join(str(User.objects.get(pk=pk)) for pk in owners)
        raise Refused(
            _("On %(day)s “%(name)s” was owned by %(owner)s: you can't claim this expense.")
            % {**words, "owner": names},
            code="not_owner",
            field="customer",
        )
    raise Refused(
        _("On %(day)s “%(name)s” was in the public pool: an expense is accepted only from the owner.") % words,
        code="not_owner",
        field="customer",
    )


def _decided(expense_id: int, status: str, by: User, at: datetime, request: Request) -> Expense:
    with transaction.atomic():
        row = (
            Expense.objects.select_for_update(no_key=True, of=("self",))
            .select_related("customer", "claimant")
            .get(pk=expense_id)
        )
        if row.status != ExpenseStatus.WAITING:
            raise Refused(_("This expense was already decided."), code="decided")
        if status == ExpenseStatus.ACCEPTED:
            # Ownership of a past day can change afterwards: by an undo, by a merging.
            check_owner(row.customer, row.claimant, row.spent_on)
        row.status, row.decided_by, row.decided_at, row.decision = status, by, at, request.decision[:200]
        row.save(update_fields=["status", "decided_by", "decided_at", "decision"])
        log.record(
            by=by, action=f"expense.{status}", at=at, subject=row, customer_id=row.customer_id, reason=request.decision
        )
        return row


def withdraw_expense(*, expense_id: int, by: User, at: datetime, request: Request) -> None:
    """The claimant took it back; it counts for nothing. Called by `approvals.requests.withdraw`."""
    Expense.objects.filter(pk=expense_id, status=ExpenseStatus.WAITING).update(
        status=ExpenseStatus.WITHDRAWN, decided_at=at
    )


def accept_expense(*, expense_id: int, by: User, at: datetime, request: Request) -> Expense:
    """Accept it. Refuses with code decided, not_owner."""
    return _decided(expense_id, ExpenseStatus.ACCEPTED, by, at, request)


def refuse_expense(*, expense_id: int, by: User, at: datetime, request: Request) -> Expense:
    """Refuse it, with the reason of the request. Refuses with code decided."""
    return _decided(expense_id, ExpenseStatus.REFUSED, by, at, request)


def undo_expense(*, request: Request, by: User, at: datetime) -> Expense:
    """Take the decision back: the expense waits again. Refuses with code moved_on where it was changed since."""
    with transaction.atomic():
        row = Expense.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.arguments["expense_id"])
        if row.status not in (ExpenseStatus.ACCEPTED, ExpenseStatus.REFUSED) or row.decided_at != request.decided_at:
            raise Refused(_("The expense has changed since."), code="moved_on")
        row.status, row.decided_by, row.decided_at, row.decision = ExpenseStatus.WAITING, None, None, ""
        row.save(update_fields=["status", "decided_by", "decided_at", "decision"])
        log.record(by=by, action="expense.reopened", at=at, subject=row, customer_id=row.customer_id)
        return row
