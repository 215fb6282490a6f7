"""What a role grants, and what was given beside it: scope by action, and which departments a scope reaches (rows Na1, Nb3, Ne5)."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from crm_project.accounts.models import Department, User
from crm_project.accounts.models.choices import SCOPE_ORDER, Action, Scope
from crm_project.accounts.models.data_scope import DataScope
from crm_project.lib.database.prepared import prepared

# {scope: those that reach as far}.
_FROM = {scope: SCOPE_ORDER[place:] for place, scope in enumerate(SCOPE_ORDER)}


def scope(user: User, action: str) -> str | None:
    """The scope with which `user` may do `action`, or None."""
    if not user.is_authenticated or not user.is_active or user.role is None:
        return None
    granted = user.role.grants.get(str(action))
    if further := user.further_grants.get(str(action)):
        granted = _wider(granted, further)
    return granted if granted in SCOPE_ORDER else None


def _wider(granted: str | None, further: str) -> str:
    return granted if granted is not None and granted in _FROM.get(further, ()) else further


def may(user: User, action: str) -> bool:
    """Whether `user` may do `action` at all, somewhere."""
    return scope(user, action) is not None


def may_any(*actions: str) -> Callable[[Any], bool]:
    """Whether a user may do one of these, as a question that a declaration keeps."""
    keys = [Action(action) for action in actions]
    return lambda user: any(may(user, key) for key in keys)


def may_any_beyond_own(*actions: str) -> Callable[[Any], bool]:
    """Whether a user may do one of these with more than their own, as a question that a declaration keeps."""
    keys = [Action(action) for action in actions]
    return lambda user: any(scope(user, key) not in (None, Scope.OWN) for key in keys)


def may_any_everywhere(*actions: str) -> Callable[[Any], bool]:
    """Whether a user may do one of these in the whole company, as a question that a declaration keeps."""
    keys = [Action(action) for action in actions]
    return lambda user: any(scope(user, key) == Scope.ALL for key in keys)


def department_ids(user: User, action: str) -> set[int] | None:
    """Departments within the scope: None means all, an empty set none (scope "own" reaches no department as such)."""
    return department_ids_of(user, scope(user, action))


def department_ids_of(user: User, reach: str | None) -> set[int] | None:
    """Departments that this scope of the user reaches: None means all."""
    if reach == Scope.ALL:
        return None
    if reach == Scope.DEPARTMENT:
        return set() if user.department_id is None else {user.department_id}
    if reach == Scope.BELOW and user.department is not None:
        return below(user, user.department)
    return set()


def data_scope(user: User, action: str, *, collaborates: bool = False) -> DataScope:
    """How far the user's role reaches for `action`, as the QuerySets take it."""
    return scope_of(user, scope(user, action), collaborates=collaborates)


def scope_of(user: User, reach: str | None, *, collaborates: bool = False) -> DataScope:
    """The same of a reach that was granted otherwise, as a rule of masking."""
    return DataScope(reach or None, frozenset(department_ids_of(user, reach) or ()), collaborates)


def below(user: User, department: Department) -> set[int]:
    """The user's department and everything under it; asked once per request."""
    if user.departments_below is None:
        user.departments_below = set(_under(department.path))
    return user.departments_below


@prepared
def _under(path: str) -> QuerySet[Department, int]:
    return Department.objects.filter(path__startswith=path).order_by().values_list("pk", flat=True)


def covers(user: User, action: str, *, department_id: int | None = None, people: Collection[int] = ()) -> bool:
    """Whether `action` reaches something of this department that these `people` (ids) own."""
    reach = scope(user, action)
    return reach is not None and within(user, reach, department_id=department_id, people=people)


def within(user: User, reach: str | None, *, department_id: int | None = None, people: Collection[int] = ()) -> bool:
    """Whether this scope of the user reaches something of this department that these `people` (ids) own."""
    if reach == Scope.ALL or user.pk in people:
        return True
    return reach != Scope.OWN and department_id in (department_ids_of(user, reach) or ())


def visible_people(user: User, action: str = "people.view") -> QuerySet[User]:
    """The accounts `user` may see."""
    departments = department_ids(user, action)
    if departments is None:
        return User.objects.all()
    if departments:
        return User.objects.filter(department_id__in=departments)
    return User.objects.filter(pk=user.pk) if scope(user, action) else User.objects.none()


def open_departments(user: User, action: str) -> QuerySet[Department]:
    """The departments within the scope that are not closed: what may be chosen."""
    ids = department_ids(user, action)
    rows = Department.objects.filter(closed_at=None)
    return rows if ids is None else rows.filter(pk__in=ids)


def decider(
    department: Department | None, level: int, action: str, *, exclude: Iterable[User | int | None] = ()
) -> User | None:
    """Who decides for `department`: the lowest active person of at least `level` with the right, nearest upwards.

    Own department first, then those above, then anybody whose right reaches the whole company; an admin at last.
    """
    people = (
        User.objects.active()
        .exclude(pk__in=[getattr(p, "pk", p) for p in exclude])
        .select_related("role", "department")
    )
    granted = [p for p in people.filter(role__level__gte=level).order_by("role__level", "pk") if scope(p, action)]
    line = Department.objects.get(pk=department.pk).ancestor_ids()[::-1] if department else []
    for above in line:
        for person in granted:
            if person.department_id == above:
                return person
    everywhere = [p for p in granted if scope(p, action) == Scope.ALL]
    if everywhere:
        return everywhere[0]
    return people.filter(role__key="admin").order_by("pk").first()
