"""From the timetable to mails that wait: one for each reader and moment, however often this is called (row Nh3)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from crm_project.accounts.domain import further_rights
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.notices.domain.notify import tell
from reports.models import MailDelivery, MailReader, MailSchedule
from reports.models.mailing import Content, Ended

from . import access
from .setting import next_at

MOST = 500  # mailings of one run


def plan_due(*, at: datetime) -> int:
    """Put what is due among the mails that wait; returns how many. What was missed while nothing ran goes out once."""
    further_rights.end_due(at=at)
    due = MailSchedule.objects.filter(next_at__lte=at, paused_at=None, stopped_at=None)
    planned = 0
    for pk in due.order_by("next_at", "pk").values_list("pk", flat=True)[:MOST]:
        with transaction.atomic():
            # Of two workers one plans it; the other finds it planned.
            row = (
                due.filter(pk=pk)
                .select_for_update(no_key=True, skip_locked=True, of=("self",))
                .select_related("owner__role", "owner__department", "saved_filter", "department")
                .first()
            )
            planned += _plan(row, at) if row else 0
    return planned


def _plan(row: MailSchedule, at: datetime) -> int:
    due, row.next_at = row.next_at, next_at(row, at)
    row.save(update_fields=["next_at"])
    reason = _stops(row)
    if reason:
        stop(row, reason, at)
        return 0
    people = []
    for reader in row.readers.filter(ended_at=None).select_related("person__role", "person__department"):
        if access.may_see(reader.person, row):
            people.append(reader.person)
        else:
            end(row, reader, Ended.NO_RIGHT if reader.person.is_active else Ended.LEFT, at)
    mails = [MailDelivery(schedule=row, reader=one, due_at=due, try_at=at) for one in people]
    MailDelivery.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def _stops(row: MailSchedule) -> str:
    """Why the whole mailing ends: its owner left or may not see it, or what it lists is gone; "" if it does not."""
    if not row.owner.is_active:
        return Ended.LEFT
    if not access.may_see(row.owner, row):
        return Ended.NO_RIGHT
    return Ended.GONE if row.content == Content.LIST and access.filter_of(row) is None else ""


def stop(row: MailSchedule, reason: str, at: datetime) -> None:
    """Nothing goes out any more; owner and readers hear why."""
    MailSchedule.objects.filter(pk=row.pk).update(stopped_at=at, stopped_for=reason)
    log.record(by=None, action="mailing.stopped", at=at, subject=row, changes={"stopped_for": [None, str(reason)]})
    people = row.readers.filter(ended_at=None, person__is_active=True).values_list("person_id", flat=True)
    tell(people, "mailing_stopped", at=at, url=reverse("reports:mailings"), name=row.name, why=str(reason))


def end(row: MailSchedule, reader: MailReader, reason: str, at: datetime) -> None:
    """Nothing goes to this person any more; the owner hears why."""
    MailReader.objects.filter(pk=reader.pk).update(ended_at=at, ended_for=reason)
    changes = {"reader": [reader.person.username, None], "stopped_for": [None, str(reason)]}
    log.record(by=None, action="mailing.reader_ended", at=at, subject=row, changes=changes)
    _tell_owner(row.owner, "mailing_reader_ended", row, reader.person, str(reason), at)


def _tell_owner(owner: User, kind: str, row: MailSchedule, person: User, why: str, at: datetime) -> None:
    url = reverse("reports:mailings")
    tell([owner], kind, at=at, url=url, name=row.name, person=str(person), why=why)
