"""Who has targets: the company, a department, a person; who may see and set them, who stands below whom (rows Nf1, Nb3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.models.who_may import who_may
from reports.models import Target

COMPANY, DEPARTMENT, PERSON = "company", "d", "p"
VIEW, MANAGE = "target.view", "target.manage"


# Whose role lets them see their own targets, or set others'. Who only reads along, as HR, is measured by none.
MEASURED = who_may(VIEW, Scope.OWN) | who_may(MANAGE)


@dataclass(frozen=True)
class Unit:
    """One of them: `row` is the department or the person, None for the company."""

    kind: str
    row: Department | User | None = None

    @property
    def key(self) -> str:
        """company, d12, p7: as addresses and forms write it."""
        return self.kind if self.row is None else f"{self.kind}{self.row.pk}"

    @property
    def department(self) -> Department | None:
        """The department itself, or the person's."""
        return self.row.department if isinstance(self.row, User) else self.row

    @property
    def columns(self) -> dict[str, Department | User | None]:
        """The columns of its targets."""
        return {
            "department": self.row if self.kind == DEPARTMENT else None,
            "person": self.row if self.kind == PERSON else None,
        }


def of_person(person: User) -> Unit:
    """The person as somebody who has targets."""
    return Unit(PERSON, person)


def of_department(department: Department) -> Unit:
    """The department likewise."""
    return Unit(DEPARTMENT, department)


def company() -> Unit:
    """The company: its top department, where there is only one; two queries at most."""
    tops = list(Department.objects.filter(parent=None, closed_at=None)[:2])
    return of_department(tops[0]) if len(tops) == 1 else Unit(COMPANY)


def key_of(target: Target) -> str:
    """The key of the unit whose target this is."""
    if target.person_id:
        return f"{PERSON}{target.person_id}"
    return f"{DEPARTMENT}{target.department_id}" if target.department_id else COMPANY


def find(key: str) -> Unit | None:
    """The unit that a key names; None where there is none."""
    if key == COMPANY:
        return company()
    kind, number = key[:1], key[1:]
    if kind not in (DEPARTMENT, PERSON) or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    if kind == PERSON:
        person = User.objects.select_related("department", "role").filter(pk=number).first()
        return of_person(person) if person else None
    department = Department.objects.select_related("parent").filter(pk=number).first()
    return of_department(department) if department else None


def may_see(user: User, unit: Unit) -> bool:
    """Whether the unit's targets lie within the user's reach."""
    if unit.kind == COMPANY:
        return access.scope(user, VIEW) == Scope.ALL
    people = [unit.row.pk] if isinstance(unit.row, User) else []
    return access.covers(user, VIEW, department_id=_id(unit.department), people=people)


def may_set(user: User | None, unit: Unit) -> bool:
    """Whether the user sets its targets: from above, and nobody their own, unless the right covers the whole company.

    None is the system, which may.
    """
    if user is None or access.scope(user, MANAGE) == Scope.ALL:
        return True
    if isinstance(unit.row, User):
        return unit.row.pk != user.pk and access.covers(user, MANAGE, department_id=unit.row.department_id)
    return isinstance(unit.row, Department) and _covers_above(user, unit.row)


def _covers_above(user: User, department: Department) -> bool:
    return department.parent_id is not None and access.covers(user, MANAGE, department_id=department.parent_id)


def may_divide(user: User, unit: Unit) -> bool:
    """Whether the user sets the targets of those below the unit."""
    if access.scope(user, MANAGE) == Scope.ALL:
        return True
    return unit.kind == DEPARTMENT and access.covers(user, MANAGE, department_id=_id(unit.department))


def _id(department: Department | None) -> int | None:
    return department.pk if department else None


def start(user: User) -> Unit:
    """Whose targets a person looks at first: their department's, where the right reaches it, else their own."""
    if access.scope(user, VIEW) == Scope.ALL:
        return company()
    if access.scope(user, VIEW) != Scope.OWN and user.department is not None:
        return of_department(user.department)
    return of_person(user)


def children(unit: Unit, keep: Iterable[int] = ()) -> list[Unit]:
    """The departments and people directly below; people who left only where they are named in `keep` (ids). Two queries."""
    if unit.kind == PERSON:
        return []
    above = unit.row if isinstance(unit.row, Department) else None
    below = Department.objects.filter(parent=above, closed_at=None).select_related("parent")
    departments = [of_department(one) for one in below.order_by("name", "pk")]
    if above is None:
        return departments
    wanted = (MEASURED & Q(is_active=True)) | Q(pk__in=list(keep))
    people = User.objects.filter(wanted, department=above).select_related("department", "role")
    return departments + [of_person(one) for one in people.order_by("sort_name", "username")]


def subtree(unit: Unit) -> list[Unit]:
    """The unit and everybody below it who may have targets, departments before their people; two queries."""
    if unit.kind == PERSON:
        return [unit]
    rows = Department.objects.filter(closed_at=None).select_related("parent").order_by("path")
    if isinstance(unit.row, Department):
        rows = rows.filter(path__startswith=unit.row.path)
    departments = list(rows)
    people = User.objects.filter(MEASURED, is_active=True, department__in=departments)
    found = [of_person(one) for one in people.select_related("department", "role").order_by("sort_name", "username")]
    return [unit, *(of_department(one) for one in departments if one != unit.row), *found]


def members(units: Iterable[Unit]) -> Mapping[str, set[int]]:
    """{key of the unit: the people whose work counts for it}, those who left included, as they still belong to it; one query."""
    wanted = list(units)
    out: dict[str, set[int]] = {unit.key: set() for unit in wanted}
    paths = {unit.key: unit.row.path for unit in wanted if isinstance(unit.row, Department)}
    for unit in wanted:
        if isinstance(unit.row, User):
            out[unit.key].add(unit.row.pk)
    if len(paths) + sum(unit.kind == PERSON for unit in wanted) < len(wanted):
        paths[COMPANY] = ""
    if paths:
        reached = Q()
        for path in paths.values():
            reached |= Q(department__path__startswith=path) if path else Q(pk__isnull=False)
        for pk, path in User.objects.filter(reached).order_by().values_list("pk", "department__path"):
            for key, above in paths.items():
                if (path or "").startswith(above):
                    out[key].add(pk)
    return out


def visible(user: User) -> QuerySet[Target]:
    """The targets that the user may see."""
    return Target.objects.visible_to(user, access.data_scope(user, VIEW))


def department_names() -> dict[int, str]:
    """{key: “A/B”} of every department, as files name them; one query."""
    rows = {one.pk: one for one in Department.objects.all()}
    return {pk: "/".join(rows[above].name for above in one.ancestor_ids() if above in rows) for pk, one in rows.items()}
