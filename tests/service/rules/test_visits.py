"""Return visits by rule: the next one, its report, what is bad, what is told when."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from service.rules import visits
from service.rules.hours import Hours

WEEK = Hours(blocks=dict.fromkeys(range(5), ((540, 720),)), zone=ZoneInfo("Asia/Shanghai"), days_off={date(2026, 3, 4)})
NEVER = Hours(blocks={}, zone=ZoneInfo("Asia/Shanghai"))
MONDAY = date(2026, 3, 2)


@pytest.mark.req("T23")
@pytest.mark.parametrize(
    ("day", "days", "due"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 1, date(2026, 3, 3)),
        (MONDAY, 2, date(2026, 3, 5)),  # the 4th is a day off
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over the weekend
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
    ],
)
def test_a_report_is_due_so_many_working_days_later(day, days, due):
    assert visits.report_due(day, days, WEEK) == due


def test_where_nobody_works_the_days_of_the_calendar_count():
    assert visits.report_due(MONDAY, 3, NEVER) == date(2026, 3, 5)


@pytest.mark.req("T23")
@pytest.mark.parametrize(
    ("anchor", "starts_on", "key", "due"),
    [
        (date(2026, 2, 20), date(2026, 1, 1), 5, date(2026, 3, 22)),
        (date(2025, 1, 1), date(2026, 3, 1), 35, date(2026, 3, 6)),  # spread: the first turn, by its key
        (date(2025, 1, 1), date(2026, 3, 1), 30, date(2026, 3, 2)),  # its place is over: today
        (date(2026, 1, 1), date.min, 5, date(2026, 3, 2)),
        (date(2026, 2, 20), date(2026, 3, 22), 5, date(2026, 3, 22)),
    ],
)
def test_the_next_visit(anchor, starts_on, key, due):
    assert visits.next_due(anchor, 30, starts_on, key, MONDAY) == due


@pytest.mark.req("T21")
def test_the_score_of_an_evaluation_and_when_it_is_bad():
    assert visits.average([]) is None
    assert visits.average([5, 4, 4]) == Decimal("4.33")
    assert visits.average([1, 2]) == Decimal("1.50")
    assert visits.is_bad({1: 2, 2: 5}, 2) and visits.is_bad({1: 1}, 2)
    assert not visits.is_bad({1: 3, 2: 5}, 2) and not visits.is_bad({}, 2)


DUE, REPORT = date(2026, 3, 2), date(2026, 3, 5)


@pytest.mark.req("T23")
@pytest.mark.parametrize(
    ("status", "chased", "today", "told"),
    [
        ("planned", "", date(2026, 3, 1), ""),
        ("planned", "", DUE, "due"),
        ("planned", "due", DUE, ""),
        ("planned", "due", REPORT, ""),
        ("planned", "due", date(2026, 3, 6), "late"),
        ("planned", "late", date(2026, 3, 9), ""),
        ("held", "", date(2026, 3, 4), ""),
        ("held", "", REPORT, "report_due"),
        ("held", "report_due", REPORT, ""),
        ("held", "report_due", date(2026, 3, 6), "report_late"),
        ("held", "report_late", date(2026, 3, 9), ""),
        ("done", "", date(2026, 3, 9), ""),
        ("cancelled", "", date(2026, 3, 9), ""),
    ],
)
def test_each_thing_is_told_once_and_in_its_order(status, chased, today, told):
    assert visits.to_tell(status, DUE, REPORT, chased, today) == told
