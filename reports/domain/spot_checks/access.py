"""Who sees a spot check and its rows, who verifies, who decides (rows Ni15, Nb3)."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User
from crm_project.accounts.models.choices import Scope
from reports.models import DrawnRow, SpotCheck

VIEW, MANAGE, DECIDE = "spot_check.view", "spot_check.manage", "spot_check.decide"


def visible(user: User, at: object = None) -> QuerySet[SpotCheck]:
    """Checks of departments that the right reaches."""
    return SpotCheck.objects.within(access.data_scope(user, VIEW))


def rows(user: User) -> QuerySet[DrawnRow]:
    """Rows of these checks without one's own before they were verified; of any check one's own once somebody has verified them."""
    own = Q(person=user) & ~Q(result="")
    others = Q(check_of__in=visible(user).order_by().values("pk")) & ~Q(person=user)
    found = DrawnRow.objects.filter(own | others)
    return found.select_related("check_of__department", "person__department", "verified_by", "decided_by")


def rows_at(user: User, at: object = None) -> QuerySet[DrawnRow]:
    """The same as the audit asks it, for a moment."""
    return rows(user)


def check_or_404(user: User, pk: int) -> SpotCheck:
    """A check that the user may see."""
    return get_object_or_404(visible(user).select_related("department", "planned_by"), pk=pk)


def row_or_404(user: User, pk: int) -> DrawnRow:
    """A drawn row that the user may see."""
    return get_object_or_404(rows(user), pk=pk)


def departments(user: User) -> QuerySet[Department]:
    """The departments that the user may check."""
    return access.open_departments(user, MANAGE).order_by("path")


def checks_everything(user: User) -> bool:
    """Whether the user may check the whole company at once."""
    return access.scope(user, MANAGE) == Scope.ALL


def people(user: User) -> QuerySet[User]:
    """Whom the user may check: people of those departments, never themselves."""
    reach = access.scope(user, MANAGE)
    if reach in (None, Scope.OWN):
        return User.objects.none()
    return access.visible_people(user, MANAGE).exclude(pk=user.pk)


def manages(user: User, check: SpotCheck) -> bool:
    """Whether the user may verify rows of the check, and draw it."""
    return _reaches(user, MANAGE, check)


def decides(user: User, check: SpotCheck) -> bool:
    """Whether the user may decide about its rows."""
    return _reaches(user, DECIDE, check)


def _reaches(user: User, action: str, check: SpotCheck) -> bool:
    return access.covers(user, action, department_id=check.department_id) and access.scope(user, action) != Scope.OWN


def decider_of(row: DrawnRow) -> User | None:
    """Who decides where whoever planned the check may not: the nearest manager of the person with the right."""
    level = max(1, (row.person.role.level if row.person.role else 0) + 1)
    return access.decider(row.person.department, min(level, 3), DECIDE, exclude=[row.person])
