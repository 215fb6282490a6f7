"""Stages: potential, intent, official (rows Nc6, Nc9, Nc13)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import Kind, entry_of, event, write_events
from assignment.domain.ownership import locked, owned
from crm_project.accounts.domain.access import decider, may
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership
from customers.models.choices import Stage
from customers.rules import request_kinds

from .stage_names import StageNames

LEAST_REASON = 10


def may_ask_intent(user: User, stage: str, owner_id: int | None) -> bool:
    """Whether this person may ask that the customer changes to intent: its owner, of a potential one (Nc9)."""
    return stage == Stage.POTENTIAL and owner_id == user.pk and may(user, "customer.claim")


def ask_intent(*, customer_id: int, reason: str, by: User, at: datetime) -> Request:
    """The owner applies to turn a potential customer to intent, with a detailed reason (Nc9)."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if ownership.owner_id != by.pk:
            raise Refused(
                _("Only the owner, %(owner)s, can apply for this.") % {"owner": ownership.owner}, code="not_owner"
            )
        if customer.stage != Stage.POTENTIAL:
            raise Refused(
                _("Only a potential customer can change to intent: this one is %(stage)s.")
                % {"stage": StageNames().label(customer.department_id, customer.stage)},
                code="stage",
            )
        if len((reason or "").strip()) < LEAST_REASON:
            raise Refused(
                _("Give the reason in detail: at least %(n)d characters.") % {"n": LEAST_REASON},
                code="reason",
                field="reason",
            )
        return ask(
            kind=request_kinds.INTENT,
            by=by,
            at=at,
            decider=decider(ownership.department, 1, "request.decide", exclude=[by]),
            subject=customer.name,
            customer_id=customer.pk,
            department=ownership.department,
            reason=reason,
            arguments={"customer_id": customer.pk},
            evidence={"release_at": ownership.release_at.isoformat()},
        )


def refresh_deadline(*, request: Request, at: datetime) -> None:
    """An application that waits keeps the customer where the policy says so; answered or taken back it no longer does (Nc6)."""
    if request.customer_id:
        deadlines.refresh([request.customer_id], at=at)


def turn_to_intent(*, customer_id: int, by: User, at: datetime, request: Request | None = None) -> Customer:
    """Approved: the customer stands at intent from now on and its stage clock starts anew (Nc10)."""
    with transaction.atomic():
        customer = locked(customer_id)
        if customer.stage != Stage.POTENTIAL:
            raise Refused(
                _("Only a potential customer can change to intent: this one is %(stage)s.")
                % {"stage": StageNames().label(customer.department_id, customer.stage)},
                code="stage",
            )
        return enter_stage(customer, Stage.INTENT, at=at, by=by, reason=request.reason if request else "")


def enter_stage(
    customer: Customer,
    stage: str,
    *,
    at: datetime,
    by: User,
    since: datetime | None = None,
    reason: str = "",
    undoes: int | None = None,
) -> Customer:
    """Put a locked customer into a stage and set its clock."""
    before, before_since = customer.stage, customer.stage_since
    Customer.objects.filter(pk=customer.pk).update(stage=stage, stage_since=since or at)
    customer.stage, customer.stage_since = stage, since or at
    deadlines.refresh([customer.pk], at=at, locked=True)
    ownership = Ownership.of(customer.pk)
    write_events(
        [
            event(
                Kind.STAGE,
                customer,
                at=at,
                by=by,
                owner_id=ownership.owner_id if ownership else None,
                department_id=customer.department_id,
                reason=reason,
                evidence={"from": before, "to": str(stage), "since": before_since.isoformat()}
                | ({"undoes": undoes} if undoes else {}),
            )
        ]
    )
    return customer


def undo_intent(*, request: Request, by: User, at: datetime) -> Customer:
    """Take back that the customer changed to intent: its earlier stage goes on as if nothing had happened. Refuses with code moved_on."""
    with transaction.atomic():
        customer = locked(request.customer_id or 0)
        entry = entry_of(customer.pk, request.decided_at or at, [Kind.STAGE])
        if entry is None or customer.stage != Stage.INTENT or customer.stage_since != entry.at:
            raise Refused(_("The stage has changed since."), code="moved_on")
        since = datetime.fromisoformat(entry.evidence["since"])
        return enter_stage(customer, entry.evidence["from"], at=at, by=by, since=since, undoes=entry.pk)
