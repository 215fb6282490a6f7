"""The verbs of whoever writes a report: begin, save, hand in (row Ni1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.tasks import plan_task
from activities.models import Task
from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import over, tell
from reports.models import PlanItem, WorkReport
from reports.models.work_reports import State
from reports.rules.report_periods import before, period_of

from . import access, frozen
from .demanded import WRITE, due_at, opens_on
from .templates import TemplateBook, sections_of

# Planned until (day), what, and the open task that it is already, if any.
Planned = tuple[str, date, int | None]
LONGEST, MOST_ITEMS, OLDEST_DAYS = 8000, 20, 400
# Of what is open anyway only the next things are proposed as the plan.
PROPOSED = 6
TASK_HOUR = 18


def start_report(*, kind: str, day: date, by: User, at: datetime) -> WorkReport:
    """The report of the period in which the day lies: the one that is there, else a new draft.

    Refuses with code forbidden, future, old.
    """
    period, today = period_of(kind, day), local_date(at)
    if not may(by, WRITE):
        raise Refused(_("Your role writes no work reports."), code="forbidden")
    if period.first > today:
        raise Refused(
            _("This period has not begun: choose one until %(day)s.") % {"day": today.isoformat()}, code="future"
        )
    if (today - period.last).days > OLDEST_DAYS:
        raise Refused(_("This period is over for too long: choose one of the last year."), code="old")
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True, of=("self",)).select_related("department").get(pk=by.pk)
        row = WorkReport.objects.filter(author=person, kind=kind, first=period.first).first()
        if row is not None:
            return row
        template = TemplateBook().template(person.department, kind, period.first)
        row = WorkReport.objects.create(
            author=person,
            department=person.department,
            kind=kind,
            first=period.first,
            last=period.last,
            template=template,
            due_at=due_at(template, period, overrides()) if template and template.demanded else None,
            created_at=at,
            saved_at=at,
        )
        log.record(by=by, action="work_report.begun", at=at, subject=row)
        return row


def _locked(report_id: int, by: User) -> WorkReport:
    row = WorkReport.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "template", "author__department"
    )
    report = row.filter(pk=report_id, author=by).first()
    if report is None:
        raise Refused(_("Only its author can change a report."), code="forbidden")
    if report.state == State.SUBMITTED:
        raise Refused(
            _("This report was handed in: ask your superior to send it back if it has to be changed."), code="submitted"
        )
    return report


def save_report(
    *,
    report_id: int,
    texts: Mapping[str, str],
    outcomes: Mapping[str, str],
    plan: Sequence[Planned],
    by: User,
    at: datetime,
) -> WorkReport:
    """Keep what was written so far. Refuses with code forbidden, submitted, long, plan."""
    with transaction.atomic():
        report = _locked(report_id, by)
        _write(report, texts, outcomes, plan, at)
        return report


def _write(
    report: WorkReport, texts: Mapping[str, str], outcomes: Mapping[str, str], plan: Sequence[Planned], at: datetime
) -> None:
    for section in sections_of(report.template):
        if len(texts.get(section.key, "")) > LONGEST:
            raise Refused(
                _("At most %(n)d characters: make it shorter.") % {"n": LONGEST}, code="long", field=section.key
            )
    if len(plan) > MOST_ITEMS:
        raise Refused(_("Plan %(n)d things at most.") % {"n": MOST_ITEMS}, code="plan")
    known = {section.key for section in sections_of(report.template)}
    report.texts = {key: text.strip() for key, text in texts.items() if key in known and text.strip()}
    report.outcomes = {str(key): text.strip()[:300] for key, text in outcomes.items() if text.strip()}
    report.saved_at = at
    report.save(update_fields=["texts", "outcomes", "saved_at"])
    theirs = set(
        Task.objects.filter(assignee=report.author)
        .filter(pk__in=[pk for *_rest, pk in plan if pk])
        .values_list("pk", flat=True)
    )
    report.plan.all().delete()
    PlanItem.objects.bulk_create(
        PlanItem(
            report=report, position=n, text=text.strip()[:160], due_on=due_on, task_id=pk if pk in theirs else None
        )
        for n, (text, due_on, pk) in enumerate(plan)
        if text.strip()
    )


def submit_report(
    *,
    report_id: int,
    texts: Mapping[str, str],
    outcomes: Mapping[str, str],
    plan: Sequence[Planned],
    by: User,
    at: datetime,
) -> WorkReport:
    """Hand in: the figures are frozen, what is planned becomes tasks, the superior is told.

    Refuses what `save_report` refuses, with code early before the period's last working day, and with code missing (field: the
    section) where something must be written.
    """
    with transaction.atomic():
        report = _locked(report_id, by)
        opens = opens_on(period_of(report.kind, report.first), overrides())
        if local_date(at) < opens:
            raise Refused(
                _("This period is not over: hand the report in from %(day)s on. It is saved until then.")
                % {"day": opens.isoformat()},
                code="early",
            )
        _write(report, texts, outcomes, plan, at)
        for section in sections_of(report.template):
            if section.required and not report.texts.get(section.key):
                raise Refused(_("This must be written before you hand it in."), code="missing", field=section.key)
        _plan_tasks(report, by, at)
        frozen.freeze(report)
        report.state, report.submitted_at, report.superior = State.SUBMITTED, at, access.superior_of(report.author)
        report.return_reason, report.returned_by = "", None
        report.save(
            update_fields=[
                *("state", "submitted_at", "superior", "figures", "rows", "return_reason", "returned_by"),
            ]
        )
        report.readings.all().delete()
        log.record(by=by, action="work_report.submitted", at=at, subject=report)
        url = reverse("reports:work_report", args=[report.pk])
        over([by], ["work_report_returned"], url=url, at=at)
        readers = [
            report.superior_id,
            *(report.template.readers.values_list("pk", flat=True) if report.template else ()),
        ]
        tell(
            [pk for pk in readers if pk != by.pk],
            "work_report_submitted",
            at=at,
            url=url,
            person=str(by),
            kind=report.kind,
            first=report.first.isoformat(),
        )
        return report


def _plan_tasks(report: WorkReport, by: User, at: datetime) -> None:
    """A task for everything planned that is none yet; what lies in the past is due at the end of today."""
    for item in report.plan.filter(task=None):
        due = max(at_hour(item.due_on, TASK_HOUR), at + timedelta(hours=1))
        task = plan_task(by=by, at=at, fields={"title": item.text, "due_at": due, "assignee": by})
        PlanItem.objects.filter(pk=item.pk).update(task=task)


def last_plan(report: WorkReport) -> list[PlanItem]:
    """What the author had planned in the report before, with the tasks that it became; two queries at most."""
    period = before(period_of(report.kind, report.first))
    rows = PlanItem.objects.filter(
        report__author=report.author_id,
        report__kind=report.kind,
        report__first=period.first,
        report__state=State.SUBMITTED,
    )
    return list(rows.select_related("task").order_by("position"))


def promised(report: WorkReport) -> list[Task]:
    """Open tasks of the author that are due in the period after this one: proposed as the plan."""
    following = period_of(report.kind, report.last + timedelta(days=1))
    rows = Task.objects.filter(
        assignee=report.author_id,
        done_at__isnull=True,
        due_at__gte=at_hour(following.first, 0),
        due_at__lt=at_hour(following.last + timedelta(days=1), 0),
    )
    return list(rows.select_related("customer").order_by("due_at", "pk")[:PROPOSED])
