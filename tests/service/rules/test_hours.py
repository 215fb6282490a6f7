"""Working time at its edges: blocks that touch what is asked, stops that end where something begins."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.rules.hours import Hours

NEW_YORK = ZoneInfo("America/New_York")
DAY = Hours({0: ((540, 720), (780, 1020))}, ZoneInfo("UTC"))
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.req("Ni21")


def at(text):
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=UTC)


def test_nothing_is_worked_in_no_time():
    assert DAY.worked(at("02 10:00"), at("02 10:00")) == timedelta(0)
    assert DAY.worked(at("02 11:00"), at("02 10:00")) == timedelta(0)
    assert DAY.worked(at("02 12:00"), at("02 13:00")) == timedelta(0)


def test_what_is_needed_may_end_with_a_block():
    assert DAY.after(at("02 09:00"), 180 * MINUTE) == at("02 12:00")
    assert DAY.after(at("02 09:00"), 181 * MINUTE) == at("02 13:01")
    assert DAY.after(at("02 12:00"), timedelta(0)) == at("02 13:00")


def test_a_stop_that_is_over_and_one_that_begins_later_take_nothing():
    over, later = (at("02 08:00"), at("02 09:00")), (at("02 11:00"), at("02 11:30"))
    assert DAY.after(at("02 09:00"), 60 * MINUTE, [later, over]) == at("02 10:00")
    assert DAY.after(at("02 09:00"), 120 * MINUTE, [later, over]) == at("02 11:00")
    assert DAY.after(at("02 09:00"), 121 * MINUTE, [later, over]) == at("02 11:31")
    assert DAY.after(at("02 09:00"), 60 * MINUTE, [(at("02 09:30"), at("02 09:40")), (at("02 09:50"), None)]) is None
    assert DAY.after(at("02 09:00"), 60 * MINUTE, [(at("02 11:00"), None)]) == at("02 10:00")


def test_a_stop_counts_where_it_is_worked():
    assert DAY.paused(at("02 09:00"), at("02 17:00"), [(at("02 11:30"), at("02 13:30"))]) == 60 * MINUTE
    assert DAY.paused(at("02 12:00"), at("02 17:00"), [(at("02 11:30"), None)]) == 240 * MINUTE
    assert DAY.worked(at("02 09:00"), at("02 17:00"), [(at("02 16:00"), None)]) == 360 * MINUTE


def test_work_ends_with_the_last_block_and_a_day_off_with_its_last_moment():
    three = Hours({0: ((0, 60), (120, 180), (240, 300))}, ZoneInfo("UTC"))
    assert three.end_of(date(2026, 3, 2)) == at("02 05:00")
    assert three.end_of(date(2026, 3, 3)) == at("04 00:00")


def test_a_block_that_the_change_of_the_clocks_takes_away_is_none():
    gone = Hours({6: ((120, 180), (600, 660))}, NEW_YORK)
    assert [ends - begins for begins, ends in gone.spans(date(2026, 3, 8))] == [60 * MINUTE]
