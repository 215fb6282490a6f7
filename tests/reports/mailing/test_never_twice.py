"""Mails neither twice nor never: servers that are away, workers that are killed, two at once (row Nh3)."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.utils import timezone

from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.filters import listed
from reports.domain.mailing import planning, sending, setting
from reports.exporting.mailing import writer
from reports.models import MailDelivery, MailSchedule
from reports.presenters.mailing import words

from .schedules import NEXT, of_analysis, run

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh3")]
State = MailDelivery.State


class Refusing(locmem.EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


def test_a_mail_server_that_is_away_is_tried_again_then_shown(people, clock, settings):
    of_analysis(people.manager)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    at = NEXT + timedelta(minutes=1)
    assert run(clock, at) == (1, 0)
    row = MailDelivery.objects.get()
    assert (row.state, row.problem, row.try_at) == (State.WAITING, "server", at + timedelta(minutes=5))
    assert run(clock, at + timedelta(minutes=4)) == (0, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(clock, at + timedelta(minutes=6)) == (0, 1)
    row.refresh_from_db()
    assert (row.state, row.problem, row.attempts) == (State.SENT, "", 2)


def test_after_the_last_attempt_the_owner_hears_and_sends_it_again(people, clock, settings):
    of_analysis(people.manager)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    for hours in range(12):
        run(clock, NEXT + timedelta(hours=hours, minutes=1))
    row = MailDelivery.objects.get()
    assert (row.state, row.attempts) == (State.FAILED, 5)
    assert Notice.objects.get(kind="mailing_failed").user == people.manager
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with pytest.raises(Refused):
        sending.send_again(delivery_id=row.pk, by=people.rep, at=NEXT)
    sending.send_again(delivery_id=row.pk, by=people.manager, at=NEXT + timedelta(hours=12))
    assert run(clock, NEXT + timedelta(hours=13)) == (0, 1)
    with pytest.raises(Refused):
        sending.send_again(delivery_id=row.pk, by=people.manager, at=NEXT + timedelta(hours=13))


def test_a_mail_that_waits_does_not_go_to_somebody_who_left_meanwhile(people, clock, settings):
    row = of_analysis(people.manager, [people.director])
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    at = NEXT + timedelta(minutes=1)
    assert run(clock, at) == (2, 0)
    setting.leave_schedule(schedule_id=row.pk, by=people.director, at=at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(clock, at + timedelta(minutes=6)) == (0, 1)
    assert [letter.to for letter in mail.outbox] == [[people.manager.email]]
    failed = MailDelivery.objects.create(
        schedule=row, reader=people.director, due_at=at, try_at=at, state=State.FAILED, problem="server"
    )
    with pytest.raises(Refused, match="does not go to"):
        sending.send_again(delivery_id=failed.pk, by=people.manager, at=at)


class Killed(BaseException):
    """What no handler catches: the process ends here."""


def die(*_args, **_more):
    raise Killed


def sent():
    return len(mail.outbox), MailDelivery.objects.get().state


def test_killed_while_the_file_is_written_it_goes_out_once(people, clock):
    of_analysis(people.manager)
    at = NEXT + timedelta(minutes=1)
    planning.plan_due(at=at)
    with pytest.raises(Killed):
        sending.send_waiting(write=die, clock=lambda: at)
    assert sent() == (0, State.TAKEN)
    assert run(clock, at + timedelta(minutes=5)) == (0, 0)  # perhaps it still writes
    assert run(clock, at + timedelta(minutes=25)) == (0, 1)
    assert run(clock, at + timedelta(minutes=50)) == (0, 0)
    assert sent() == (1, State.SENT)


def test_killed_after_the_mail_was_handed_over_it_is_not_sent_twice_and_the_owner_hears(people, clock, monkeypatch):
    of_analysis(people.manager)
    at = NEXT + timedelta(minutes=1)
    clock.move_to(at)
    planning.plan_due(at=at)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_sent", die)
        with pytest.raises(Killed):
            sending.send_waiting(write=writer(listed, timezone.now), clock=timezone.now)
    assert sent() == (1, State.SENDING)
    assert run(clock, at + timedelta(minutes=25)) == (0, 0)
    assert sent() == (1, State.UNCERTAIN)
    assert Notice.objects.filter(kind="mailing_failed", user=people.manager).count() == 1
    line = words.mail_line(MailDelivery.objects.get())
    assert line["again"] and "may have arrived" in line["problem"]


def test_killed_between_planning_and_the_next_moment_nothing_is_lost_or_doubled(people, clock, monkeypatch):
    of_analysis(people.manager)
    with monkeypatch.context() as patched:
        patched.setattr(MailDelivery.objects, "bulk_create", die)
        with pytest.raises(Killed):
            planning.plan_due(at=NEXT)
    assert MailSchedule.objects.get().next_at == NEXT  # rolled back with it
    assert run(clock) == (1, 1)


def test_two_workers_take_each_mail_once(people, clock):
    of_analysis(people.manager)
    at = NEXT + timedelta(minutes=1)
    planning.plan_due(at=at)
    other = []

    def write(row):
        # While one writes, another comes by.
        other.append(sending.send_waiting(write=writer(listed, timezone.now), clock=lambda: at))
        return writer(listed, timezone.now)(row)

    assert sending.send_waiting(write=write, clock=lambda: at) == 1
    assert other == [0] and len(mail.outbox) == 1
