"""Who registers outings, who reads whose, and who sees positions (rows Nf9, Nb3)."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import covers, data_scope, may, scope
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from reports.models import Outing

WRITE, READ, POSITIONS = "outing.write", "outing.read", "outing.positions"
_WITH = ("person", "department", "trip__region", "trip__traveller")


def visible(user: User) -> QuerySet[Outing]:
    """One's own, and those within the right to read them."""
    return Outing.objects.visible_to(user, data_scope(user, READ))


def outing_or_404(user: User, pk: int) -> Outing:
    """An outing that the user may read."""
    return get_object_or_404(visible(user).select_related(*_WITH), pk=pk)


def own_or_404(user: User, pk: int) -> Outing:
    """An outing of the user that was not withdrawn."""
    return get_object_or_404(Outing.objects.filter(person=user).standing().select_related(*_WITH), pk=pk)


def listed(user: User, *, team: bool) -> QuerySet[Outing]:
    """One's own for a list, or (`team`) those of others; the latest first."""
    rows = visible(user).exclude(person=user) if team else Outing.objects.filter(person=user)
    return rows.select_related("person").order_by("-left_at", "-pk")


def reads_others(user: User) -> bool:
    """Whether the user's right to read reaches beyond their own."""
    return may(user, READ) and scope(user, READ) != Scope.OWN


def sees_positions(user: User, outing: Outing) -> bool:
    """Whether the user sees where this outing led: one's own, and by a right of its own."""
    return outing.person_id == user.pk or covers(user, POSITIONS, department_id=outing.department_id)


def open_of(user: User) -> Outing | None:
    """The outing from which the user has not come back."""
    return Outing.objects.filter(person=user, back_at=None, voided_at=None).first()


def names(outing: Outing) -> str:
    """The customers of one's own outing in one line."""
    return _(", ").join(visit.customer.name for visit in outing.visits.select_related("customer"))
