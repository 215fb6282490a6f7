"""Kept days and what changed since make the same figures as reading every text again, whatever was done in between."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from activities.domain import changed_days, followup_days
from activities.domain import followup_corrections as corrections
from activities.domain.judged import judged
from activities.models import FollowUp, FollowUpCount, FollowUpDay
from assignment.domain import collaborators, ownership
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.undo import undo_run
from assignment.domain.undo.turns import undo_turn
from crm_project.accounts.domain import departments
from customers.domain.duplicates.merge import merge_customers
from customers.domain.duplicates.unmerge import undo_merge
from reports import tasks
from tests.activities.entries import record
from tests.cast import NOW, VALID, customer, followup, moment
from tests.customers.importing_jobs import taken, undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Z2")]
HOUR = timedelta(hours=1)
YEAR = (date(2025, 3, 1), date(2026, 12, 31))
START = moment("2026-02-02 09:00")
OTHER = "谈了三年框架协议的付款条件和质保"


def plainly(people, first, last):
    """{(person, figure): number} of every text, read again."""
    out = {}
    for one in judged(people, first, last):
        for key, counts in followup_days.COUNTS.items():
            if counts(one):
                out[one.person_id, key] = out.get((one.person_id, key), 0) + 1
    return out


@pytest.fixture
def agree(cast):
    """agree() -> of everybody, of a year and of each half of it: the kept figures are those of the texts."""
    people = [cast.rep.pk, cast.mate.pk, cast.stranger.pk, cast.manager.pk]

    def look():
        for first, last in (YEAR, (YEAR[0], date(2026, 2, 20)), (date(2026, 2, 21), YEAR[1])):
            for some in (people, people[:1]):
                assert followup_days.totals(some, first, last) == plainly(some, first, last), (first, last)

    return look


@pytest.fixture
def files(cast):
    """A file of the rep with three entries of February, one said twice, and what the team mate wrote; all counted."""
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-10 10:00"))
    followup(row, cast.rep, moment("2026-02-12 10:00"), kind="visit_out")
    followup(row, cast.rep, moment("2026-02-25 10:00"), OTHER, kind="visit_out")
    followup(row, cast.mate, moment("2026-02-25 11:00"), OTHER)
    followup_days.count_all(at=NOW)
    return row


def first_of(row):
    return FollowUp.objects.filter(customer=row).order_by("occurred_at").first()


# What may happen after the count, two hours and more later: each changes a figure.
def voided(cast, row, at, folder):
    corrections.void_followup(followup_id=first_of(row).pk, by=cast.rep, at=at, reason="wrong file")


def rejected(cast, row, at, folder):
    corrections.check_followup(
        followup_id=first_of(row).pk, by=cast.manager, at=at, confirm=False, reason="no such talk"
    )


def corrected(cast, row, at, folder):
    fields = {"content": "外出", "kind": "visit_out"}
    corrections.correct_followup(followup_id=first_of(row).pk, by=cast.rep, at=at, fields=fields)


def recorded_late(cast, row, at, folder):
    record(row, cast.rep, at, occurred_at=moment("2026-02-09 10:00"), content=VALID)


def recorded_now(cast, row, at, folder):
    record(row, cast.rep, at, content="已经约好下周二去他们工厂看设备", occurred_at=at)


def helped(cast, row, at, folder):
    collaborators.register_collaborator(customer_id=row.pk, user=cast.mate, note="", by=cast.manager, at=at)
    record(row, cast.mate, at + HOUR, content="介绍了新的产品线和交货期安排")


def given_up_and_undone(cast, row, at, folder):
    ownership.give_up(customer_id=row.pk, by=cast.rep, at=at, reason="moved away")
    undo_turn(customer_id=row.pk, moment=at, by=cast.rep, at=at + timedelta(minutes=5))


def released_and_undone(cast, row, at, folder):
    late = at + timedelta(days=300)
    run = sweep.run(at=late, started_at=late)
    assert run.figures["release"]
    undo_run(run_id=run.pk, by=cast.general_manager, at=late + HOUR)


def merged(cast, row, at, folder):
    other = customer(cast.mate, since=START)
    followup(other, cast.rep, moment("2026-02-11 10:00"), "介绍了新的产品线和交货期安排")
    merge_customers(one_id=row.pk, other_id=other.pk, reason="same company", by=cast.general_manager, at=at)


def merged_and_undone(cast, row, at, folder):
    other = customer(cast.mate, since=START)
    followup(other, cast.mate, moment("2026-02-11 10:00"), "介绍了新的产品线和交货期安排")
    followup_days.count_all(at=at)
    made = merge_customers(
        one_id=row.pk, other_id=other.pk, reason="same company", by=cast.general_manager, at=at + HOUR
    )
    followup_days.bring_up_to_date(at=at + 2 * HOUR)
    undo_merge(record_id=made.pk, by=cast.general_manager, at=at + 4 * HOUR)


def imported_and_undone(cast, row, at, folder):
    line = {
        "customer": row.code,
        "author": "rep",
        "kind": "call_out",
        "occurred_at": "2026-02-16 10:00",
        "counterpart": "王经理",
        "content": "介绍了新的产品线和交货期安排",
    }
    job = taken(folder, [line], by=cast.admin, at=at, kind="followups", history=True)
    followup_days.bring_up_to_date(at=at + 2 * HOUR)
    assert FollowUpDay.objects.filter(person=cast.rep, day=date(2026, 2, 16)).exists()
    undone(job, by=cast.admin, at=at + 2 * HOUR)


STEPS = [
    voided,
    rejected,
    corrected,
    recorded_late,
    recorded_now,
    helped,
    given_up_and_undone,
    released_and_undone,
    merged,
    merged_and_undone,
    imported_and_undone,
]


@pytest.mark.parametrize("step", STEPS)
def test_what_happens_after_the_count_shows_at_once(cast, files, agree, step, tmp_path):
    agree()
    people = [cast.rep.pk, cast.mate.pk]
    before = followup_days.totals(people, *YEAR)
    at = NOW + 2 * HOUR
    step(cast, files, at, tmp_path)
    if step not in (given_up_and_undone, released_and_undone, merged_and_undone, imported_and_undone):
        assert followup_days.totals(people, *YEAR) != before
    agree()
    followup_days.bring_up_to_date(at=at + 400 * 24 * HOUR)
    agree()
    assert followup_days.count_all(at=at + 401 * 24 * HOUR) == 0


def test_until_the_first_count_every_text_is_read(cast, agree):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-10 10:00"))
    assert followup_days.bring_up_to_date(at=NOW) == 0 and not FollowUpCount.objects.exists()
    agree()


def test_a_department_elsewhere_has_another_policy_for_the_past_too(cast, files, agree):
    departments.move_department(department_id=cast.rep.department_id, parent=None, by=cast.admin, at=NOW + 2 * HOUR)
    agree()
    assert followup_days.bring_up_to_date(at=NOW + 3 * HOUR) == 0  # the night counts all of it
    assert followup_days.count_all(at=NOW + 12 * HOUR) == 0
    agree()


def test_only_days_with_changes_are_counted_anew(cast, files, django_assert_max_num_queries):
    recorded_late(cast, files, NOW + 2 * HOUR, None)
    assert changed_days.changed_cells(None, None, None, NOW) == {
        (cast.rep.pk, date(2026, 2, 9)),
        (cast.rep.pk, date(2026, 2, 10)),
        (cast.rep.pk, date(2026, 2, 12)),
        (cast.rep.pk, date(2026, 2, 25)),
        (cast.mate.pk, date(2026, 2, 25)),
    }
    assert followup_days.bring_up_to_date(at=NOW + 5 * HOUR) == 5
    # Long enough after it nothing is read but the kept days.
    with django_assert_max_num_queries(4):
        followup_days.totals([cast.rep.pk], *YEAR)


@pytest.mark.req("Ng6")
def test_drift_is_mended_counted_and_told(cast, files, agree):
    FollowUpDay.objects.filter(person=cast.rep, day=date(2026, 2, 10)).update(valid=7)
    FollowUpDay.objects.create(person=cast.mate, day=date(2026, 1, 5), followups=2)
    assert tasks.count_all_followups() == 2
    assert FollowUpCount.objects.get().drift == 2
    assert cast.admin.notices.filter(kind="figures_drift").exists()
    agree()
    call_command("check_figures")
    FollowUpDay.objects.filter(person=cast.rep, day=date(2026, 2, 10)).delete()
    with pytest.raises(CommandError, match="1 days"):
        call_command("check_figures")
    assert tasks.count_followups() >= 0
