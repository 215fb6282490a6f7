"""Who reads whose trips: the traveller, and by right (rows Ni2, Nb3)."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from crm_project.accounts.domain.access import data_scope, may
from crm_project.accounts.models import User
from customers.models import Customer
from customers.models.scope import works_on
from reports.models import Trip

WRITE, READ = "trip.write", "trip.read"
_WITH = ("traveller__department", "region", "waiting__decider")


def visible(user: User) -> QuerySet[Trip]:
    """One's own, and those within the right to read them."""
    return Trip.objects.visible_to(user, data_scope(user, READ))


def trip_or_404(user: User, pk: int) -> Trip:
    """A trip that the user may read."""
    return get_object_or_404(visible(user).select_related(*_WITH), pk=pk)


def own_or_404(user: User, pk: int) -> Trip:
    """A trip of the user."""
    return get_object_or_404(Trip.objects.filter(traveller=user).select_related(*_WITH), pk=pk)


def listed(user: User, *, team: bool) -> QuerySet[Trip]:
    """One's own for a list, or (`team`) those of others; the latest first."""
    rows = visible(user).exclude(traveller=user) if team else Trip.objects.filter(traveller=user)
    return rows.select_related("traveller", "region").order_by("-first", "-pk")


def may_write(user: User) -> bool:
    """Whether the user's role plans trips."""
    return may(user, WRITE)


def may_visit(user: User) -> QuerySet[Customer]:
    """Customers that the user owns or helps with: whom they may plan to visit."""
    return Customer.objects.filter(works_on(user), merged_into=None)
