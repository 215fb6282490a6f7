"""Changing, correcting and voiding one's own entries; nobody touches what others wrote."""

from datetime import timedelta

import pytest

from activities.domain.followup_corrections import check_followup, correct_followup, void_followup
from activities.models import FollowUp, Task
from activities.models.choices import Check
from assignment.domain import deadlines
from assignment.domain.explanation import explain
from assignment.rules.policy import NEVER
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership
from tests.activities.entries import deadline, record
from tests.cast import NOW, VALID, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

UNLESS_KEY_CONTACT = moment("2026-03-22 10:00")
OTHER = "与王经理谈好了三月份的供货数量"


def review_at(file):
    return Ownership.objects.get(pk=file.pk).review_at


# --- the verbs ------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Na6")
def test_within_a_day_one_changes_the_entry_itself(cast, file):
    row = record(file, cast.rep, NOW - timedelta(hours=20))
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": "外出"})
    assert kept.pk == row.pk and FollowUp.objects.count() == 1
    assert deadline(file) == moment("2026-03-07 10:00"), "what no longer counts gives the clock back"
    entry = Entry.objects.get(action="followup.corrected")
    assert entry.actor == cast.rep and entry.changes == {"content": [VALID, "外出"]}


@pytest.mark.req("Na6", "Na8")
def test_afterwards_a_correction_leaves_both_and_moves_the_clock(cast, file):
    row = record(file, cast.rep, NOW - timedelta(hours=30))
    assert deadline(file) == moment("2026-03-16 10:00")
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": "外出", "counterpart": ""})
    row.refresh_from_db()
    assert kept.corrects == row and row.content == VALID and kept.content == "外出"
    assert deadline(file) == moment("2026-03-07 10:00")
    assert Customer.objects.get(pk=file.pk).last_followup_at == kept.occurred_at


@pytest.mark.req("Na6")
def test_a_replaced_or_void_entry_is_not_changed_again(cast, file):
    row = record(file, cast.rep, NOW - timedelta(hours=30))
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": OTHER})
    void_followup(followup_id=kept.pk, by=cast.rep, at=NOW, reason="Falscher Kunde")
    for pk in (row.pk, kept.pk):
        with pytest.raises(Refused, match="This entry was already voided or corrected: open the newest one."):
            correct_followup(followup_id=pk, by=cast.rep, at=NOW, fields={"content": "x"})
        with pytest.raises(Refused, match="This entry was already voided or corrected: open the newest one."):
            void_followup(followup_id=pk, by=cast.rep, at=NOW, reason="x")


@pytest.mark.req("Na6")
def test_voiding_needs_a_reason_and_gives_the_clock_back(cast, file):
    row = record(file, cast.rep, NOW)
    with pytest.raises(Refused, match="Give the reason for voiding the entry."):
        void_followup(followup_id=row.pk, by=cast.rep, at=NOW, reason="  ")
    void_followup(followup_id=row.pk, by=cast.rep, at=NOW, reason="wrong customer")
    row.refresh_from_db()
    assert (row.voided_at, row.voided_by, row.void_reason, row.content) == (NOW, cast.rep, "wrong customer", VALID)
    assert deadline(file) == moment("2026-03-07 10:00")
    assert Customer.objects.get(pk=file.pk).last_followup_at is None


@pytest.mark.req("Nd8")
def test_voiding_an_invalid_entry_does_not_escape_the_count(cast, file, signed_in):
    rows = [record(file, cast.rep, moment(f"2026-02-{day} 10:00"), content="外出") for day in (23, 24)]
    for row in rows:
        void_followup(followup_id=row.pk, by=cast.rep, at=moment("2026-02-24 11:00"), reason="a slip")
    assert review_at(file) == UNLESS_KEY_CONTACT
    third = record(file, cast.rep, moment("2026-02-25 10:00"), content="不在")
    assert review_at(file) == moment("2026-02-25 10:00"), "three were written, whatever was struck through since"
    void_followup(followup_id=third.pk, by=cast.rep, at=NOW, reason="a slip")
    assert review_at(file) == moment("2026-02-25 10:00")
    page = signed_in(cast.rep).get(f"/activities/customers/{file.pk}/timeline/").content.decode()
    assert "Still invalid:" in page
    why = explain(file.pk, NOW)
    assert [reasons for _pk, _when, _author, reasons in why["facts"].not_counted][0][0] == "too_short"
    # What somebody else took out is out.
    FollowUp.objects.filter(pk=third.pk).update(voided_by=cast.manager)
    deadlines.refresh([file.pk], at=NOW)
    assert review_at(file) == UNLESS_KEY_CONTACT


