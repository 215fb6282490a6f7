"""The rules of contradictions as tables of cases."""

from datetime import date, timedelta

import pytest

from reports.rules.contradictions import (
    expense_other_day,
    month_end_burst,
    outing_without_followup,
    two_places,
    visit_without_outing,
)
from reports.rules.contradictions.facts import KINDS, Numbers, Spent, Stay, Visit
from tests.cast import moment

pytestmark = pytest.mark.req("Nf9")
HERE, THERE = 1, 2
DAY = date(2026, 3, 2)


def visit(at="2026-03-02 10:00", customer=HERE, entered=None):
    return Visit(7, customer, moment(at), moment(entered or at))


def stay(left="2026-03-02 09:00", back="2026-03-02 11:00", customers=(HERE,)):
    return Stay(8, frozenset(customers), moment(left), moment(back) if back else None)


@pytest.mark.parametrize(
    ("at", "stays", "on_trip", "found"),
    [
        ("2026-03-02 10:00", [stay()], False, False),
        ("2026-03-02 10:00", [], False, True),
        ("2026-03-02 10:00", [], True, False),
        ("2026-03-02 10:00", [stay(customers=(THERE,))], False, True),
        ("2026-03-02 08:30", [stay()], False, False),
        ("2026-03-02 08:29", [stay()], False, True),
        ("2026-03-02 11:30", [stay()], False, False),
        ("2026-03-02 11:31", [stay()], False, True),
        ("2026-03-02 23:00", [stay(back=None)], False, False),
        ("2026-03-02 11:31", [stay(), stay("2026-03-02 11:31", "2026-03-02 12:00")], False, False),
    ],
)
def test_a_visit_takes_an_outing_to_the_customer(at, stays, on_trip, found):
    numbers = Numbers(minutes_around=30)
    assert visit_without_outing.contradicts(visit(at), stays, numbers, on_trip=on_trip) is found


@pytest.mark.parametrize(
    ("back_on", "visited_on", "today", "found"),
    [
        (DAY, [], DAY + timedelta(days=2), False),
        (DAY, [], DAY + timedelta(days=3), True),
        (DAY, [DAY], DAY + timedelta(days=3), False),
        (DAY, [DAY - timedelta(days=1)], DAY + timedelta(days=3), True),
        (DAY, [DAY + timedelta(days=1)], DAY + timedelta(days=3), True),
        (DAY + timedelta(days=1), [DAY + timedelta(days=1)], DAY + timedelta(days=4), False),
        (DAY + timedelta(days=1), [], DAY + timedelta(days=3), False),
    ],
)
def test_an_outing_takes_a_follow_up_of_its_days(back_on, visited_on, today, found):
    numbers = Numbers(followup_days=2)
    assert outing_without_followup.contradicts(DAY, back_on, visited_on, today, numbers) is found


@pytest.mark.parametrize(
    ("off", "days", "on_trip", "found"),
    [
        (0, [DAY], False, False),
        (0, [], False, True),
        (0, [], True, False),
        (0, [DAY + timedelta(days=1)], False, True),
        (1, [DAY + timedelta(days=1)], False, False),
        (1, [DAY - timedelta(days=1)], False, False),
        (1, [DAY - timedelta(days=2)], False, True),
    ],
)
def test_an_expense_takes_a_day_with_the_customer(off, days, on_trip, found):
    spent = Spent(1, HERE, DAY)
    assert expense_other_day.contradicts(spent, days, Numbers(expense_days=off), on_trip=on_trip) is found


@pytest.mark.parametrize(
    ("at", "customer", "found"),
    [
        ("2026-03-02 10:19", THERE, True),
        ("2026-03-02 10:20", THERE, False),
        ("2026-03-02 09:41", THERE, True),
        ("2026-03-02 10:00", THERE, True),
        ("2026-03-02 10:00", HERE, False),
    ],
)
def test_two_visits_too_close_to_each_other(at, customer, found):
    assert two_places.too_close(visit(), visit(at, customer), Numbers(minutes_between=20)) is found


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (stay(customers=(THERE,)), True),
        (stay(), False),
        (stay(customers=(HERE, THERE)), False),
        (stay(back=None, customers=(THERE,)), False),
        (stay("2026-03-02 10:00", customers=(THERE,)), False),
        (stay(back="2026-03-02 10:00", customers=(THERE,)), False),
    ],
)
def test_a_visit_while_out_elsewhere(there, found):
    assert two_places.elsewhere(visit(), there) is found


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 2, 25), False),
        (date(2026, 2, 26), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
        (date(2026, 3, 29), True),
        (date(2026, 12, 31), True),
    ],
)
def test_the_last_days_of_a_month(day, end):
    assert month_end_burst.is_month_end(day, Numbers(burst_days=3)) is end


def test_a_burst_counts_old_visits_only():
    numbers = Numbers(burst_visits=3, burst_days=3, burst_age=2)
    end = date(2026, 3, 31)
    old = [visit(f"2026-03-{day} 10:00", entered="2026-03-31 10:00") for day in (20, 25, 29)]
    fresh = visit("2026-03-29 10:01", entered="2026-03-31 10:00")
    assert month_end_burst.late([*old, fresh], numbers) == old
    assert month_end_burst.contradicts(end, old, numbers)
    assert not month_end_burst.contradicts(end, [*old[:2], fresh], numbers)
    assert not month_end_burst.contradicts(date(2026, 3, 15), old, numbers)


def test_each_rule_holds_or_not_by_itself():
    for kind in KINDS:
        assert [one for one in KINDS if Numbers(**{kind: True}).holds(one)] == [kind]
