"""Who reads whose work reports: the author, the superior, named readers, whoever stands in, and by right (rows Ni1, Nb3)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from crm_project.accounts.domain.access import decider, department_ids, scope, visible_people
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from crm_project.lib.time import local_date
from reports.models import ReportReading, WorkReport
from reports.models.work_reports import State

READ = "report.read"


def represented(user: User, day: date) -> QuerySet[User]:
    """People who are away on this day and for whom the user stands in."""
    rows = User.objects.filter(stand_in=user, away_from__lte=day)
    return rows.filter(Q(away_until__isnull=True) | Q(away_until__gte=day))


def visible(user: User, at: datetime) -> QuerySet[WorkReport]:
    """One's own in any state; of others what was handed in: to oneself or somebody one stands in for, or within one's right."""
    away = represented(user, local_date(at)).values("pk")
    read = Q(superior=user) | Q(superior__in=away) | Q(template__readers=user) | Q(template__readers__in=away)
    reach = scope(user, READ)
    if reach == Scope.ALL:
        read = Q()
    elif reach in (Scope.DEPARTMENT, Scope.BELOW):
        read |= Q(department__in=department_ids(user, READ) or ())
    handed_in = Q(submitted_at__isnull=False) & ~Q(state=State.DRAFT)
    found = WorkReport.objects.filter(Q(author=user) | (handed_in & read))
    return WorkReport.objects.filter(pk__in=found.values("pk"))


def report_or_404(user: User, pk: int, at: datetime) -> WorkReport:
    """A report that the user may read."""
    rows = visible(user, at).select_related(
        "author__department", "author__superior", "template", "superior", "returned_by"
    )
    return get_object_or_404(rows, pk=pk)


def own_or_404(user: User, pk: int) -> WorkReport:
    """A report that the user has written or is writing."""
    rows = WorkReport.objects.filter(author=user).select_related("author__department", "template", "superior")
    return get_object_or_404(rows, pk=pk)


def own(user: User) -> QuerySet[WorkReport]:
    """The user's own reports for a list, without what they say; the newest period first."""
    rows = WorkReport.objects.filter(author=user).select_related("author")
    return rows.defer("rows", "texts", "outcomes").order_by("-first", "-pk")


def read_of(user: User, reports: Collection[WorkReport]) -> set[int]:
    """Keys of those of these reports that the user has read."""
    return set(ReportReading.objects.filter(reader=user, report__in=reports).values_list("report_id", flat=True))


def superior_of(person: User) -> User | None:
    """To whom the person reports: their superior, else the nearest above who reads reports."""
    if person.superior is not None and person.superior.is_active:
        return person.superior
    level = person.role.level + 1 if person.role else 1
    found = decider(person.department, min(level, 3), READ, exclude=[person])
    return found


def to_read(user: User, at: datetime) -> QuerySet[WorkReport]:
    """Handed in to the user, or to somebody for whom they stand in, and read by nobody of these yet; the oldest first."""
    away = represented(user, local_date(at)).values("pk")
    mine = Q(superior=user) | Q(superior__in=away)
    rows = WorkReport.objects.filter(mine, state=State.SUBMITTED).exclude(author=user).exclude(readings__reader=user)
    return rows.select_related("author").defer("rows", "texts").order_by("submitted_at", "pk")


def heads(user: User, report: WorkReport) -> bool:
    """Whether the user's right to read reports reaches this one beyond their own."""
    reach = scope(user, READ)
    if reach == Scope.ALL:
        return True
    return reach in (Scope.DEPARTMENT, Scope.BELOW) and report.department_id in (department_ids(user, READ) or ())


def people(user: User) -> QuerySet[User]:
    """Active people whose reports the user reads by right, their own left out."""
    return visible_people(user, READ).filter(is_active=True).exclude(pk=user.pk)
