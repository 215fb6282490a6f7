"""Claiming from the public pool, and why one may not (rows Nc8, Nc14, D1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.capacity import claims_today, cools_until, lock_people, slots_full
from assignment.domain.ledger import Kind
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department, User
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from customers.models import Customer, Ownership

from .begin import begin_ownerships
from .lock import locked


def claim_refusal(
    customer: Customer,
    person: User,
    at: datetime,
    *,
    book: PolicyBook | None = None,
    contacted: bool = False,
    cooling: Mapping[int, datetime] | None = None,
) -> Refused | None:
    """Why this person may not claim this pool customer now, as a Refused, or None. The page asks it in advance."""
    book = book or PolicyBook()
    if not may(person, "customer.claim") or person.department_id is None:
        return Refused(_("Your role can't hold customers."), code="role")
    policy = book.for_department(person.department, at)
    own_pool = customer.department_id == person.department_id
    theirs = policy if own_pool else book.for_department(customer.department, at)
    if theirs and theirs.pool_reach == "department" and customer.department_id not in _line(person):
        return Refused(
            _("This customer is in the pool of %(department)s: request a transfer.")
            % {"department": customer.department},
            code="reach",
        )
    if policy is None:
        return None
    cooling = cools_until(policy, [customer.pk], person, at) if cooling is None else cooling
    if customer.pk in cooling:
        return Refused(
            _("You owned this customer recently: you may claim it again from %(when)s.")
            % {"when": minute(cooling[customer.pk])},
            code="cooldown",
        )
    if policy.claims_per_day is not None and claims_today(person, at) >= policy.claims_per_day:
        return Refused(
            _("You have claimed %(n)d customers today, which is the limit: try again tomorrow.")
            % {"n": policy.claims_per_day},
            code="quota",
        )
    full = slots_full(policy, person)
    if full:
        return full
    if policy.pool_claim == "followup" and not contacted:
        return Refused(_("Record the contact and your first follow-up to claim this customer."), code="followup")
    if policy.pool_claim == "request" and not contacted:
        return Refused(_("Claims need approval here: apply to your manager for this customer."), code="request")
    return None


def _line(person: User) -> set[int]:
    """Departments whose pool this person may take from: the own one and those it belongs to."""
    return set(cast(Department, person.department).ancestor_ids())


def claim(*, customer_id: int, by: User, at: datetime, contacted: bool = False, approved: bool = False) -> Customer:
    """Take a customer from the public pool (Nc14). `contacted`: the first contact is recorded in the same transaction;
    `approved`: a manager granted the request. Refuses with code taken, slots, quota, cooldown, reach, followup or request."""
    with transaction.atomic():
        customer = locked(customer_id)
        person = lock_people([by.pk])[by.pk]
        taken = Ownership.of(customer.pk)
        if taken:
            if taken.owner_id == by.pk:
                raise Refused(_("You already own “%(name)s”.") % {"name": customer.name}, code="yours")
            raise Refused(
                _("Somebody else was faster: %(owner)s owns “%(name)s”.")
                % {"owner": taken.owner, "name": customer.name},
                code="taken",
            )
        book = PolicyBook()
        refusal = claim_refusal(customer, person, at, book=book, contacted=contacted or approved)
        if refusal:
            raise refusal
        begin_ownerships([customer], person, at=at, by=by, kind=Kind.CLAIMED, book=book)
        answered = (request_kinds.CLAIM, request_kinds.PUT_BACK)
        Request.objects.filter(customer_id=customer.pk, kind__in=answered, status=Request.Status.PENDING).update(
            status=Request.Status.OBSOLETE, decided_at=at
        )
        return customer
