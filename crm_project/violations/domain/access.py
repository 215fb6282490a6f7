"""Who sees violations, who opens them, who decides about them (rows Nh6, Nb3)."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import SCOPE_ORDER, Scope
from crm_project.violations.models import Violation
from crm_project.violations.models.choices import UNDECIDED, State

VIEW, OPEN, DECIDE = "violation.view", "violation.open", "violation.decide"
TOP = 3
_WITH = (
    "kind",
    "person__role",
    "person__department",
    "department",
    "opened_by",
    "decider",
    "decided_by__role",
    "final_by",
    "ended_by",
)


def visible(user: User, at: datetime | None = None) -> QuerySet[Violation]:
    """Those that the user may open."""
    return Violation.objects.visible_to(user, access.scope_of(user, _reach(user)))


def _reach(user: User) -> str | None:
    """The wider of the rights to see and to decide; one's own only is nothing more than everybody has."""
    reaches = [
        reach for reach in (access.scope(user, VIEW), access.scope(user, DECIDE)) if reach not in (None, Scope.OWN)
    ]
    return max(reaches, key=lambda reach: SCOPE_ORDER.index(str(reach)), default=None)


def sees_others(user: User) -> bool:
    """Whether the list of others' is for them: they see, open or decide."""
    return _reach(user) is not None or opens(user)


def opens(user: User) -> bool:
    """Whether the user may open one about anybody."""
    return access.scope(user, OPEN) not in (None, Scope.OWN)


def opens_about(user: User, person: User) -> bool:
    """Whether the user may open one about this person; nobody about themselves."""
    return opens(user) and person.pk != user.pk and access.covers(user, OPEN, department_id=person.department_id)


def people(user: User) -> QuerySet[User]:
    """About whom the user may open one."""
    departments = access.department_ids(user, OPEN) if opens(user) else set()
    rows = User.objects.active().exclude(pk=user.pk)
    return rows if departments is None else rows.filter(department_id__in=departments)


def others(user: User) -> QuerySet[Violation]:
    """Those of others that the user may open, with what lists and pages show."""
    return visible(user).exclude(person=user).select_related(*_WITH)


def row_or_404(user: User, pk: int) -> Violation:
    """A violation that the user may see."""
    return get_object_or_404(visible(user).select_related(*_WITH), pk=pk)


def loaded(pk: int) -> Violation:
    """The same without asking who looks."""
    return Violation.objects.select_related(*_WITH).get(pk=pk)


def decides(user: User, row: Violation) -> bool:
    """Whether the user may decide: by right, and neither the person nor who opened it."""
    return user.pk not in (row.person_id, row.opened_by_id) and _has_right(user, row)


def _has_right(user: User, row: Violation) -> bool:
    own = access.scope(user, DECIDE) in (None, Scope.OWN)
    return not own and access.covers(user, DECIDE, department_id=row.department_id)


def decides_finally(user: User, row: Violation) -> bool:
    """Whether the user stands above who decided first; nobody decides twice."""
    first = row.decided_by
    if first is None or first.pk == user.pk or user.role is None:
        return False
    return decides(user, row) and user.role.level >= level_above(first)


def level_above(person: User) -> int:
    """From which level on somebody decides about an appeal against this person; the highest among itself."""
    return min((person.role.level if person.role else 0) + 1, TOP)


def first_decider(row: Violation) -> User | None:
    """Whose turn it is first: the lowest with the right who is neither the person nor who opened it."""
    return _able(row, 0, [row.person_id, row.opened_by_id])


def next_decider(row: Violation) -> User | None:
    """Who decides about an appeal."""
    if row.decided_by is None:
        return None
    return _able(row, level_above(row.decided_by), [row.person_id, row.opened_by_id, row.decided_by.pk])


def _able(row: Violation, level: int, exclude: list[int]) -> User | None:
    found = access.decider(row.department, level, DECIDE, exclude=exclude)
    return found if found is not None and access.may(found, DECIDE) else None


def may_withdraw(user: User, row: Violation) -> bool:
    """Whether the user may take it back: who opened it, or decides, before anybody has decided."""
    return (
        row.state in UNDECIDED and row.person_id != user.pk and (row.opened_by_id == user.pk or _has_right(user, row))
    )


def may_void(user: User, row: Violation) -> bool:
    """Whether the user may declare a decided one void."""
    return (
        row.state in (State.DECIDED, State.APPEALED, State.FINAL) and row.person_id != user.pk and _has_right(user, row)
    )
