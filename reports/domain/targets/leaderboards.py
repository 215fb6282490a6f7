"""Leaderboards: people of a department side by side, by the figures that the department chose (row Nf1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.models.who_may import who_may
from crm_project.audit.domain import log
from crm_project.lib.figure import Figure
from crm_project.lib.refused import Refused
from reports.domain import figures
from reports.models import Leaderboard
from reports.rules.periods import Period
from reports.rules.targets.ranking import Place, places

from .facts import rankable
from .units import MANAGE, VIEW

# More columns than that nobody compares.
MOST_FIGURES = 6


def set_leaderboard(
    *, department: Department, keys: Collection[str], open: bool, left_out: Collection[User], by: User, at: datetime
) -> Leaderboard:
    """Say what a department's leaderboard shows. Refuses with code scope, figures (unknown, or too many), left_out (somebody of another department)."""
    if not access.covers(by, MANAGE, department_id=department.pk):
        raise Refused(_("You don't set the leaderboard of %(name)s.") % {"name": department}, code="scope")
    known = [key for key in rankable() if key in keys]
    if len(known) != len(set(keys)):
        raise Refused(
            _("A leaderboard shows results only: choose among the figures offered."), code="figures", field="keys"
        )
    if len(known) > MOST_FIGURES:
        raise Refused(_("Choose %(n)d figures at most.") % {"n": MOST_FIGURES}, code="figures", field="keys")
    strange = [one for one in left_out if not of_department(one, department)]
    if strange:
        raise Refused(
            _("%(name)s does not belong to %(department)s.") % {"name": strange[0], "department": department},
            code="left_out",
            field="left_out",
        )
    with transaction.atomic():
        leaderboard, made = Leaderboard.objects.select_for_update(no_key=True).get_or_create(
            department=department, defaults={"changed_at": at}
        )
        before = {} if made else _state(leaderboard)
        leaderboard.figures, leaderboard.open, leaderboard.changed_at = known, open, at
        leaderboard.save()
        leaderboard.left_out.set(left_out)
        changes = log.differences(before, _state(leaderboard))
        if changes:
            log.record(by=by, action="target.leaderboard", at=at, subject=leaderboard, changes=changes)
        return leaderboard


def _state(leaderboard: Leaderboard) -> dict[str, object]:
    return {
        "figures": list(leaderboard.figures),
        "open": leaderboard.open,
        "left_out": [str(one) for one in leaderboard.left_out.order_by("sort_name", "username")],
    }


def of_department(person: User, department: Department) -> bool:
    """Whether the person belongs to the department or to one below it."""
    return person.department is not None and person.department.path.startswith(department.path)


def may_see(user: User, leaderboard: Leaderboard | None, department: Department) -> bool:
    """Whoever sees the targets of the department, and its people where the leaderboard is open to them."""
    if not access.may(user, VIEW):
        return False
    if access.covers(user, VIEW, department_id=department.pk):
        return True
    return leaderboard is not None and leaderboard.open and of_department(user, department)


def people(department: Department, leaderboard: Leaderboard | None) -> list[User]:
    """Who stands on it, by name: people of the department and below who do the work themselves, without those left out."""
    rows = User.objects.active().filter(who_may(VIEW, Scope.OWN), department__path__startswith=department.path)
    if leaderboard is not None:
        rows = rows.exclude(pk__in=leaderboard.left_out.order_by().values("pk"))
    return list(rows.order_by("sort_name", "username"))


@dataclass(frozen=True)
class Column:
    """One figure of a leaderboard with everybody's place."""

    figure: Figure
    places: list[Place]

    @property
    def total(self) -> Decimal | int:
        """What all of them did together."""
        return sum((one.value for one in self.places), Decimal(0))


def columns(leaderboard: Leaderboard, persons: Sequence[User], period: Period, today: date) -> list[Column]:
    """The figures of the leaderboard, each with places; what is chosen but not offered any more is left out."""
    if period.first > today:
        return []
    known = rankable()
    found = figures.count([one.pk for one in persons], period.first, min(period.last, today))
    return [
        Column(known[key], places([(one.pk, found.get(one.pk, {}).get(key, 0)) for one in persons]))
        for key in leaderboard.figures
        if key in known
    ]


def seen_by(user: User) -> list[Department]:
    """The departments whose leaderboards the user may open, set or still to be set; two queries."""
    if not access.may(user, VIEW):
        return []
    ids = access.department_ids(user, VIEW)
    rows = Department.objects.filter(closed_at=None).order_by("path")
    if ids is None:
        return list(rows)
    own = user.department.ancestor_ids() if user.department else []
    shared = Leaderboard.objects.filter(open=True, department__in=own).values_list("department_id", flat=True)
    return list(rows.filter(pk__in={*ids, *shared}))
