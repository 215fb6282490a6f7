"""Mailings from the timetable to the mail: rights at sending time, masked as by hand, stops with a sentence (row Nh3)."""

from datetime import timedelta

import pytest
from django.core import mail

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.saved_filters import delete_filter
from customers.models import ExportJob
from reports.domain.mailing import access, setting
from reports.models import MailSchedule
from reports.presenters.mailing import words
from tests.cast import NOW, customer, moment

from .schedules import NEXT, cells, of_analysis, of_list, run

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh3")]


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
    line = words.lines(access.with_mails(MailSchedule.objects.all()))[0]
    assert line["ended"] == ["Manager may not see this any more: nothing is sent to them."]


def test_a_reader_who_left_gets_nothing_and_the_owner_hears(people, clock):
    of_analysis(people.director, [people.manager])
    User.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert run(clock) == (1, 1)
    assert words.lines(access.with_mails(MailSchedule.objects.all()))[0]["ended"] == [
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
