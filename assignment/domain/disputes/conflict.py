"""Validity queries and conflicts: both sides' effort side by side, one decision (rows Nd3, Nd4, Nd6, Nf5)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.frozen_evidence import decision
from assignment.domain.ownership import locked, owned, transfer
from assignment.models import Split
from assignment.models.choices import RULE_NAMES
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import over, tell
from customers.models import Customer, Ownership

from .effort import efforts, kept_invalidly


def _evidence(customer_id: int, at: datetime) -> dict[str, list[JsonObject]]:
    names = {}
    found = efforts(customer_id, at)
    for person in User.objects.filter(pk__in=found):
        names[person.pk] = str(person)
    return {"efforts": [{"person": names.get(pk, ""), "person_id": pk, **what} for pk, what in sorted(found.items())]}


def ask_validity(*, customer_id: int, reason: str, by: User, at: datetime) -> Request:
    """Ask whether somebody else's customer is really worked on; if not, it passes to the one who asks (Nd3)."""
    customer = Customer.objects.select_related("department").get(pk=customer_id)
    ownership = Ownership.of(customer_id)
    if ownership is None:
        raise Refused(_("This customer is in the public pool: claim it there."), code="in_pool")
    if ownership.owner_id == by.pk:
        raise Refused(_("You already own this customer."), code="yours")
    return ask(
        kind=request_kinds.VALIDITY,
        by=by,
        at=at,
        subject=customer.name,
        customer_id=customer.pk,
        department=ownership.department,
        decider=decider(ownership.department, 1, "request.decide", exclude=[by, ownership.owner_id]),
        reason=reason,
        arguments={"customer_id": customer.pk, "person_id": by.pk},
        evidence=_evidence(customer.pk, at),
        other_side=ownership.owner_id,
    )


def pass_on(*, customer_id: int, person_id: int, by: User, at: datetime, request: Request | None = None) -> Customer:
    """The query was right: the customer passes to whoever asked, without conditions (Nd3)."""
    person = User.objects.select_related("role", "department").get(pk=person_id)
    return transfer(
        customer_id=customer_id,
        to=person,
        by=by,
        reason=(request.decision or request.reason) if request else "",
        at=at,
        evidence={"decision": decision(request)} if request else {},
    )


def ask_conflict(*, customer_id: int, other_id: int, reason: str, by: User, at: datetime) -> Request:
    """Two people work on the same customer: the manager names who closes the deal (Nd4, Nf5)."""
    customer = Customer.objects.select_related("department").get(pk=customer_id)
    ownership = Ownership.of(customer_id)
    department = ownership.department if ownership else customer.department
    if other_id == by.pk:
        raise Refused(_("Choose the colleague you are in conflict with, not yourself."), code="self", field="other")
    return ask(
        kind=request_kinds.CONFLICT,
        by=by,
        at=at,
        subject=customer.name,
        customer_id=customer.pk,
        department=department,
        reason=reason,
        decider=decider(department, 1, "request.decide", exclude=[by, other_id]),
        evidence=_evidence(customer.pk, at),
        arguments={"customer_id": customer.pk, "person_id": by.pk, "other_id": other_id, "shares": {}},
        other_side=other_id,
    )


# What the other side is told when it is asked.
TOLD = tuple(f"dispute_{kind}" for kind in (request_kinds.VALIDITY, request_kinds.CONFLICT))


def tell_other_side(*, request: Request, at: datetime) -> None:
    """Whoever a dispute is about hears of it while it can still be answered, and that it is over where they keep the customer; of a
    customer that passes on the transfer tells."""
    if request.other_side_id is None:
        return
    url = reverse("approvals:request", args=[request.pk])
    if request.status == Request.Status.PENDING:
        person = str(request.asked_by)
        tell([request.other_side_id], f"dispute_{request.kind}", at=at, url=url, person=person, **request.names)
        return
    over([request.other_side_id], TOLD, url=url, at=at)
    held = Ownership.of(request.customer_id or 0)
    if request.status != Request.Status.APPROVED or (held and held.owner_id == request.other_side_id):
        decision = request.decision if request.decided_by_id else ""
        tell([request.other_side_id], "dispute_over", at=at, url=url, reason=decision, **request.names)


def shares_of(shares: Mapping[Any, Any]) -> dict[int, Decimal]:
    """{person id: percent} checked: each from 0 to 100, together 100. Refuses otherwise."""
    try:
        out = {int(k): Decimal(str(v)) for k, v in shares.items()}
    except (InvalidOperation, ValueError):
        raise Refused(_("Enter shares as percentages."), code="shares", field="shares") from None
    if any(not 0 <= v <= 100 for v in out.values()) or sum(out.values()) != 100:
        raise Refused(
            _("The shares must add up to 100 %%, not %(sum)s %%.") % {"sum": sum(out.values())},
            code="shares",
            field="shares",
        )
    return out


def settle_conflict(
    *,
    customer_id: int,
    person_id: int,
    other_id: int,
    shares: Mapping[str, str],
    by: User,
    at: datetime,
    closer_id: int | None = None,
    request: Request | None = None,
) -> Ownership:
    """Name who closes the deal (`closer_id`, the person who asked by default); the split inside is recorded with it (Nd4).

    Refuses with code kept_invalidly whoever kept the customer without valid work when it was asked, unless both did (Nd10).
    """
    with transaction.atomic():
        customer = locked(customer_id)
        closer = User.objects.select_related("role", "department").get(pk=closer_id or person_id)
        kept = kept_invalidly(customer.pk, request.asked_at if request else at)
        other = other_id if closer.pk == person_id else person_id
        if closer.pk in kept and other not in kept:
            raise Refused(
                _("%(person)s held this customer without valid follow-ups (%(rule)s): the other side closes the deal.")
                % {"person": closer, "rule": RULE_NAMES[kept[closer.pk]]},
                code="kept_invalidly",
                field="closer",
            )
        if shares:
            Split.objects.filter(customer=customer).delete()
            Split.objects.bulk_create(
                Split(
                    customer=customer,
                    user_id=pk,
                    share=share,
                    decided_by=by,
                    decided_at=at,
                    request_id=request.pk if request else None,
                )
                for pk, share in shares_of(shares).items()
            )
            log.record(by=by, action="split.decided", at=at, subject=customer, changes={"shares": [None, shares]})
        current = Ownership.of(customer.pk)
        if current is None or current.owner_id != closer.pk:
            transfer(
                customer_id=customer.pk,
                to=closer,
                by=by,
                reason=request.decision if request else "",
                at=at,
                evidence={"decision": decision(request) | {"shares": dict(shares)}} if request else None,
            )
        return owned(customer)
