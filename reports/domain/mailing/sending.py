"""Sending the mails that wait: neither twice nor never (row Nh3).

A mail is taken, written, marked as being sent, handed to the server, marked as sent; each mark is committed. A worker killed
before the mail is handed over costs nothing: it is taken up again. One killed in the instant in between leaves it uncertain:
nothing is sent a second time by itself, the owner hears of it and may send it again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain import further_rights
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.mail import refused_for_good
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from reports.models import MailDelivery
from reports.rules.mailing.slots import again_after

from . import access

logger = structlog.get_logger(__name__)
State, Problem = MailDelivery.State, MailDelivery.Problem
# write(delivery): the mail with its file, by the rights of its reader at this moment, and how many rows it has.
Write = Callable[[MailDelivery], tuple[EmailMessage, int]]
Clock = Callable[[], datetime]
MOST = 300  # mails of one run
SILENT = timedelta(minutes=20)


def send_waiting(*, write: Write, clock: Clock) -> int:
    """Send what waits; returns how many went out."""
    take_back(at=clock())
    sent, tried = 0, set[int]()
    while len(tried) < MOST:
        row = _take(clock(), tried)
        if row is None:
            break
        tried.add(row.pk)
        sent += _send(row, write, clock)
    return sent


def take_back(*, at: datetime) -> None:
    """What a killed worker had: not yet handed over, it waits again; else it is uncertain, and its owner hears so."""
    silent = MailDelivery.objects.filter(taken_at__lt=at - SILENT)
    silent.filter(state=State.TAKEN).update(state=State.WAITING, try_at=at)
    for row in silent.filter(state=State.SENDING).select_related("schedule", "reader"):
        _give_up(row, Problem.INTERRUPTED, at, state=State.UNCERTAIN)


def _take(at: datetime, tried: set[int]) -> MailDelivery | None:
    """One that waits, now this worker's: of two workers each takes its own."""
    with transaction.atomic():
        waiting = MailDelivery.objects.filter(state=State.WAITING, try_at__lte=at).exclude(pk__in=tried)
        row = (
            waiting.filter(schedule__paused_at=None, schedule__stopped_at=None)
            .select_for_update(no_key=True, skip_locked=True, of=("self",))
            .order_by("try_at", "pk")
            .first()
        )
        if row is None:
            return None
        MailDelivery.objects.filter(pk=row.pk).update(state=State.TAKEN, taken_at=at, attempts=row.attempts + 1)
    near = ("schedule__owner__role", "schedule__saved_filter", "schedule__department", "reader__role")
    row = MailDelivery.objects.select_related(*near, "reader__department").get(pk=row.pk)
    for person in (row.schedule.owner, row.reader):
        further_rights.end_due_of(person, at=at)
    return row


def _send(row: MailDelivery, write: Write, clock: Clock) -> int:
    if not _still_gets_it(row):
        row.delete()
        return 0
    if not access.may_see(row.reader, row.schedule):
        _give_up(row, Problem.NO_RIGHT, clock())
        return 0
    if not row.reader.email:
        _give_up(row, Problem.NO_ADDRESS, clock())
        return 0
    try:
        mail, rows = write(row)
    except Refused:
        _give_up(row, Problem.NO_RIGHT, clock())
        return 0
    except Exception:
        logger.exception("mailing_not_written", delivery=row.pk)
        _again(row, Problem.EXPORT, clock())
        return 0
    if not _mine(row, State.TAKEN).update(state=State.SENDING, taken_at=clock(), rows=rows):
        return 0  # taken back meanwhile, and another worker's
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        logger.warning("mailing_address_refused", delivery=row.pk)
        if refused_for_good(error):
            _give_up(row, Problem.ADDRESS, clock())
        else:
            _again(row, Problem.SERVER, clock())
        return 0
    except OSError:
        logger.exception("mailing_failed", delivery=row.pk)
        _again(row, Problem.SERVER, clock())
        return 0
    _sent(row, rows, clock())
    return 1


def _still_gets_it(row: MailDelivery) -> bool:
    """Whether its reader has neither left the mailing nor been taken out since it was planned."""
    return row.schedule.readers.filter(person=row.reader_id, ended_at=None).exists()


def _mine(row: MailDelivery, state: str) -> QuerySet[MailDelivery]:
    return MailDelivery.objects.filter(pk=row.pk, state=state)


def _sent(row: MailDelivery, rows: int, at: datetime) -> None:
    with transaction.atomic():
        MailDelivery.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=at, problem="")
        changes = {"reader": [None, row.reader.username], "rows": [None, rows]}
        log.record(by=row.schedule.owner, action="mailing.sent", at=at, subject=row.schedule, changes=changes)


def _again(row: MailDelivery, problem: str, at: datetime) -> None:
    wait = again_after(row.attempts)
    if wait is None:
        _give_up(row, problem, at)
        return
    waits = {"state": State.WAITING, "try_at": at + wait, "problem": problem}
    MailDelivery.objects.filter(pk=row.pk).update(**waits)


def _give_up(row: MailDelivery, problem: str, at: datetime, *, state: str = State.FAILED) -> None:
    with transaction.atomic():
        MailDelivery.objects.filter(pk=row.pk).update(state=state, problem=problem)
        changes = {"reader": [None, row.reader.username], "problem": [None, str(problem)]}
        log.record(by=None, action="mailing.failed", at=at, subject=row.schedule, changes=changes)
        url, said = reverse("reports:mailings"), {"name": row.schedule.name, "person": str(row.reader)}
        tell([row.schedule.owner_id], "mailing_failed", at=at, url=url, key=f"mailing:{row.pk}:{at}", **said)


def send_again(*, delivery_id: int, by: User, at: datetime) -> None:
    """Send one more time what failed or is uncertain, on the owner's word. Refuses with code gone, reader."""
    with transaction.atomic():
        failed = access.deliveries(by).filter(pk=delivery_id, state__in=[State.FAILED, State.UNCERTAIN])
        row = failed.select_for_update(of=("self",)).select_related("schedule", "reader").first()
        if row is None:
            raise Refused(_("This mail went out meanwhile, or waits already."), code="gone")
        if not _still_gets_it(row):
            raise Refused(_("This mailing does not go to %(person)s any more.") % {"person": row.reader}, code="reader")
        MailDelivery.objects.filter(pk=row.pk).update(state=State.WAITING, attempts=0, try_at=at, problem="")
        log.record(by=by, action="mailing.again", at=at, subject=row.schedule)
