"""Answering feedback, passing it on, closing it, opening it again (row Nh8)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import CustomerFeedback
from customers.rules.feedback import counted_at, first_reminder

from .access import may_answer, may_close, may_reopen
from .entries import Kind, checked_text, locked, moved_on, notify, notify_many, record, record_many
from .recording import due_moment

Status = CustomerFeedback.Status


def answer_feedback(
    *, feedback_id: int, text: str, how: str, told_at: datetime, by: User, at: datetime
) -> CustomerFeedback:
    """Keep what the customer was told, how and when; who entered it is told. Refuses with code text, told_at, status."""
    text = checked_text(text, _("Write what the customer was told."))
    with transaction.atomic():
        row = locked(feedback_id)
        if not may_answer(by, row, at):
            raise moved_on()
        if told_at > at + timedelta(minutes=1):
            raise Refused(
                _("Enter it once the customer has been told: this lies in the future."), code="told_at", field="told_at"
            )
        if told_at < row.received_at.replace(second=0, microsecond=0):
            raise Refused(
                _("The customer can't be answered before the feedback came."), code="told_at", field="told_at"
            )
        told_at = min(told_at, at)
        row.status, row.next_at = Status.ANSWERED, None
        row.answer, row.answered_how, row.answered_at, row.answered_by = text, how, told_at, by
        row.late = row.late or counted_at(told_at, at) > row.due_at
        row.save(update_fields=["status", "next_at", "answer", "answered_how", "answered_at", "answered_by", "late"])
        record(row, Kind.ANSWERED, by=by, at=at, text=text)
        notify(row, "answered", [row.recorded_by_id, row.answerer_id], at=at, but=by)
        return row


def pass_on(*, feedback_id: int, to: User | None, text: str, by: User, at: datetime) -> CustomerFeedback:
    """Give it to the person whose it is; its due time stays. Refuses with code text, to, status."""
    text = checked_text(text, _("Say why you pass it on."))
    with transaction.atomic():
        row = locked(feedback_id)
        if not may_answer(by, row, at):
            raise moved_on()
        if to is None or to.pk == row.answerer_id or not to.is_active:
            raise Refused(_("Choose somebody else who answers."), code="to", field="to")
        give_to(row, to, by=by, at=at, text=text)
        return row


def give_to(row: CustomerFeedback, to: User, *, by: User | None, at: datetime, text: str = "") -> None:
    """Locked feedback changes hands."""
    give_all([(row, to)], by=by, at=at, text=text)


def give_all(rows: Sequence[tuple[CustomerFeedback, User]], *, by: User | None, at: datetime, text: str = "") -> None:
    """The same of many, each to its person; as many queries as for one."""
    for row, to in rows:
        row.answerer = to
    CustomerFeedback.objects.bulk_update([row for row, _to in rows], ["answerer"], batch_size=500)
    record_many([(row, f"→ {to}\n{text}".strip()) for row, to in rows], Kind.PASSED, by=by, at=at)
    notify_many([(row, [to.pk]) for row, to in rows], "received", at=at, but=by)


def close_feedback(*, feedback_id: int, text: str = "", by: User, at: datetime) -> CustomerFeedback:
    """Nothing is left to do; without an answer, with the reason. Refuses with code text, status."""
    with transaction.atomic():
        row = locked(feedback_id)
        if not may_close(by, row, at):
            raise moved_on()
        if row.status == Status.OPEN:
            text = checked_text(text, _("Say why the customer gets no answer."))
        row.status, row.next_at = Status.CLOSED, None
        row.save(update_fields=["status", "next_at"])
        record(row, Kind.CLOSED, by=by, at=at, text=text.strip())
        notify(row, "closed", [row.recorded_by_id, row.answerer_id], at=at, but=by)
        return row


def reopen_feedback(*, feedback_id: int, text: str, by: User, at: datetime) -> CustomerFeedback:
    """The answer was not enough: it waits for another one, with a new due time; the earlier one stays in the history, and what
    was late once stays so.

    Refuses with code text, status."""
    text = checked_text(text, _("Say what is still missing."))
    with transaction.atomic():
        row = locked(feedback_id)
        if not may_reopen(by, row, at):
            raise moved_on()
        row.due_at = due_moment(at, at, row.kind.days)
        row.status, row.next_at = Status.OPEN, first_reminder(row.due_at, at)
        row.answer, row.answered_how, row.answered_at, row.answered_by = "", "", None, None
        row.save(
            update_fields=[
                "due_at",
                "status",
                "next_at",
                "answer",
                "answered_how",
                "answered_at",
                "answered_by",
            ]
        )
        record(row, Kind.REOPENED, by=by, at=at, text=text)
        notify(row, "received", [row.answerer_id], at=at, but=by)
        return row


def note_order(row: CustomerFeedback, number: str, *, customer_id: int, by: User, at: datetime) -> None:
    """Service takes it over by the order of this number, in the transaction that opens it. The customer still gets an answer.

    Refuses with code feedback what another customer said."""
    if locked(row.pk).customer_id != customer_id:
        raise Refused(
            _("Another customer gave this feedback: choose that customer."), code="feedback", field="customer"
        )
    record(row, Kind.ORDERED, by=by, at=at, text=number)
