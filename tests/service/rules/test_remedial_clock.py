"""The days of a step and of a task, in the working time of service (row M16)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.rules import remedial_clock, remedial_steps
from service.rules.hours import Hours
from service.rules.remedial_clock import LATE, NONE, REMIND, DaysError, Reading

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = Hours(dict.fromkeys(range(5), ((540, 720), (810, 1080))), SHANGHAI, "CN")
MINUTE = timedelta(minutes=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.req("M16")
@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-03-02 09:00", 1, "2026-03-03 18:00"),
        ("2026-03-02 23:59", 1, "2026-03-03 18:00"),
        ("2026-03-06 10:00", 2, "2026-03-10 18:00"),  # over a weekend
        ("2026-03-07 10:00", 1, "2026-03-09 18:00"),  # begun on a Saturday
        ("2026-09-30 10:00", 1, "2026-10-08 18:00"),  # over the national holidays
    ],
)
def test_a_step_is_due_at_the_end_of_work_on_the_last_of_its_working_days(since, days, due):
    reading = remedial_clock.step_reading(at(since), days, WEEK, 0.8)
    assert reading.due == at(due)


def test_reminded_from_the_share_of_the_working_time_on():
    """Monday 9:00 to Tuesday 18:00 are 15 hours: half of them are over at the end of Monday's 7.5."""
    reading = remedial_clock.step_reading(at("2026-03-02 09:00"), 1, WEEK, 0.5)
    assert reading.remind_from == at("2026-03-02 18:00")
    assert [reading.outcome(reading.remind_from - MINUTE), reading.outcome(reading.remind_from)] == [NONE, REMIND]
    assert [reading.outcome(reading.due - MINUTE), reading.outcome(reading.due)] == [REMIND, LATE]
    assert reading.next_at(at("2026-03-02 09:00")) == reading.remind_from
    assert (reading.next_at(reading.remind_from), reading.next_at(reading.due)) == (reading.due, None)


def test_a_task_is_due_at_the_end_of_work_of_its_day_or_of_the_day_where_nobody_works():
    since = at("2026-03-02 09:00")
    assert remedial_clock.task_reading(since, date(2026, 3, 4), WEEK, 0.8).due == at("2026-03-04 18:00")
    assert remedial_clock.task_reading(since, date(2026, 3, 7), WEEK, 0.8).due == at("2026-03-08 00:00")
    late = remedial_clock.task_reading(at("2026-03-04 19:00"), date(2026, 3, 4), WEEK, 0.8)
    assert late.remind_from is None and late.outcome(at("2026-03-04 19:00")) == LATE


def test_where_nobody_works_nothing_is_due():
    nobody = Hours({}, SHANGHAI)
    reading = remedial_clock.step_reading(at("2026-03-02 09:00"), 1, nobody, 0.8)
    assert reading == Reading(at("2026-03-02 09:00"), None, None)
    assert (reading.outcome(at("2027-01-01 00:00")), reading.next_at(at("2026-03-02 09:00"))) == (NONE, None)


@pytest.mark.parametrize("wrong", [0, -1, 61, "3", None, True, 2.5])
def test_days_that_cannot_be_meant_are_named(wrong):
    good = dict.fromkeys(remedial_steps.OPEN, 60)
    assert remedial_clock.read(good | {"other": 3}) == good
    assert remedial_clock.read(dict.fromkeys(good, 1)) == dict.fromkeys(good, 1)
    assert str(remedial_clock.DaysError(["draft", "report"])) == "draft, report"
    with pytest.raises(DaysError, match="feedback") as problem:
        remedial_clock.read(good | {"feedback": wrong})
    assert problem.value.steps == ["feedback"]
    with pytest.raises(DaysError):
        remedial_clock.read([])


def test_the_table_of_steps():
    assert len(remedial_steps.ORDER) == 10 and set(remedial_steps.TURNS) == set(remedial_steps.OPEN)
    assert remedial_steps.after(remedial_steps.DRAFT) == remedial_steps.DRAFT_REVIEW
    assert remedial_steps.earlier(remedial_steps.DRAFT_APPROVAL) == ("draft", "draft_review")
    assert remedial_steps.earlier(remedial_steps.CANCELLED) == remedial_steps.earlier(remedial_steps.DRAFT) == ()
    assert [remedial_steps.text_of(step) for step in ("draft_approval", "report", "feedback")] == [
        "draft",
        "report",
        "",
    ]
