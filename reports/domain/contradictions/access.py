"""Who sees contradictions, and who decides about them (rows Nf9, Nb3)."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from reports.models import Contradiction

DECIDE, RULES = "contradiction.decide", "contradiction.rules"
_WITH = ("person__role", "person__department", "department", "customer", "rules", "decided_by__role", "final_by")


def visible(user: User, at: object = None) -> QuerySet[Contradiction]:
    """One's own, and those of others within the right that have come to be decided: each is first with its person alone."""
    return Contradiction.objects.visible_to(user, access.data_scope(user, DECIDE))


def loaded(pk: int) -> Contradiction:
    """A contradiction with what its page shows."""
    return Contradiction.objects.select_related(*_WITH).get(pk=pk)


def row_or_404(user: User, pk: int) -> Contradiction:
    """A contradiction that the user may see."""
    return get_object_or_404(visible(user).select_related(*_WITH), pk=pk)


def of_others(user: User) -> QuerySet[Contradiction]:
    """Those of others that the user decides about, or has seen decided."""
    rows = visible(user) if decides_somewhere(user) else Contradiction.objects.none()
    return rows.exclude(person=user).select_related(*_WITH)


def decides(user: User, row: Contradiction) -> bool:
    """Whether the user may decide about it: somebody else's, within their right."""
    covered = access.covers(user, DECIDE, department_id=row.department_id)
    return covered and decides_somewhere(user) and row.person_id != user.pk


def decides_finally(user: User, row: Contradiction) -> bool:
    """Whether the user stands above whoever decided first; nobody decides twice."""
    first = row.decided_by
    if first is None or first.pk == user.pk or user.role is None:
        return False
    return decides(user, row) and user.role.level >= level_above(first)


def decider_of(row: Contradiction) -> User | None:
    """Whose turn it is first: the nearest above the person who has the right."""
    level = row.person.role.level + 1 if row.person.role else 1
    return _able(row, min(level, 3), [row.person])


def next_level(row: Contradiction) -> User | None:
    """Who decides about an appeal: the nearest above whoever decided."""
    return _able(row, level_above(row.decided_by), [row.person, row.decided_by]) if row.decided_by else None


def level_above(person: User) -> int:
    """The level from which on somebody decides about an appeal against this person; the highest level among itself."""
    return min((person.role.level if person.role else 0) + 1, 3)


def _able(row: Contradiction, level: int, exclude: list[User]) -> User | None:
    found = access.decider(row.department, level, DECIDE, exclude=exclude)
    return found if found is not None and access.may(found, DECIDE) else None


def decides_somewhere(user: User) -> bool:
    """Whether the user decides about anybody's."""
    return access.scope(user, DECIDE) not in (None, Scope.OWN)
