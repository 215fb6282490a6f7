"""Cooperation on a customer: within a team at once, across teams once both managers approve; asked from outside too (rows D8, Nd4)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assignment.rules import request_kinds
from crm_project.accounts.domain import access
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.models import Collaborator, Ownership

from .collaborators import register_collaborator
from .ownership import locked, owned

# The reason of a request whose proposer wrote none; pages word it.
PROPOSED = "cooperation_proposed"


def managers(ownership: Ownership, user: User) -> list[User]:
    """[who decides for the owner's team, and for the collaborator's where that is another one]; nobody twice."""
    parties = [user.pk, ownership.owner_id]
    found = [decider(ownership.department, 1, "request.decide", exclude=parties)]
    if user.department_id != ownership.department_id:
        found.append(decider(user.department, 1, "request.decide", exclude=parties))
    return list(dict.fromkeys(person for person in found if person))


def _note(reason: str) -> str:
    return "" if reason == PROPOSED else reason[:200]


def propose_cooperation(*, customer_id: int, user: User, note: str, by: User, at: datetime) -> Request | Collaborator:
    """The owner or a manager names a collaborator: registered at once within the team, across teams the managers are asked.

    Returns the Collaborator, or the Request that waits. Refuses like `register`, and with code asked or no_decider.
    """
    with transaction.atomic():
        ownership = owned(locked(customer_id))
        if user.department_id == ownership.department_id or user.pk == ownership.owner_id or not user.is_active:
            return register_collaborator(customer_id=customer_id, user=user, note=note, by=by, at=at)
        return _ask(ownership, user, note or PROPOSED, by, at)


def ask_cooperation(*, customer_id: int, reason: str, by: User, at: datetime) -> Request | Collaborator:
    """Ask to work along on somebody else's customer; the managers of both teams decide (Nd4)."""
    with transaction.atomic():
        ownership = Ownership.of(customer_id)
        if ownership is None:
            raise Refused(_("This customer is in the public pool: claim it there."), code="in_pool")
        if ownership.owner_id == by.pk:
            raise Refused(_("You already own this customer."), code="yours")
        if Collaborator.objects.filter(customer=customer_id, user=by, until__isnull=True).exists():
            raise Refused(_("You are already registered as a collaborator here."), code="twice")
        return _ask(ownership, by, reason, by, at)


def _ask(ownership: Ownership, user: User, reason: str, by: User, at: datetime) -> Request | Collaborator:
    waiting = [person for person in managers(ownership, user) if person.pk != by.pk]
    if not waiting:
        if by.pk in {person.pk for person in managers(ownership, user)}:
            return register_collaborator(
                customer_id=ownership.pk, user=user, note=_note(reason), by=by, at=at, approved=True
            )
        raise Refused(
            _("There is no approver for this: ask an admin to appoint a manager for your department."),
            code="no_decider",
        )
    return _open(ownership, user, reason, by, at, waiting)


def _open(
    ownership: Ownership, user: User, reason: str, by: User | None, at: datetime, waiting: Sequence[User]
) -> Request:
    first, rest = waiting[0], waiting[1:]
    return ask(
        kind=request_kinds.COOPERATION,
        by=by,
        at=at,
        decider=first,
        subject=ownership.customer.name,
        customer_id=ownership.pk,
        department=ownership.department,
        about=f"person:{user.pk}",
        reason=reason,
        arguments={"customer_id": ownership.pk, "person_id": user.pk, "rest": [person.pk for person in rest]},
    )


def agree_cooperation(
    *, customer_id: int, person_id: int, rest: Sequence[int], by: User, at: datetime, request: Request
) -> Request | Collaborator:
    """One manager agrees: the other one is asked, and after both the collaborator is registered (D8)."""
    user = User.objects.select_related("department").get(pk=person_id)
    ownership = owned(locked(customer_id))
    others = [p for p in User.objects.active().filter(pk__in=rest) if p.pk != by.pk]
    if others:
        return _open(ownership, user, request.reason, request.asked_by, at, others)
    return register_collaborator(
        customer_id=customer_id, user=user, note=_note(request.reason), by=by, at=at, approved=True
    )


def shown_to(user: User) -> QuerySet[Collaborator]:
    """The register: collaborations on customers, and by people, of the teams this person heads; else one's own."""
    rows = Collaborator.objects.select_related("customer__ownership__owner", "user__department", "registered_by")
    mine = Q(user=user) | Q(customer__ownership__owner=user)
    if not access.may(user, "customer.transfer"):
        return rows.filter(mine)
    ids = access.department_ids(user, "customer.transfer")
    if ids is None:
        return rows
    return rows.filter(mine | Q(customer__ownership__department_id__in=ids) | Q(user__department_id__in=ids))
