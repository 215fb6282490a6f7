"""Setting up a mailing, changing, pausing, going on, deleting it; leaving one of a colleague (row Nh3)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import tell
from reports.models import MailReader, MailSchedule
from reports.models.mailing import Content
from reports.rules.mailing.slots import Rhythm

from . import access

FIELDS = (
    "name",
    "content",
    "saved_filter",
    "page",
    "days",
    "department",
    "format",
    "reason",
    "repeat",
    "weekday",
    "day",
    "hour",
)
LEAST_REASON = 5
# Mailings of one person, and people of one mailing.
MOST, MOST_READERS = 50, 30


def next_at(schedule: MailSchedule, after: datetime) -> datetime:
    """When it goes out next, later than this moment."""
    rhythm = Rhythm(schedule.repeat, schedule.weekday, schedule.day, schedule.hour)
    day = rhythm.next_day(local_date(after))
    found = at_hour(day, schedule.hour)
    return found if found > after else at_hour(rhythm.next_day(day + timedelta(days=1)), schedule.hour)


def create_schedule(*, by: User, at: datetime, readers: Sequence[User] = (), **fields: Any) -> MailSchedule:
    """Have something mailed. Refuses with code right, filter, reason, format, address, reader, many."""
    with transaction.atomic():
        if access.own(by).count() >= MOST:
            raise Refused(_("You have %(n)d mailings: delete one first.") % {"n": MOST}, code="many")
        row = MailSchedule(owner=by, created_at=at, **{name: fields[name] for name in FIELDS if name in fields})
        _check(row, readers)
        row.next_at = next_at(row, at)
        row.save()
        MailReader.objects.bulk_create(MailReader(schedule=row, person=one) for one in (by, *readers))
        log.record(by=by, action="mailing.created", at=at, subject=row, changes=_terms(row, readers))
        _tell(row, readers, by, at)
        return row


def change_schedule(
    *, schedule_id: int, by: User, at: datetime, readers: Sequence[User] = (), **fields: Any
) -> MailSchedule:
    """Change a mailing of one's own; one that was stopped goes on. Refuses as `create_schedule`, and with gone."""
    with _locked(schedule_id, by) as row:
        before = _terms(row, [one.person for one in row.readers.select_related("person").filter(ended_at=None)])
        for name in FIELDS:
            if name in fields:
                setattr(row, name, fields[name])
        _check(row, readers)
        row.next_at, row.stopped_at, row.stopped_for = next_at(row, at), None, ""
        row.save()
        known = set(row.readers.filter(ended_at=None).values_list("person_id", flat=True))
        wanted = (by, *readers)
        row.readers.exclude(person__in=wanted).delete()
        for one in wanted:
            MailReader.objects.update_or_create(schedule=row, person=one, defaults={"ended_at": None, "ended_for": ""})
        after = _terms(row, wanted)
        changes = {name: [before[name][1], value[1]] for name, value in after.items() if before[name] != value}
        log.record(by=by, action="mailing.changed", at=at, subject=row, changes=changes)
        _tell(row, [one for one in readers if one.pk not in known], by, at)
        return row


def pause_schedule(*, schedule_id: int, by: User, at: datetime) -> None:
    """Send nothing until it goes on."""
    with _locked(schedule_id, by) as row:
        if row.paused_at is None:
            MailSchedule.objects.filter(pk=row.pk).update(paused_at=at)
            log.record(by=by, action="mailing.paused", at=at, subject=row)


def resume_schedule(*, schedule_id: int, by: User, at: datetime) -> None:
    """Go on with the next moment of the timetable. Refuses with code right, filter, reader where it can't."""
    with _locked(schedule_id, by) as row:
        _check(row, [])
        MailSchedule.objects.filter(pk=row.pk).update(
            paused_at=None, stopped_at=None, stopped_for="", next_at=next_at(row, at)
        )
        row.readers.filter(person=by).update(ended_at=None, ended_for="")
        log.record(by=by, action="mailing.resumed", at=at, subject=row)


def delete_schedule(*, schedule_id: int, by: User, at: datetime) -> None:
    """Send nothing any more, and forget it; what was sent stays in the audit."""
    with _locked(schedule_id, by) as row:
        log.record(by=by, action="mailing.deleted", at=at, subject=row)
        row.delete()


def leave_schedule(*, schedule_id: int, by: User, at: datetime) -> None:
    """Get a colleague's mailing no longer."""
    with transaction.atomic():
        row = access.got(by).filter(pk=schedule_id).first()
        if row is None:
            raise Refused(_("This mailing does not go to you any more."), code="gone")
        MailReader.objects.filter(schedule=row, person=by).delete()
        log.record(by=by, action="mailing.left", at=at, subject=row)


@contextmanager
def _locked(schedule_id: int, by: User) -> Iterator[MailSchedule]:
    with transaction.atomic():
        rows = MailSchedule.objects.select_for_update(of=("self",)).select_related("owner__role", "saved_filter")
        row = rows.filter(pk=schedule_id, owner=by).first()
        if row is None:
            raise Refused(_("This mailing does not exist any more."), code="gone")
        yield row


def _check(row: MailSchedule, readers: Sequence[User]) -> None:
    if not access.may_see(row.owner, row):
        raise Refused(_("Your role does not allow having this mailed."), code="right")
    if row.content == Content.LIST:
        if access.filter_of(row) is None:
            raise Refused(_("This saved filter does not exist any more: choose another."), code="filter", field="what")
        if len(row.reason.strip()) < LEAST_REASON:
            raise Refused(
                _("Enter the purpose of the file: it is recorded with the names of those who get it."),
                code="reason",
                field="reason",
            )
    elif row.format != "xlsx":
        raise Refused(_("Only customer lists are mailed as PDF: choose a workbook."), code="format", field="format")
    if not row.owner.email:
        raise Refused(_("Your account has no e-mail address: enter it in your profile first."), code="address")
    if len(readers) > MOST_READERS:
        raise Refused(_("Choose %(n)d people at most.") % {"n": MOST_READERS}, code="many", field="readers")
    for one in readers:
        if not one.email or not access.may_see(one, row):
            raise Refused(
                _("%(person)s has left, has no e-mail address or may not see this: leave them out.") % {"person": one},
                code="reader",
                field="readers",
            )


def _terms(row: MailSchedule, readers: Sequence[User]) -> dict[str, list[Any]]:
    """What the audit keeps of it, as new values."""
    names = sorted(one.username for one in {*readers} if one.pk != row.owner_id)
    said = {name: getattr(row, name) for name in FIELDS if name not in ("saved_filter", "department")}
    said["mail_days"] = said.pop("days")
    said |= {"saved_filter": row.saved_filter_id, "department": row.department_id, "readers": names}
    return log.plain({name: [None, value] for name, value in said.items()})


def _tell(row: MailSchedule, readers: Sequence[User], by: User, at: datetime) -> None:
    tell(readers, "mailing_added", at=at, url=reverse("reports:mailings"), person=str(by), name=row.name)
