"""Answering a matter, passing it on, asking again, closing it, and who may read it (row M8)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import Matter

from .access import may_answer, may_close, may_name, may_pass_on
from .entries import Kind, checked_text, locked, notify, record
from .reporting import due_moment, first_reminder


def _moved_on() -> Refused:
    return Refused(_("The matter has moved on meanwhile: read it again."), code="status")


def answer_matter(*, matter_id: int, text: str, by: User, at: datetime) -> Matter:
    """Answer; whoever reported it is told. Refuses with code text, status."""
    text = checked_text(text, _("Write what was decided or done."))
    with transaction.atomic():
        row = locked(matter_id)
        if not may_answer(by, row, at):
            raise _moved_on()
        row.status, row.next_at = Matter.Status.ANSWERED, None
        row.save(update_fields=["status", "next_at"])
        record(row, Kind.ANSWERED, by=by, at=at, text=text)
        notify(row, "answered", [row.reported_by_id], at=at)
        return row


def pass_on(*, matter_id: int, to: User | None, text: str, by: User, at: datetime) -> Matter:
    """Give it to the person whose matter it is; of a confidential one both may read it then. Refuses with code text, to, status."""
    text = checked_text(text, _("Say why you pass it on."))
    with transaction.atomic():
        row = locked(matter_id)
        if not may_pass_on(by, row, at):
            raise _moved_on()
        if to is None or to.pk in (by.pk, row.answerer_id, row.reported_by_id) or not to.is_active:
            raise Refused(_("Choose somebody else who answers."), code="to", field="to")
        give_to(row, to, by=by, at=at, text=text)
        return row


def give_to(row: Matter, to: User, *, by: User, at: datetime, text: str = "") -> None:
    """A locked matter changes hands; who had a confidential one goes on reading it."""
    if row.confidential:
        if row.answerer_id != row.reported_by_id:
            row.readers.add(row.answerer_id)
        row.readers.remove(to)
    row.answerer = to
    row.save(update_fields=["answerer"])
    record(row, Kind.PASSED, by=by, at=at, text=f"→ {to}\n{text}".strip())
    notify(row, "reported", [to.pk], at=at)


def ask_again(*, matter_id: int, text: str, due_on: date | None, by: User, at: datetime) -> Matter:
    """The answer is not enough: it waits for another. Refuses with code text, due_on, status."""
    text = checked_text(text, _("Say what is still missing."))
    with transaction.atomic():
        row = locked(matter_id)
        if not may_close(by, row):
            raise _moved_on()
        row.due_at = due_moment(due_on, at)
        row.status, row.next_at = Matter.Status.OPEN, first_reminder(row.due_at, at)
        row.save(update_fields=["status", "due_at", "next_at"])
        record(row, Kind.ASKED, by=by, at=at, text=text)
        notify(row, "reported", [row.answerer_id], at=at)
        return row


def close_matter(*, matter_id: int, by: User, at: datetime) -> Matter:
    """The answer is enough. Refuses with code status."""
    with transaction.atomic():
        row = locked(matter_id)
        if not may_close(by, row):
            raise _moved_on()
        row.status = Matter.Status.CLOSED
        row.save(update_fields=["status"])
        record(row, Kind.CLOSED, by=by, at=at)
        return row


def name_readers(*, matter_id: int, readers: Sequence[User], by: User, at: datetime) -> Matter:
    """Who else may read a confidential matter from now on. Refuses with code status."""
    with transaction.atomic():
        row = locked(matter_id)
        if not may_name(by, row):
            raise _moved_on()
        before = set(row.readers.values_list("pk", flat=True))
        wanted = {person.pk: person for person in readers if person.pk not in (row.reported_by_id, row.answerer_id)}
        if before != set(wanted):
            row.readers.set(wanted)
            record(row, Kind.NAMED, by=by, at=at, text=", ".join(str(person) for person in wanted.values()))
            notify(row, "named", sorted(set(wanted) - before), at=at)
        return row
