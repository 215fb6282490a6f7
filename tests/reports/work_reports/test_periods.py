"""The periods of reports by the calendar, and their fixed titles."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from crm_project.accounts.models import User
from reports.models import WorkReport
from reports.presenters.work_reports import titles
from reports.rules.report_periods import KINDS, after, before, period_of

pytestmark = pytest.mark.req("Ni1")
DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "year", "number"),
    [
        ("daily", date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 2), 2026, 61),
        ("weekly", date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 8), 2026, 10),
        # The last days of a year may lie in the first week of the next, and the first days in the last week of the one before.
        ("weekly", date(2025, 12, 31), date(2025, 12, 29), date(2026, 1, 4), 2026, 1),
        ("weekly", date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3), 2026, 53),
        ("monthly", date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29), 2028, 2),
        ("monthly", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), 2026, 12),
        ("half_yearly", date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30), 2026, 1),
        ("half_yearly", date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31), 2026, 2),
        ("yearly", date(2026, 5, 1), date(2026, 1, 1), date(2026, 12, 31), 2026, 1),
    ],
)
def test_where_a_period_begins_and_ends(kind, day, first, last, year, number):
    found = period_of(kind, day)
    assert (found.first, found.last, found.year, found.number) == (first, last, year, number)


@given(kind=st.sampled_from(KINDS), day=DAYS)
def test_periods_follow_each_other_without_a_gap(kind, day):
    one = period_of(kind, day)
    assert one.first <= day <= one.last
    assert after(one).first == one.last + timedelta(days=1) and before(one).last == one.first - timedelta(days=1)
    assert before(after(one)) == one and period_of(kind, one.first) == period_of(kind, one.last) == one


@pytest.mark.parametrize(
    ("kind", "day", "english", "chinese"),
    [
        ("daily", date(2026, 3, 2), "2026-03-02 · Daily report · Li Ming", "2026-03-02工作日报—Li Ming"),
        ("weekly", date(2026, 11, 23), "2026 week 48 · Li Ming", "2026年第48周工作周报—Li Ming"),
        ("monthly", date(2026, 11, 1), "2026-11 · Monthly report · Li Ming", "2026年11月工作月报—Li Ming"),
        (
            "half_yearly",
            date(2026, 1, 1),
            "2026 first half · Half-yearly report · Li Ming",
            "2026年上半年工作总结—Li Ming",
        ),
        ("yearly", date(2026, 1, 1), "2026 · Yearly report · Li Ming", "2026年工作总结—Li Ming"),
    ],
)
def test_the_title_is_fixed(kind, day, english, chinese):
    report = WorkReport(kind=kind, first=day, author=User(full_name="Li Ming", username="li"))
    with translation.override("en"):
        assert titles.title(report) == english
    with translation.override("zh-hans"):
        assert titles.title(report) == chinese
