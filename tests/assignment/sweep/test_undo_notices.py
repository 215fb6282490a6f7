"""What comes back along with an undone loss, and who is told of it."""

from datetime import timedelta

import pytest

from activities.models import Task
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep import undo
from crm_project.notices.models import Notice
from tests.cast import customer, moment

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")
LATER = DUE + timedelta(hours=1)


@pytest.mark.req("Ne9")
def test_open_tasks_that_went_along_come_back_with_the_customer(cast):
    row = customer(cast.solar_rep, since=START - timedelta(days=90))
    task = Task.objects.create(
        customer=row, title="Call", due_at=START, assignee=cast.solar_rep, created_by=cast.solar_rep, created_at=START
    )
    run = sweep.run(at=DUE)
    task.refresh_from_db()
    assert task.assignee == cast.solar_mate
    undo.undo_run(run_id=run.pk, by=cast.solar_manager, at=LATER)
    task.refresh_from_db()
    assert task.assignee == cast.solar_rep


def test_who_undoes_it_needs_no_notice_of_their_own_and_the_others_are_told(cast):
    for owner in (cast.manager, cast.rep):
        customer(owner, since=START)
    run = sweep.run(at=DUE)
    undo.undo_run(run_id=run.pk, by=cast.manager, at=LATER)
    assert [notice.user for notice in Notice.objects.filter(kind="restored")] == [cast.rep]


def test_what_nobody_in_person_undoes_is_told_to_everybody_concerned(cast):
    customer(cast.rep, since=START)
    run = sweep.run(at=DUE)
    assert undo.undo_run(run_id=run.pk, by=None, at=LATER) == (1, [])
    assert [notice.user for notice in Notice.objects.filter(kind="restored")] == [cast.rep]
