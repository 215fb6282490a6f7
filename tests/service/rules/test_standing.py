"""How one order stands at a moment: by what had happened until then, nothing that came later."""

from datetime import timedelta

import pytest

from service.rules import steps
from service.rules.clock import LATE, NONE, REMIND, judge, next_of, status_at
from service.rules.targets import read

from .test_clock import BODY, SHANGHAI, at, order

TARGETS = read(BODY, SHANGHAI)
# Accepted, begun, waiting twice, done: one working day.
DAY = {
    "accepted_at": at("2026-11-30T10:00"),
    "started_at": at("2026-11-30T10:30"),
    "waits": [
        (at("2026-11-30T11:00"), at("2026-11-30T12:00")),
        (at("2026-11-30T14:00"), at("2026-11-30T17:00")),
    ],
    "done_at": at("2026-11-30T16:00"),
}


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("09:59", steps.RECORDED),
        ("10:00", steps.ACCEPTED),
        ("10:29", steps.ACCEPTED),
        ("10:30", steps.UNDER_WAY),
        ("11:00", steps.WAITING),
        ("11:59", steps.WAITING),
        ("12:00", steps.UNDER_WAY),
        ("14:00", steps.WAITING),
        ("15:59", steps.WAITING),
        ("16:00", steps.DONE),
    ],
)
def test_where_it_stood_follows_from_its_times(moment, status):
    assert status_at(order(**DAY), at(f"2026-11-30T{moment}")) == status


def test_without_any_time_it_is_recorded_and_an_open_wait_lasts():
    assert status_at(order(), at("2026-11-30T12:00")) == steps.RECORDED
    waits = [(at("2026-11-30T11:00"), None)]
    assert status_at(order(started_at=at("2026-11-30T10:00"), waits=waits), at("2026-12-09T11:00")) == steps.WAITING


def test_what_comes_later_is_not_known_yet():
    facts = order(**DAY)
    early = judge(facts, TARGETS, at("2026-11-30T09:30"))
    assert (early.response.used, early.response.runs, early.completion.runs, early.paused) == (30, True, True, 0)
    just = judge(facts, TARGETS, at("2026-11-30T10:00"))
    assert (just.response.used, just.response.runs) == (60, False)
    waiting = judge(facts, TARGETS, at("2026-11-30T15:00"))
    assert (waiting.completion.used, waiting.completion.due, waiting.paused) == (150, None, 120)
    done = judge(facts, TARGETS, at("2026-11-30T18:00"))
    assert (done.completion.used, done.completion.runs, done.paused) == (150, False, 180)
    assert judge(facts, TARGETS, at("2026-11-30T16:00")).completion.runs is False


def test_a_clock_that_has_ended_neither_reminds_nor_is_late():
    late = judge(order(accepted_at=at("2026-11-30T14:00")), TARGETS, at("2026-11-30T14:30"))
    assert late.response.late and late.outcome == NONE
    near = judge(order(accepted_at=at("2026-11-30T10:50")), TARGETS, at("2026-11-30T10:55"))
    assert near.response.used == 110 and near.outcome == NONE
    assert judge(order(), TARGETS, at("2026-11-30T10:50")).outcome == REMIND
    assert judge(order(accepted_at=at("2026-11-30T09:10")), TARGETS, at("2026-12-07T09:00")).outcome == LATE


def test_what_changes_next_is_of_the_clocks_that_run():
    running = judge(order(), TARGETS, at("2026-11-30T09:00"))
    assert running.next_at(at("2026-11-30T09:00")) == at("2026-11-30T10:36")
    assert running.next_at(at("2026-11-30T10:36")) == at("2026-11-30T11:00")
    accepted = judge(order(accepted_at=at("2026-11-30T09:10")), TARGETS, at("2026-11-30T09:10"))
    assert accepted.next_at(at("2026-11-30T09:10")) == accepted.completion.remind_from == at("2026-12-01T15:48")
    assert judge(order(**DAY), TARGETS, at("2026-12-01T09:00")).next_at(at("2026-12-01T09:00")) is None


def test_without_a_target_nothing_runs_and_pauses_are_still_counted():
    standing = judge(order(**DAY), read(BODY | {"targets": []}, SHANGHAI), at("2026-11-30T17:30"))
    assert (standing.response, standing.completion, standing.paused, standing.outcome) == (None, None, 180, NONE)


def test_the_first_of_some_moments_after_one():
    now = at("2026-11-30T12:00")
    assert next_of([None, now, now + timedelta(hours=2), now + timedelta(hours=1)], now) == now + timedelta(hours=1)
    assert next_of([None, now], now) is None


def test_a_wait_stops_the_clock_from_its_first_moment_and_no_longer_at_its_last():
    facts = order(**DAY)
    before, begins = (judge(facts, TARGETS, at(f"2026-11-30T{moment}")) for moment in ("10:59", "11:00"))
    assert before.completion.due == at("2026-12-02T10:00") and begins.completion.due is None
    ends = judge(facts, TARGETS, at("2026-11-30T12:00"))
    assert ends.completion.due == at("2026-12-02T11:00") and ends.completion.remind_from == at("2026-12-01T16:48")
    # The second wait is still to come: nobody knows of it.
    assert judge(facts, TARGETS, at("2026-11-30T13:59")).completion.due == at("2026-12-02T11:00")


def test_what_was_done_while_it_waited_keeps_the_time_at_which_it_was_due():
    short = read(BODY | {"targets": [{"response": 30, "completion": 60}]}, SHANGHAI)
    facts = order(**DAY | {"waits": DAY["waits"][1:]})
    assert judge(facts, short, at("2026-11-30T14:00")).completion.due is None
    assert (
        judge(order(**DAY | {"done_at": at("2026-11-30T14:00")}), TARGETS, at("2026-11-30T14:00")).completion.due
        is None
    )
    done = judge(facts, short, at("2026-11-30T16:30")).completion
    assert (done.due, done.remind_from) == (at("2026-11-30T10:00"), at("2026-11-30T09:48"))
