"""Asking for a customer: from the pool, or as the one who entered it first (rows Nc14, Ni6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.frozen_evidence import decision
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership

from . import claim, claim_refusal, locked, transfer


def ask_claim(*, customer_id: int, reason: str, by: User, at: datetime) -> Request:
    """Ask the manager for a customer of the pool, where the policy wants approval."""
    with transaction.atomic():
        customer = locked(customer_id)
        if Ownership.objects.filter(pk=customer.pk).exists():
            raise Refused(_("Somebody else was faster: this customer has an owner."), code="taken")
        refusal = claim_refusal(customer, by, at, book=PolicyBook(), contacted=True)
        if refusal:
            raise refusal
        return ask(
            kind=request_kinds.CLAIM,
            by=by,
            at=at,
            decider=decider(by.department, 1, "request.decide", exclude=[by]),
            subject=customer.name,
            customer_id=customer.pk,
            department=by.department,
            reason=reason,
            arguments={"customer_id": customer.pk, "person_id": by.pk},
        )


def grant_claim(
    *, customer_id: int, person_id: int, by: User | None, at: datetime, request: Request | None = None
) -> Customer:
    """Approving a claim is the claim itself, made for the person who asked."""
    return claim(
        customer_id=customer_id,
        by=User.objects.select_related("role", "department").get(pk=person_id),
        at=at,
        approved=True,
    )


def ask_duplicate(*, customer_id: int, reason: str, by: User, at: datetime) -> Request:
    """Apply for the ownership of a customer that exists already (Ni6): its owner's manager decides."""
    customer = Customer.objects.select_related("department").get(pk=customer_id)
    ownership = Ownership.of(customer_id)
    if ownership and ownership.owner_id == by.pk:
        raise Refused(_("You already own this customer."), code="yours")
    if ownership is None:
        raise Refused(_("This customer is in the public pool: claim it there."), code="in_pool")
    return ask(
        kind=request_kinds.DUPLICATE,
        by=by,
        at=at,
        decider=decider(ownership.department, 1, "request.decide", exclude=[by, ownership.owner_id]),
        subject=customer.name,
        customer_id=customer.pk,
        department=ownership.department,
        reason=reason,
        arguments={"customer_id": customer.pk, "person_id": by.pk},
    )


def grant_duplicate(
    *, customer_id: int, person_id: int, by: User, at: datetime, request: Request | None = None
) -> Customer:
    """The customer passes to the one who applied for it."""
    person = User.objects.select_related("role", "department").get(pk=person_id)
    return transfer(
        customer_id=customer_id,
        to=person,
        by=by,
        reason=request.reason if request else "",
        at=at,
        evidence={"decision": decision(request)} if request else None,
    )
