"""Opening a violation: about whom, what, when, with which evidence; the person is told and asked for a statement (row Nh6)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused
from crm_project.lib.time import day_bounds, local_date, minute
from crm_project.lib.upload_transaction import UploadTransaction
from crm_project.notices.domain.notify import tell
from crm_project.violations.company_settings import ANSWER_DAYS
from crm_project.violations.models import Violation, ViolationFile, ViolationKind

from . import access

LONGEST = 4000


def address(row: Violation) -> str:
    """Its page."""
    return reverse("violations:violation", args=[row.pk])


def last_moment(at: datetime, days: int) -> datetime:
    """The end of the last of so many working days."""
    return day_bounds(working_days_after(local_date(at), days, overrides()))[1] - timedelta(minutes=1)


def open_violation(
    *,
    person: User,
    kind: ViolationKind,
    day: date,
    what: str,
    evidence: Sequence[Sequence[str]],
    files: Sequence[File],
    by: User,
    at: datetime,
) -> Violation:
    """Open one. Refuses with code forbidden, own, kind, day, what, file, no_decider (nobody could decide)."""
    check_files(files)
    if person.pk == by.pk:
        raise Refused(_("Nobody opens a violation about themselves."), code="own", field="person")
    if not access.opens_about(by, person):
        raise Refused(_("You may not open a violation about this person."), code="forbidden", field="person")
    if not kind.active:
        raise Refused(_("This kind is no longer available: choose another."), code="kind", field="kind")
    if day > local_date(at):
        raise Refused(_("Choose the day on which it happened: today or earlier."), code="day", field="day")
    what = (what or "").strip()[:LONGEST]
    if not what:
        raise Refused(_("Describe what happened."), code="what", field="what")
    days = value(ANSWER_DAYS)
    with UploadTransaction() as storage, transaction.atomic():
        answer_by = last_moment(at, days)
        row = Violation(
            kind=kind,
            person=person,
            department=person.department,
            day=day,
            what=what,
            evidence=[[str(text)[:500], str(url)[:300]] for text, url in evidence],
            opened_by=by,
            opened_at=at,
            answer_by=answer_by,
            remind_at=max(at, answer_by - timedelta(days=1)),
        )
        row.decider = access.first_decider(row)
        if row.decider is None:
            raise Refused(
                _("Nobody could decide this: it takes somebody with the right who is neither you nor the person."),
                code="no_decider",
            )
        row.save()
        keep_files(storage, row, files, by, at)
        note_step(row, "violation.opened", by, at)
        tell(
            [person],
            "violation_opened",
            at=at,
            key=f"violation:{row.pk}",
            url=address(row),
            until=minute(answer_by),
        )
        return row


def keep_files(storage: UploadTransaction, row: Violation, files: Sequence[File], by: User, at: datetime) -> None:
    """Store what was attached, within the transaction of the step it belongs to."""
    for upload in files:
        storage.keep(ViolationFile(violation=row, by=by, at=at), upload)


def note_step(row: Violation, action: str, by: User | None, at: datetime, **states: str) -> None:
    """Into the audit: that it happened, by whom, which one; who is concerned and what was written stay on its page (Nh6)."""
    changes = {"state": [states["before"], row.state]} if states else {}
    log.record(by=by, action=action, at=at, subject=row, changes=changes)


def note_download(*, row: ViolationFile, by: User, at: datetime) -> None:
    """Who took which file out (Na8)."""
    log.record(by=by, action="violation.file_downloaded", at=at, subject=row.violation)
