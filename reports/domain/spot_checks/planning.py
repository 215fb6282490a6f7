"""Planning a spot check: everything is fixed before anybody can know what will be drawn (row Ni15)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from reports.models import SpotCheck
from reports.rules.spot_checks.certainty import size_for, worst_error
from reports.rules.spot_checks.drawing import digest_of

from . import access, population

# From planning to the draw: what is recorded in between decides what is drawn.
AHEAD = timedelta(minutes=5)
MOST_PEOPLE, MOST_DAYS = 100, 366


@dataclass(frozen=True)
class Plan:
    """What would be fixed: the rows, how many are drawn, how far off the share found can be, and earlier checks of the same."""

    rows: list[population.Row]
    size: int
    people: list[User]
    earlier: list[SpotCheck] = field(default_factory=list)

    @property
    def error(self) -> float:
        """In percentage points, at 95 %."""
        return worst_error(len(self.rows), self.size)


def earlier_of(check: SpotCheck) -> QuerySet[SpotCheck]:
    """Checks planned before this one that could draw the same rows of the same people."""
    people = check.people.order_by().values("pk")
    return _same(check.figure, check.first, check.last, people).filter(pk__lt=check.pk)


def _same(figure: str, first: date, last: date, people: Any) -> QuerySet[SpotCheck]:
    found = SpotCheck.objects.filter(figure=figure, first__lte=last, last__gte=first, people__in=people)
    return SpotCheck.objects.filter(pk__in=found.order_by().values("pk")).select_related("department", "planned_by")


def plan_of(
    *,
    figure: str,
    first: date,
    last: date,
    department: Department | None,
    people: Collection[User],
    size: int | None,
    points: int | None,
    by: User,
    at: datetime,
) -> Plan:
    """What planning this would fix; nothing is written. Refuses with code figure, days, future, scope, people, size, empty, large."""
    if figure not in population.checkable():
        raise Refused(_("There is no such figure: choose another one."), code="figure", field="figure")
    if last < first or (last - first).days >= MOST_DAYS:
        said = _("Choose a last day that is not before the first, and %(n)d days at most.") % {"n": MOST_DAYS}
        raise Refused(said, code="days", field="last")
    if last > local_date(at):
        raise Refused(_("These days are not over: choose days up to today."), code="future", field="last")
    chosen = _people(department, people, by)
    ids = [one.pk for one in chosen]
    _check_number(population.expected(figure, ids, first, last))
    rows = population.found(figure, ids, first, last)
    if not rows:
        said = _("There are no such rows: choose other days, people or another figure.")
        raise Refused(said, code="empty", field="figure")
    _check_number(len(rows))
    if (size is None) == (points is None):
        said = _("Enter either how many rows are drawn, or how far off the result may be.")
        raise Refused(said, code="size", field="size")
    wanted = size_for(len(rows), points) if points is not None else min(size or 0, len(rows))
    if wanted < 1 or (points is not None and not 1 <= points <= 50):
        raise Refused(_("Enter 1 or more; percentage points from 1 to 50."), code="size", field="size")
    earlier = list(_same(figure, first, last, ids))
    return Plan(rows, wanted, chosen, earlier)


def _check_number(rows: int) -> None:
    if rows > population.MOST:
        said = _("There are %(n)d rows: choose fewer days or people, so that there are %(most)d at most.")
        raise Refused(said % {"n": rows, "most": population.MOST}, code="large", field="last")


def _people(department: Department | None, people: Collection[User], by: User) -> list[User]:
    if department is None and not access.checks_everything(by):
        raise Refused(_("Choose a department."), code="scope", field="department")
    if department is not None and not access.departments(by).filter(pk=department.pk).exists():
        said = _("You don't check this department: choose one of yours.")
        raise Refused(said, code="scope", field="department")
    rows = access.people(by)
    if department is not None:
        rows = rows.filter(department__path__startswith=department.path)
    wanted = {one.pk for one in people}
    rows = rows.filter(pk__in=wanted) if wanted else rows.filter(is_active=True)
    chosen = list(rows.order_by("sort_name", "username")[: MOST_PEOPLE + 1])
    if not chosen or (wanted and len(chosen) < len(wanted)):
        said = _("Choose people of this department; nobody checks their own records.")
        raise Refused(said, code="people", field="people")
    if len(chosen) > MOST_PEOPLE:
        said = _("Choose a smaller department, or up to %(n)d people.") % {"n": MOST_PEOPLE}
        raise Refused(said, code="people", field="people")
    return chosen


def plan_check(
    *,
    figure: str,
    first: date,
    last: date,
    department: Department | None,
    people: Collection[User],
    size: int | None,
    points: int | None,
    by: User,
    at: datetime,
) -> SpotCheck:
    """Fix the rows, their digest and the moment of the draw. Refuses as `plan_of`."""
    plan = plan_of(
        figure=figure,
        first=first,
        last=last,
        department=department,
        people=people,
        size=size,
        points=points,
        by=by,
        at=at,
    )
    with transaction.atomic():
        check = SpotCheck.objects.create(
            figure=figure,
            first=first,
            last=last,
            department=department,
            population=[row.kept for row in plan.rows],
            rows_in_all=len(plan.rows),
            population_digest=digest_of(row.key for row in plan.rows),
            points=points,
            size=plan.size,
            planned_by=by,
            planned_at=at,
            draws_at=at + AHEAD,
        )
        check.people.set(plan.people)
        log.record(
            by=by,
            action="spot_check.planned",
            at=at,
            subject=check,
            changes={
                "rows_in_all": [None, check.rows_in_all],
                "size": [None, check.size],
                "population_digest": [None, check.population_digest],
                "draws_at": [None, check.draws_at.isoformat()],
            },
        )
        return check