def test_a_valid_entry_that_is_voided_and_written_anew_repeats_nothing(cast, file):
    row = record(file, cast.rep, NOW - timedelta(hours=2))
    void_followup(followup_id=row.pk, by=cast.rep, at=NOW - timedelta(hours=1), reason="wrong time")
    record(file, cast.rep, NOW)
    assert deadline(file) == moment("2026-03-17 10:00")
    assert explain(file.pk, NOW)["facts"].invalid == ()


@pytest.mark.req("Na6")
@pytest.mark.parametrize("who", ["mate", "manager", "general_manager", "admin"])
def test_nobody_changes_or_voids_what_others_wrote(cast, file, who):
    row = record(file, cast.rep, NOW)
    person = cast.people[who]
    with pytest.raises(Refused, match="Rep wrote this: you can't change what others entered."):
        correct_followup(followup_id=row.pk, by=person, at=NOW, fields={"content": "x"})
    with pytest.raises(Refused, match="change what others entered."):
        void_followup(followup_id=row.pk, by=person, at=NOW, reason="x")
    row.refresh_from_db()
    assert row.content == VALID and row.voided_at is None


@pytest.mark.req("Nf13")
def test_what_counts_only_by_a_change_made_too_late_waits_for_the_manager(cast, file):
    row = record(file, cast.rep, moment("2026-02-25 10:00"), content="外出")
    at = moment("2026-02-27 11:00")
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=at, fields={"content": VALID, "late_reason": "ill"})
    assert kept.late and deadline(file) == moment("2026-03-07 10:00")
    check_followup(followup_id=kept.pk, by=cast.manager, at=at, confirm=True)
    assert deadline(file) == moment("2026-03-12 10:00")


@pytest.mark.req("Nf13")
def test_a_small_correction_of_what_counted_stays_valid(cast, file):
    row = record(file, cast.rep, moment("2026-02-25 10:00"))
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": VALID + "。"})
    assert not kept.late and deadline(file) == moment("2026-03-12 10:00")


@pytest.mark.req("Nf11")
def test_a_rejection_is_not_wiped_away_by_a_change(cast, file):
    row = record(file, cast.rep, NOW)
    check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=False, reason="Copied from the offer")
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": OTHER})
    assert kept.pk != row.pk, "what a manager has judged stays beside the correction"
    assert kept.check_state == Check.REJECTED and deadline(file) == moment("2026-03-07 10:00")
    check_followup(followup_id=kept.pk, by=cast.manager, at=NOW, confirm=True)
    assert deadline(file) == moment("2026-03-17 10:00")


@pytest.mark.req("Nf11")
def test_a_confirmation_does_not_cover_another_text(cast, file):
    row = record(file, cast.rep, NOW, occurred_at=moment("2026-02-25 10:00"))
    check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=True)
    assert deadline(file) == moment("2026-03-12 10:00")
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": OTHER})
    assert kept.check_state == Check.NONE and deadline(file) == moment("2026-03-07 10:00")


@pytest.mark.req("Nc5")
def test_the_task_follows_its_entry(cast, file):
    row = record(file, cast.rep, NOW, next_step="寄样品", next_contact_at=moment("2026-03-05 09:00"))
    correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"next_contact_at": moment("2026-03-09 09:00")})
    task = Task.objects.get()
    assert (task.due_at, task.remind_at, task.done_at) == (moment("2026-03-09 09:00"), moment("2026-03-09 09:00"), None)
    later = NOW + timedelta(hours=30)
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=later, fields={"next_step": "寄目录"})
    task.refresh_from_db()
    assert (task.followup, task.title) == (kept, "寄目录")
    void_followup(followup_id=kept.pk, by=cast.rep, at=later, reason="wrong customer")
    task.refresh_from_db()
    assert task.done_at == later


@pytest.mark.req("Nc5")
def test_a_next_contact_that_is_taken_out_is_no_task_any_more(cast, file):
    row = record(file, cast.rep, NOW, next_contact_at=moment("2026-03-05 09:00"))
    correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"next_contact_at": None})
    assert not Task.objects.filter(done_at__isnull=True).exists()


@pytest.mark.req("Na6")
def test_an_entry_stays_changeable_after_the_customer_is_gone_without_a_clock(cast, file):
    row = record(file, cast.rep, NOW)
    Ownership.objects.filter(pk=file.pk).delete()
    kept = correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": OTHER})
    assert kept.content == OTHER and not Ownership.objects.filter(release_at=NEVER).exists()
