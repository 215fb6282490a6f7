"""Registered collaborators: who may work on a colleague's customer (rows D8, Z11)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Collaborator

from . import deadlines
from .ownership import locked, owned


def register_collaborator(
    *, customer_id: int, user: User, note: str, by: User, at: datetime, approved: bool = False
) -> Collaborator:
    """Register a colleague on an owned customer; the owner, the collaborator and their managers are told (D8).

    Somebody of another team only `approved` by the managers of both (`cooperation`). Refuses with code owner, closed, twice,
    two_teams.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if user.pk == ownership.owner_id:
            raise Refused(_("%(person)s already owns this customer.") % {"person": user}, code="owner", field="user")
        if not user.is_active:
            raise Refused(
                _("The account of %(person)s is closed: choose somebody else.") % {"person": user},
                code="closed",
                field="user",
            )
        if user.department_id != ownership.department_id and not approved:
            raise Refused(
                _("%(person)s works in another team: both managers have to approve first.") % {"person": user},
                code="two_teams",
                field="user",
            )
        try:
            with transaction.atomic():
                row = Collaborator.objects.create(
                    customer=customer, user=user, since=at, note=note or "", registered_by=by
                )
        except IntegrityError:
            raise Refused(
                _("%(person)s is already registered here.") % {"person": user}, code="twice", field="user"
            ) from None
        deadlines.refresh([customer.pk], at=at, locked=True)
        log.record(
            by=by,
            action="collaborator.registered",
            at=at,
            subject=customer,
            changes={"collaborator": [None, str(user)]},
            reason=note,
        )
        heads = [
            decider(team, 1, "request.decide", exclude=[user, by]) for team in (ownership.department, user.department)
        ]
        tell(
            [user, ownership.owner_id, *dict.fromkeys(head for head in heads if head)],
            "collaborator",
            at=at,
            url=reverse("customers:detail", args=[customer.pk]),
            customer=customer.name,
            person=str(user),
        )
        return row


def end_collaboration(*, collaborator_id: int, by: User, at: datetime) -> Collaborator:
    """End a registration; what was done under it still counts."""
    with transaction.atomic():
        row = Collaborator.objects.select_related("customer", "user").get(pk=collaborator_id)
        customer = locked(row.customer_id)
        if row.until is None:
            Collaborator.objects.filter(pk=row.pk).update(until=at)
            deadlines.refresh([customer.pk], at=at, locked=True)
            log.record(
                by=by,
                action="collaborator.ended",
                at=at,
                subject=customer,
                changes={"collaborator": [str(row.user), None]},
            )
        return row
