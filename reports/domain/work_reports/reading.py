"""The verbs of whoever reads reports: mark read, send back, comment (row Ni1)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import over, tell
from crm_project.notices.models import Comment
from customers.domain.comments import LONGEST, mentioned
from reports.models import ReportReading, WorkReport
from reports.models.work_reports import State

from . import access


def _locked(report_id: int, by: User, at: datetime) -> WorkReport:
    if not access.visible(by, at).filter(pk=report_id).exists():
        raise Refused(_("This report is not for you."), code="forbidden")
    rows = WorkReport.objects.select_for_update(no_key=True, of=("self",)).select_related("author", "superior")
    return rows.get(pk=report_id)


def _standing_in(report: WorkReport, by: User, at: datetime) -> User | None:
    superior = report.superior
    if superior is None or superior.pk == by.pk or superior.stand_in_id != by.pk:
        return None
    return superior if superior.away_on(local_date(at)) else None


def mark_read(*, report_id: int, by: User, at: datetime) -> ReportReading:
    """Note that the report was read; a second time changes nothing. Refuses with code forbidden, own, not_submitted."""
    with transaction.atomic():
        report = _locked(report_id, by, at)
        _check_handed_in(report, by)
        row, made = ReportReading.objects.get_or_create(
            report=report, reader=by, defaults={"at": at, "stands_in_for": _standing_in(report, by, at)}
        )
        if made:
            over([by], ["work_report_submitted"], url=_url(report), at=at)
            log.record(by=by, action="work_report.read", at=at, subject=report)
        return row


def return_report(*, report_id: int, reason: str, by: User, at: datetime) -> WorkReport:
    """Send it back to its author, who can change it and hand it in again. Refuses with code forbidden, own, not_submitted, reason."""
    reason = (reason or "").strip()
    with transaction.atomic():
        report = _locked(report_id, by, at)
        _check_handed_in(report, by)
        if not _may_return(report, by, at):
            raise Refused(_("Only the superior of the author can send a report back."), code="forbidden")
        if not reason:
            raise Refused(_("Say what has to be changed."), code="reason", field="reason")
        report.state, report.returned_by, report.return_reason = State.RETURNED, by, reason[:1000]
        report.save(update_fields=["state", "returned_by", "return_reason"])
        log.record(by=by, action="work_report.returned", at=at, subject=report, reason=reason)
        over([by], ["work_report_submitted"], url=_url(report), at=at)
        tell(
            [report.author_id],
            "work_report_returned",
            at=at,
            url=_url(report),
            person=str(by),
            reason=reason[:200],
            kind=report.kind,
            first=report.first.isoformat(),
        )
        return report


def may_return(report: WorkReport, user: User, at: datetime) -> bool:
    """Whether this reader may send the report back as it stands."""
    return report.state == State.SUBMITTED and report.author_id != user.pk and _may_return(report, user, at)


def _may_return(report: WorkReport, user: User, at: datetime) -> bool:
    if report.superior_id == user.pk or _standing_in(report, user, at) is not None:
        return True
    return access.heads(user, report)


def _check_handed_in(report: WorkReport, by: User) -> None:
    if report.author_id == by.pk:
        raise Refused(_("This is your own report."), code="own")
    if report.state != State.SUBMITTED:
        raise Refused(_("This report is not handed in."), code="not_submitted")


def write_comment(*, report_id: int, text: str, by: User, at: datetime) -> Comment:
    """Comment on a report; the author and whoever is named by @ are told. Refuses with code forbidden, empty, too_long, blind."""
    text = (text or "").strip()
    if not text:
        raise Refused(_("Enter some text first."), code="empty", field="text")
    if len(text) > LONGEST:
        raise Refused(_("At most %(n)d characters: make it shorter.") % {"n": LONGEST}, code="too_long", field="text")
    people, _words = mentioned(text)
    with transaction.atomic():
        report = _locked(report_id, by, at)
        blind = next((one for one in people if not access.visible(one, at).filter(pk=report.pk).exists()), None)
        if blind:
            raise Refused(
                _("%(person)s may not see this: mention somebody who can.") % {"person": blind},
                code="blind",
                field="text",
            )
        comment = Comment.objects.create(subject_type="workreport", subject_id=report.pk, author=by, at=at, text=text)
        comment.mentions.set(people)
        log.record(by=by, action="comment.written", at=at, subject=report, changes={"comment": [None, comment.pk]})
        told = {person.pk for person in people} | {report.author_id}
        tell(
            sorted(told - {by.pk}),
            "work_report_comment",
            at=at,
            key=f"report-comment:{comment.pk}",
            person=str(by),
            text=text[:120],
            url=f"{_url(report)}#comments",
        )
        return comment


def _url(report: WorkReport) -> str:
    return reverse("reports:work_report", args=[report.pk])
