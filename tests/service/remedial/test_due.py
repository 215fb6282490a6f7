"""The timetable and remedial plans: reminded and late once, by the working days of each step, whatever kills it (row M16)."""

from datetime import timedelta

import pytest

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.notices.models import Notice
from service.domain.remedial import days, deciding, due, stored, writing
from service.domain.targets import versions
from service.models import PlanTask
from service.rules import remedial_steps as steps
from service.rules.remedial_clock import DaysError
from tests.cast import NOW, customer, person

from .plans import DAY, MINUTE, at_step, begun, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


def unread(kind):
    """Who has not read it."""
    return list(Notice.objects.filter(kind=kind, read_at=None).values_list("user__username", flat=True))


@pytest.mark.req("M16")
def test_a_step_is_due_at_the_end_of_work_of_its_last_day_reminded_and_late_once(cast, row):
    """NOW is a Monday at nine: three working days for a draft end on Thursday at six."""
    plan = begun(cast, row)
    assert minute(plan.due_at) == "2026-03-05 18:00"
    for moment, reminded, late in ((plan.next_at - MINUTE, 0, 0), (plan.next_at, 1, 0), (plan.due_at, 1, 1)):
        for _again in range(2):
            due.run(at=moment)
        assert (told(cast.service, "remedial_remind"), told(cast.service, "remedial_late")) == (reminded, late)
    assert (told(cast.service_manager, "remedial_remind"), told(cast.service_manager, "remedial_late")) == (0, 1)
    assert due.run(at=plan.due_at + 30 * DAY) == 0


def test_a_plan_that_comes_back_to_a_step_has_its_days_again_and_is_told_of_again(cast, row):
    plan = at_step(cast, row, steps.DRAFT_REVIEW)
    due.run(at=plan.due_at)
    back = plan.due_at + MINUTE
    deciding.send_back(
        plan_id=plan.pk, to=steps.DRAFT, reason="x", by=cast.service_manager, at=back, seen=steps.DRAFT_REVIEW
    )
    due.run(at=fresh(plan).due_at)
    assert (told(cast.service_manager, "remedial_late"), told(cast.service, "remedial_late")) == (2, 1)
    assert [move.late for move in plan.moves.all()] == [False, False, True]


def test_what_was_late_waits_for_nobody_once_it_went_on(cast, row):
    plan = begun(cast, row)
    due.run(at=plan.due_at)
    assert set(unread("remedial_late")) == {"service", "service_manager"}
    writing.submit(plan_id=plan.pk, by=cast.service, at=plan.due_at + MINUTE)
    assert unread("remedial_late") == []


def test_what_waits_for_another_person_by_now_is_read(cast, row):
    plan = at_step(cast, row, steps.HANDING_OVER)
    assert unread("remedial_to_hand_out") == ["service"]
    other = person("other_service", "service", cast.departments["company"])
    deciding.assign(plan_id=plan.pk, person=other, by=cast.service_manager, at=NOW)
    assert unread("remedial_to_hand_out") == [] and unread("remedial_assigned") == ["other_service"]


@pytest.mark.req("M16")
def test_of_a_task_its_person_is_reminded_and_the_responsible_person_hears_that_it_is_late(cast, row):
    plan = at_step(cast, row, steps.EXECUTION)
    task = PlanTask.objects.get(plan=plan)
    assert minute(task.due_at) == "2026-03-05 18:00"
    for moment in (task.next_at, task.due_at, task.due_at + MINUTE):
        due.run(at=moment)
    assert (told(cast.finance, "remedial_task_remind"), told(cast.finance, "remedial_task_late")) == (1, 1)
    assert (told(cast.service, "remedial_task_remind"), told(cast.service, "remedial_task_late")) == (0, 1)


def test_stand_ins_are_reminded_too(cast, row):
    plan = at_step(cast, row, steps.DRAFT_APPROVAL)
    User.objects.filter(pk=cast.general_manager.pk).update(stand_in=cast.director, away_from=NOW.date())
    due.run(at=plan.next_at)
    assert told(cast.director, "remedial_remind") == told(cast.general_manager, "remedial_remind") == 1


@pytest.mark.req("M16")
@pytest.mark.parametrize("killed_at", range(1, 5))
def test_killed_in_the_middle_the_next_run_tells_the_rest_and_nobody_twice(cast, monkeypatch, killed_at):
    plans = [begun(cast, customer(cast.rep)) for _n in range(4)]
    monkeypatch.setattr(due, "AT_ONCE", 2)
    at, calls, real = plans[0].due_at, [], due.tell

    def dies(*given, **named):
        calls.append(given)
        if len(calls) == killed_at:
            raise KeyboardInterrupt
        real(*given, **named)

    monkeypatch.setattr(due, "tell", dies)
    with pytest.raises(KeyboardInterrupt):
        due.run(at=at)
    monkeypatch.setattr(due, "tell", real)
    due.run(at=at)
    assert told(cast.service, "remedial_late") == 4 == told(cast.service_manager, "remedial_late")


@pytest.mark.req("M16")
def test_the_days_of_the_steps_are_data_each_version_kept_and_open_plans_follow(cast, row):
    plan = begun(cast, row)
    with pytest.raises(Refused):
        days.set_days(body=stored.STANDARD, by=cast.service, at=NOW)
    with pytest.raises(DaysError) as wrong:
        days.set_days(body=stored.STANDARD | {"draft": 0, "report": 99}, by=cast.service_manager, at=NOW)
    assert wrong.value.steps == ["draft", "report"]
    days.set_days(body=stored.STANDARD | {"draft": 1}, note="faster", by=cast.service_manager, at=NOW)
    assert minute(fresh(plan).due_at) == "2026-03-03 18:00"
    assert stored.days_at(NOW - MINUTE)["draft"] == 3 and stored.days_at(NOW)["draft"] == 1


def test_fewer_days_that_make_a_plan_late_tell_of_it(cast, row):
    plan = begun(cast, row)
    at = NOW + 2 * DAY
    days.set_days(body=stored.STANDARD | {"draft": 1}, by=cast.service_manager, at=at)
    for _again in range(2):
        due.run(at=at + MINUTE)
    assert told(cast.service, "remedial_late") == told(cast.service_manager, "remedial_late") == 1
    assert fresh(plan).next_at is None


def test_another_calendar_of_service_moves_the_days_of_open_plans(cast, row):
    plan = at_step(cast, row, steps.EXECUTION)
    body = versions.STANDARD | {"days_off": ["2026-03-05"], "hours": {"mon": "09:00-12:00", "thu": "09:00-12:00"}}
    versions.set_targets(body=body, by=cast.service_manager, at=NOW)
    assert minute(fresh(plan).due_at) > "2026-04-01"
    assert minute(PlanTask.objects.get(plan=plan).due_at) == "2026-03-06 00:00"
