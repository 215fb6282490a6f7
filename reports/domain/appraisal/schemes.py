"""Which scheme a month's score follows, and setting new ones: per department, versioned by month (rows Nf16, Ni16)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.department_versions import holding, next_number, places, reached
from crm_project.accounts.models import Department, Role, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from reports.models import AppraisalScheme, Score
from reports.rules.appraisal import scheme as rules
from reports.rules.appraisal.scheme import Deduction, Item, Scheme
from reports.rules.periods import month_of

from . import access
from .measures import deductible, label, scorable

MOST_CLOSE_DAYS = 20


def rules_of(row: AppraisalScheme) -> Scheme:
    """The scheme as the rules take it."""
    items = [Item(key, Decimal(points), Decimal(full_at)) for key, points, full_at in row.items]
    deductions = [Deduction(key, Decimal(each), Decimal(most)) for key, each, most in row.deductions]
    return Scheme(items, deductions, row.zero)


class SchemeBook:
    """All schemes, read once: which one holds for a person and a month."""

    def __init__(self) -> None:
        self._rows: dict[int | None, list[AppraisalScheme]] = defaultdict(list)
        self._roles: dict[int, set[int]] = defaultdict(set)
        for row in AppraisalScheme.objects.prefetch_related("roles").order_by("-holds_from", "-number"):
            self._rows[row.department_id].append(row)
            self._roles[row.pk] = {role.pk for role in row.roles.all()}

    def scheme(self, person: User, month: date) -> AppraisalScheme | None:
        """That of the department, else of the nearest above that has one, else the company's; None where the role is not scored."""
        row = holding(self._rows, places(person.department), month)
        return row if row is not None and person.role_id in self._roles[row.pk] else None


def check(scheme: Scheme) -> None:
    """Refuses a scheme that makes no sense, with code nothing, twice, points, full_at, deduction, sum."""
    wrong, key = rules.problem(scheme)
    if not wrong:
        return
    said = {
        rules.NOTHING: _("Give points for something."),
        rules.TWICE: _("“%(what)s” is there twice.") % {"what": label(key)},
        rules.POINTS: _("“%(what)s”: enter points above 0, 100 at most.") % {"what": label(key)},
        rules.FULL_AT: _("“%(what)s”: enter from which value on all points are given.") % {"what": label(key)},
        rules.DEDUCTION: _("“%(what)s”: enter the points off for each, and how many at most.") % {"what": label(key)},
        rules.SUM: _("The points add up to %(n)s: they must add up to 100.") % {"n": f"{scheme.points.normalize():f}"},
    }
    raise Refused(said[wrong], code=wrong)


def set_scheme(
    *,
    department: Department | None,
    month: date,
    scheme: Scheme,
    roles: Collection[Role],
    close_days: int,
    by: User,
    at: datetime,
) -> AppraisalScheme:
    """A new version, from that month on; closed months keep theirs.

    Refuses with code forbidden, roles, over (the month was closed already), close_days, unknown and those of `check`.
    """
    if not may(by, access.SCHEME):
        raise Refused(_("Only people who manage the appraisal can change its schemes."), code="forbidden")
    month = month.replace(day=1)
    check(scheme)
    unknown = (
        {one.key for one in scheme.items} - set(scorable()),
        {one.key for one in scheme.deductions} - set(deductible()),
    )
    if any(unknown):
        raise Refused(_("Choose figures from the list."), code="unknown")
    if not roles:
        raise Refused(_("Choose whose work is scored."), code="roles", field="roles")
    if not 1 <= close_days <= MOST_CLOSE_DAYS:
        said = _("Enter 1 to %(n)d working days.") % {"n": MOST_CLOSE_DAYS}
        raise Refused(said, code="close_days", field="close_days")
    with transaction.atomic():
        _check_open(department, month, at)
        row = AppraisalScheme.objects.create(
            department=department,
            number=next_number(AppraisalScheme.objects.filter(department=department)),
            holds_from=month,
            items=[[one.key, str(one.points), str(one.full_at)] for one in scheme.items],
            deductions=[[one.key, str(one.each), str(one.at_most)] for one in scheme.deductions],
            zero=scheme.zero,
            close_days=close_days,
            created_by=by,
            created_at=at,
        )
        row.roles.set(roles)
        changes = {
            "department": [None, str(department) if department else None],
            "holds_from": [None, month],
            "zero": [None, scheme.zero],
        }
        log.record(by=by, action="appraisal.scheme", at=at, subject=row, changes=changes)
        _tell_concerned(row, roles, by, at)
        return row


def concerned(department: Department | None, roles: Collection[Role], month: date) -> QuerySet[User]:
    """Whom a scheme of this department (None: the company) would score in the month: nobody who follows one of a department below."""
    own = set(AppraisalScheme.objects.filter(holds_from__lte=month).order_by().values_list("department_id", flat=True))
    places: Q = Q(department__in=reached(department, own))
    if department is None:
        places |= Q(department=None)
    return User.objects.filter(places, is_active=True, role__in=roles)


def _tell_concerned(row: AppraisalScheme, roles: Collection[Role], by: User, at: datetime) -> None:
    people = concerned(row.department, roles, row.holds_from).exclude(pk=by.pk)
    tell(
        people.values_list("pk", flat=True),
        "appraisal_scheme",
        at=at,
        key=f"scheme:{row.pk}",
        url=reverse("reports:appraisal"),
        month=month_of(row.holds_from).key,
        person=str(by),
    )


def _check_open(department: Department | None, month: date, at: datetime) -> None:
    """Work that is over is not scored by rules made later: a scheme begins with the present month or a later one."""
    if month < local_date(at).replace(day=1):
        raise Refused(
            _("That month is over: a scheme holds from the present month on, so that everybody could know it."),
            code="over",
            field="month",
        )
    closed = Score.objects.filter(first__gte=month)
    if department is not None:
        closed = closed.filter(department__path__startswith=department.path)
    if closed.exists():
        raise Refused(_("Scores of that month are closed already: choose a later one."), code="over", field="month")
