"""Mailings from the timetable to the mail: rights at sending time, masked as by hand, neither twice nor never, stops with a sentence (row Nh3)."""

from datetime import timedelta
from io import BytesIO
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.utils import timezone
from openpyxl import load_workbook

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.saved_filters import delete_filter, save_filter
from customers.filters import listed
from customers.models import ExportJob
from reports.domain.mailing import planning, sending, setting
from reports.exporting.mailing import writer
from reports.models import MailDelivery, MailSchedule
from reports.presenters.mailing import words
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh3")]
State = MailDelivery.State
NEXT = moment("2026-03-09 08:00")  # the Monday after


@pytest.fixture
def people(cast, clock):
    User.objects.update(email="")
    for one in (cast.manager, cast.director, cast.rep, cast.hr):
        User.objects.filter(pk=one.pk).update(email=f"{one.username}@example.com")
        one.refresh_from_db()
    return cast


def of_analysis(by, readers=(), **more):
    said = {"name": "每周漏斗", "content": "analysis", "page": "cohorts", "repeat": "weekly", "weekday": 0, "hour": 8}
    return setting.create_schedule(by=by, at=NOW, readers=readers, **said | more)


def of_list(by, readers=(), **more):
    kept = save_filter(by=by, at=NOW, name="都在这里", query="held=owned")
    said = {"name": "客户清单", "content": "list", "saved_filter": kept, "reason": "weekly meeting"}
    return setting.create_schedule(by=by, at=NOW, readers=readers, weekday=0, **said | more)


def run(clock, at=NEXT + timedelta(minutes=1)):
    clock.move_to(at)
    planned = planning.plan_due(at=at)
    return planned, sending.send_waiting(write=writer(listed, timezone.now), clock=timezone.now)


def cells(letter):
    name, content, kind = letter.attachments[0]
    assert name.endswith(".xlsx") and "spreadsheet" in kind
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]


def test_a_list_goes_to_each_reader_by_their_own_rights(people, clock):
    mine, below = customer(people.rep, phone="13912345678"), customer(people.stranger, phone="13887654321")
    people.general_manager.email = "gm@example.com"
    people.general_manager.save()
    of_list(people.general_manager, [people.manager])
    assert run(clock) == (2, 2)
    by_reader = {letter.to[0]: str(cells(letter)) for letter in mail.outbox}
    assert mine.name in by_reader["gm@example.com"] and below.name in by_reader["gm@example.com"]
    assert mine.name in by_reader["manager@example.com"] and below.name not in by_reader["manager@example.com"]
    # Audited as by hand, under the name of whoever got it, with a mark in each row.
    made = Entry.objects.filter(action="export.made")
    assert {entry.actor_id for entry in made} == {people.general_manager.pk, people.manager.pk}
    assert "manager · " in by_reader["manager@example.com"]
    assert ExportJob.objects.count() == 2
    assert Entry.objects.filter(action="mailing.sent").count() == 2


def test_masked_numbers_stay_masked_and_restricted_files_at_home(people, clock):
    row, closed = customer(people.rep, phone="13912345678"), customer(people.rep, restricted=True)
    people.clerk.email = "clerk@example.com"
    people.clerk.save()
    of_list(people.manager, [people.clerk])
    assert run(clock) == (2, 2)
    by_reader = {letter.to[0]: str(cells(letter)) for letter in mail.outbox}
    assert row.name in by_reader["clerk@example.com"] and "13912345678" not in by_reader["clerk@example.com"]
    assert "13912345678" in by_reader["manager@example.com"]
    assert closed.name not in by_reader["clerk@example.com"] and closed.name in by_reader["manager@example.com"]


def test_a_list_as_pdf(people, clock):
    customer(people.rep)
    of_list(people.manager, format="pdf")
    assert run(clock) == (1, 1)
    name, content, kind = mail.outbox[0].attachments[0]
    assert name.endswith(".pdf") and content[:5] == b"%PDF-" and kind == "application/pdf"


def test_an_analysis_goes_out_at_its_hour_and_not_before(people, clock):
    customer(people.rep, since=moment("2026-02-10 09:00"))
    row = of_analysis(people.manager)
    assert row.next_at == NEXT
    assert run(clock, NEXT - timedelta(minutes=1)) == (0, 0)
    assert run(clock) == (1, 1)
    assert cells(mail.outbox[0])[1][:2] == ["2026-02", 1]
    row.refresh_from_db()
    assert row.next_at == NEXT + timedelta(days=7)
    # Once more in the same week: nothing.
    assert run(clock, NEXT + timedelta(hours=3)) == (0, 0)
    assert len(mail.outbox) == 1


def test_figures_of_the_team(people, clock):
    setting.create_schedule(by=people.manager, at=NOW, name="数字", content="figures", days="week", weekday=0)
    assert run(clock) == (1, 1)
    names = [row[0] for row in cells(mail.outbox[0])]
    assert "Rep" in names and "East Rep" in names and "Stranger" not in names


def test_what_was_missed_goes_out_once(people, clock):
    of_analysis(people.manager, repeat="daily")
    assert run(clock, NOW + timedelta(days=20)) == (1, 1)
    assert run(clock, NOW + timedelta(days=20, minutes=5)) == (0, 0)


