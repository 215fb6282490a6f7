"""What is done about feedback: kept with it, in the audit of the customer, and told (row Nh8)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import notice, send
from customers.models import CustomerFeedback, FeedbackEntry

Kind = FeedbackEntry.Kind
LEAST = 5


def record(row: CustomerFeedback, kind: str, *, by: User | None, at: datetime, text: str = "") -> None:
    """Keep it; the audit says what was done, the words stand with the feedback."""
    record_many([(row, text)], kind, by=by, at=at)


def record_many(rows: Iterable[tuple[CustomerFeedback, str]], kind: str, *, by: User | None, at: datetime) -> None:
    """The same of many, each with its text."""
    found = list(rows)
    FeedbackEntry.objects.bulk_create(
        FeedbackEntry(feedback=row, kind=kind, text=text, by=by, at=at) for row, text in found
    )
    log.record_many(
        [
            log.entry(by=by, action=f"customer_feedback.{kind}", at=at, subject=row, customer_id=row.customer_id)
            for row, _text in found
        ]
    )


def notify(
    row: CustomerFeedback, kind: str, people: Iterable[int | None], *, at: datetime, but: User | None = None
) -> None:
    """Tell these people, without the one who did it; no notice repeats what was said."""
    notify_many([(row, people)], kind, at=at, but=but)


def notify_many(
    rows: Iterable[tuple[CustomerFeedback, Iterable[int | None]]], kind: str, *, at: datetime, but: User | None = None
) -> None:
    """The same of many, each to its people."""
    send(
        [
            notice(
                pk,
                f"customer_feedback_{kind}",
                at=at,
                url=reverse("customers:feedback_one", args=[row.pk]),
                customer=row.customer_name,
            )
            for row, people in rows
            for pk in sorted({pk for pk in people if pk and (but is None or pk != but.pk)})
        ]
    )


def locked(feedback_id: int) -> CustomerFeedback:
    """The feedback, locked for a verb."""
    return CustomerFeedback.objects.select_for_update(no_key=True, of=("self",)).get(pk=feedback_id)


def checked_text(text: str, sentence: str, least: int = LEAST) -> str:
    """The text without spaces around it. Refuses with code text one that says nothing."""
    text = text.strip()
    if len(text) < least:
        raise Refused(sentence, code="text", field="text")
    return text


def moved_on() -> Refused:
    """Somebody else did something with it meanwhile."""
    return Refused(_("The feedback has moved on meanwhile: read it again."), code="status")
