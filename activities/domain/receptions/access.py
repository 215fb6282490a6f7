"""Who reads a reception, and who does what about it (rows M11, M10)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.domain.access import followup_refusal
from activities.models import Reception
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.domain import access
from customers.domain.access.gate import openable
from customers.models import Customer

PEOPLE = Reception.team.through
NEAR = ("level", "room", "host", "customer__ownership__owner")


def with_person(person: User) -> Q:
    """Receptions that the person hosts or takes part in."""
    takes_part = Q(Exists(PEOPLE.objects.filter(reception=OuterRef("pk"), user=person)))
    return Q(host=person) | takes_part


def visible(user: User, at: datetime) -> QuerySet[Reception]:
    """Those with the person, and those of customers whose page they open; the gate of a restricted file is asked beside it."""
    open_files = access.visible(user, at).order_by().values("pk")
    return Reception.objects.filter(with_person(user) | Q(customer__in=open_files))


def listed(user: User, at: datetime) -> QuerySet[Reception]:
    """The same for lists, which leave out restricted files that the person may not open."""
    return visible(user, at).filter(with_person(user) | openable(user, "customer_id"))


def takes_part(user: User, row: Reception) -> bool:
    """Whether the person hosts it or takes part."""
    return user.pk == row.host_id or row.team.filter(pk=user.pk).exists()


def plan_refusal(user: User, customer: Customer) -> Refused | None:
    """Why the person can't plan a reception of this customer, or None: who works on it receives it."""
    return followup_refusal(user, customer)


def works_on(user: User, row: Reception) -> bool:
    """Whether the person changes, cancels and records it: its host, or who owns the customer now."""
    ownership = row.customer.ownership_or_none
    return user.pk == row.host_id or (ownership is not None and ownership.owner_id == user.pk)


def may_change(user: User, row: Reception, at: datetime) -> bool:
    """Whether the person may change the plan now: until it begins."""
    return row.state == Reception.State.PLANNED and at < row.begins_at and works_on(user, row)


def may_cancel(user: User, row: Reception) -> bool:
    """Whether the person may call it off, also afterwards where it did not take place."""
    return row.state == Reception.State.PLANNED and works_on(user, row)


def may_record(user: User, row: Reception, at: datetime) -> bool:
    """Whether the person may record it now: from its beginning."""
    return row.state == Reception.State.PLANNED and row.begins_at <= at and works_on(user, row)


def to_record(at: datetime) -> Q:
    """Condition: it is over, and nobody has recorded it."""
    return Q(state=Reception.State.PLANNED, ends_at__lte=at)


def colleagues() -> QuerySet[User]:
    """Who may take part: everybody with an account in use."""
    return User.objects.active().filter(role__isnull=False).order_by("sort_name", "pk")