def test_rights_are_those_at_sending_time(people, clock):
    of_analysis(people.director, [people.manager])
    grants = people.manager.role.grants
    people.manager.role.grants = {key: scope for key, scope in grants.items() if key != "analysis.view"}
    people.manager.role.save()
    assert run(clock) == (1, 1)
    assert [letter.to for letter in mail.outbox] == [["director@example.com"]]
    notice = Notice.objects.get(kind="mailing_reader_ended")
    assert notice.user == people.director
    line = words.lines(MailSchedule.objects.all(), {})[0]
    assert line["ended"] == ["Manager may not see this any more: nothing is sent to them."]


def test_a_reader_who_left_gets_nothing_and_the_owner_hears(people, clock):
    of_analysis(people.director, [people.manager])
    User.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert run(clock) == (1, 1)
    assert words.lines(MailSchedule.objects.all(), {})[0]["ended"] == [
        "Manager has left: nothing is sent to them any more."
    ]
    assert run(clock, NEXT + timedelta(days=7, minutes=1)) == (1, 1)


def test_a_mailing_of_somebody_who_left_stops_with_a_sentence(people, clock):
    row = of_analysis(people.manager, [people.director])
    User.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert run(clock) == (0, 0)
    row.refresh_from_db()
    assert words.status(row)[2] == "Its owner has left: nothing is sent any more."
    assert Notice.objects.filter(kind="mailing_stopped", user=people.director).count() == 1
    assert run(clock, NEXT + timedelta(days=7)) == (0, 0) and not mail.outbox


def test_a_deleted_filter_stops_its_mailing(people, clock):
    row = of_list(people.manager)
    delete_filter(filter_id=row.saved_filter_id, by=people.manager, at=NOW)
    assert run(clock) == (0, 0)
    row.refresh_from_db()
    assert (row.stopped_for, words.content_text(row)) == ("gone", "Customer list: deleted filter")
    with pytest.raises(Refused, match="choose another"):
        setting.resume_schedule(schedule_id=row.pk, by=people.manager, at=NEXT)


def test_paused_nothing_goes_out_and_going_on_begins_with_the_next(people, clock):
    row = of_analysis(people.manager)
    setting.pause_schedule(schedule_id=row.pk, by=people.manager, at=NOW)
    assert run(clock) == (0, 0)
    setting.resume_schedule(schedule_id=row.pk, by=people.manager, at=NEXT + timedelta(days=1))
    assert run(clock, NEXT + timedelta(days=1, hours=1)) == (0, 0)
    assert run(clock, NEXT + timedelta(days=7, minutes=1)) == (1, 1)


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


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"content": "list", "reason": "weekly meeting"}, "filter"),
        ({"format": "pdf"}, "format"),
        ({"page": "funnel", "readers": "hr"}, "reader"),
        ({"readers": "mate"}, "reader"),
    ],
)
def test_what_cannot_go_out_is_refused_at_once(people, said, code):
    readers = [getattr(people, said.pop("readers"))] if "readers" in said else []
    with pytest.raises(Refused) as refusal:
        of_analysis(people.manager, readers, **said)
    assert refusal.value.code == code and not MailSchedule.objects.exists()


def test_a_purpose_and_the_right_to_export_are_needed_for_lists(people):
    with pytest.raises(Refused) as refusal:
        of_list(people.manager, reason="x")
    assert refusal.value.code == "reason"
    with pytest.raises(Refused) as refusal:
        of_list(people.rep)
    assert refusal.value.code == "right"
    with pytest.raises(Refused) as refusal:
        of_analysis(people.mate)
    assert refusal.value.code == "address"


def test_a_reader_leaves_and_the_change_is_kept(people, clock):
    row = of_analysis(people.director, [people.manager])
    setting.leave_schedule(schedule_id=row.pk, by=people.manager, at=NOW)
    assert run(clock) == (1, 1)
    with pytest.raises(Refused):
        setting.leave_schedule(schedule_id=row.pk, by=people.manager, at=NOW)
    assert Entry.objects.filter(action="mailing.left", actor=people.manager).exists()


def test_only_the_owner_changes_pauses_and_deletes(people):
    row = of_analysis(people.director, [people.manager])
    for verb in (setting.pause_schedule, setting.resume_schedule, setting.delete_schedule):
        with pytest.raises(Refused):
            verb(schedule_id=row.pk, by=people.manager, at=NOW)
    setting.change_schedule(
        schedule_id=row.pk,
        by=people.director,
        at=NOW,
        name="日报",
        content="analysis",
        page="flow",
        repeat="daily",
        hour=7,
    )
    row.refresh_from_db()
    assert (row.name, row.next_at, row.readers.count()) == ("日报", moment("2026-03-03 07:00"), 1)
    changes = Entry.objects.get(action="mailing.changed").changes
    assert changes["readers"] == [["manager"], []] and changes["repeat"] == ["weekly", "daily"]
    setting.delete_schedule(schedule_id=row.pk, by=people.director, at=NOW)
    assert not MailSchedule.objects.exists()
