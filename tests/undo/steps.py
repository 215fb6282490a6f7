"""Telling of undoing: an action remembered as the views remember it, and taken back a moment later."""

from datetime import timedelta

from assignment import undo as kinds
from assignment.domain import ownership
from crm_project.undo.domain import actions
from customers.models import Customer, Ownership

MINUTE = timedelta(minutes=1)
OWNED = (
    "customer_id",
    "owner_id",
    "department_id",
    "since",
    "extended_until",
    "review_after",
    "counts_after",
    "spared_until",
    "reminded_for",
    "release_at",
    "rule",
)
POOLED = ("pk", "department_id", "pooled_at", "pool_reason", "last_owner_id", "former_owners", "stage", "stage_since")


def state():
    """Who owns what until when, and what is in the pool why."""
    owned = list(Ownership.objects.order_by("pk").values_list(*OWNED))
    return owned, list(Customer.objects.order_by("pk").values_list(*POOLED))


def remembered(kind, by, at, **arguments):
    """The action, as its view remembers it."""
    return actions.remember(kind=kind, by=by, at=at, subject="it", arguments=arguments)


def undo(action, at=None, by=None):
    """Taken back a minute later, by the same person unless somebody else is named; what came of it."""
    return actions.undo(action_id=action.pk, by=by or action.person, at=at or action.at + MINUTE)[1]


def claimed(row, by, at):
    ownership.claim(customer_id=row.pk, by=by, at=at)
    return remembered(kinds.CLAIM, by, at, customer_id=row.pk)


def given_up(row, by, at):
    ownership.give_up(customer_id=row.pk, by=by, reason="too far away", at=at)
    return remembered(kinds.GIVE_UP, by, at, customer_id=row.pk)


def transferred(row, to, by, at):
    ownership.transfer(customer_id=row.pk, to=to, by=by, reason="knows them", at=at)
    return remembered(kinds.TRANSFER, by, at, customer_id=row.pk)


def released(row, by, at):
    ownership.release(customer_id=row.pk, by=by, reason="nobody works on it", at=at)
    return remembered(kinds.RELEASE, by, at, customer_id=row.pk)
