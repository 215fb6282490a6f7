"""The reverse of an extension or a granted review, within minutes (rows Nc7, Nc11, Z14)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import Kind, entry_of, event, write_events
from assignment.domain.ownership import locked, owned
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.undo.domain.built_on import work_on_customers
from customers.models import Customer, Ownership

from .turns import lock_customers, turn_refusals, undo_turn


def undo_extension(*, request: Request, by: User, at: datetime) -> None:
    """The deadline is what it was before these days were granted; they count no more for the month. Refuses with code moved_on."""
    with transaction.atomic():
        customer, held, entry = _granted(request, Kind.EXTENDED)
        if held.extended_until != _moment(entry.evidence["until"]):
            raise _changed()
        _back(customer, held, entry, {"extended_until": entry.evidence.get("before")}, by, at)


def undo_review(*, request: Request, by: User, at: datetime) -> None:
    """The review waits again: neither silent for a while nor counted anew. Refuses with code moved_on."""
    with transaction.atomic():
        customer, held, entry = _granted(request, Kind.REVIEWED)
        if held.review_after != _moment(entry.evidence["until"]) or held.counts_after != entry.at:
            raise _changed()
        _back(customer, held, entry, entry.evidence["before"], by, at)


def undo_assignment(*, request: Request, by: User, at: datetime) -> None:
    """What the decision made of the customer's ownership: back to where it was. Refuses with code moved_on."""
    pk, moment = request.customer_id or 0, request.decided_at or at
    with transaction.atomic():
        lock_customers([pk])
        why = turn_refusals([pk], moment).get(pk)
        if why:
            raise _refused(why)
        undo_turn(customer_id=pk, moment=moment, by=by, at=at)


def _granted(request: Request, kind: str) -> tuple[Customer, Ownership, OwnershipEvent]:
    customer = locked(request.customer_id or 0)
    held = owned(customer)
    entry = entry_of(customer.pk, request.decided_at, [kind]) if request.decided_at else None
    if entry is None or held.owner_id != entry.owner_id or held.since > entry.at or "before" not in entry.evidence:
        raise _changed()
    work = work_on_customers([customer.pk], after=entry.at)
    if customer.pk in work:
        raise _refused(work[customer.pk])
    return customer, held, entry


def _changed() -> Refused:
    return _refused(_("has changed since"))


def _refused(why: str) -> Refused:
    return Refused(_("It can't be undone any more: %(why)s.") % {"why": why}, code="moved_on")


def _back(
    customer: Customer,
    held: Ownership,
    entry: OwnershipEvent,
    before: dict[str, str | None],
    by: User,
    at: datetime,
) -> None:
    Ownership.objects.filter(pk=customer.pk).update(**{name: _moment(text) for name, text in before.items()})
    deadlines.refresh([customer.pk], at=at, locked=True)
    write_events(
        [
            event(
                Kind.UNDONE,
                customer,
                at=at,
                by=by,
                owner_id=held.owner_id,
                department_id=held.department_id,
                policy_version_id=held.policy_version,
                evidence={"undoes": entry.pk, "what": entry.kind},
            )
        ]
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
