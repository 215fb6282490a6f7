"""Labels as they are scanned and typed, periods, reminders, what a stock-take finds (row T6)."""

from datetime import date, timedelta

import pytest

from customers.rules.custody import stock
from customers.rules.custody.labels import Label, number_text, read_label
from customers.rules.custody.periods import extension_problem, is_late, next_reminder, period_problem

pytestmark = pytest.mark.req("T6")
TODAY = date(2026, 3, 2)
SITE = "https://crm.example.com/app"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("F-000123", Label(number="F-000123")),
        ("f-000123", Label(number="F-000123")),
        (" f 000 123 ", Label(number="F-000123")),
        ("Ｆ－０００１２３", Label(number="F-000123")),
        ("F–000123", Label(number="F-000123")),
        ("f123", Label(number="F-000123")),
        ("123", Label(number="F-000123")),
        ("1234567", Label(number="F-1234567")),
        (f"{SITE}/customers/folders/7/", Label(key=7)),
        ("https://CRM.example.com/app/customers/folders/7", Label(key=7)),
        ("https://crm.example.com/customers/7/", Label(foreign=True)),
        ("https://crm.other.com/app/customers/folders/7/", Label(foreign=True)),
        ("https://crm.example.com:8443/app/customers/folders/7/", Label(foreign=True)),
        ("http://[broken/customers/folders/7/", Label(foreign=True)),
        ("weixin://x", Label(foreign=True)),
        ("C-000123", Label()),
        ("F-", Label()),
        ("", Label()),
        ("Wang", Label()),
        ("9" * 400, Label()),
    ],
)
def test_a_label_is_read_however_it_is_typed_and_one_of_elsewhere_is_known(typed, label):
    assert read_label(typed, SITE) == label


def test_a_number_is_read_as_it_is_written():
    assert number_text(7) == "F-000007" and read_label(number_text(7), SITE).number == "F-000007"


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (0, 0, ("", "")),
        (0, 13, ("", "")),
        (60, 60, ("", "")),
        (None, 3, ("from_on", "missing")),
        (0, None, ("until_on", "missing")),
        (-1, 3, ("from_on", "past")),
        (61, 62, ("from_on", "far")),
        (2, 1, ("until_on", "order")),
        (0, 14, ("until_on", "long")),
    ],
)
def test_a_loan_has_a_first_and_a_last_day(first, last, problem):
    days = [None if n is None else TODAY + timedelta(days=n) for n in (first, last)]
    assert period_problem(*days, TODAY, 14) == problem


@pytest.mark.parametrize(
    ("until", "last", "problem"),
    [(3, 4, ""), (3, 14, ""), (3, None, "missing"), (3, 3, "order"), (-5, -1, "order"), (-5, 0, ""), (3, 15, "long")],
)
def test_an_extension_leads_to_a_later_day(until, last, problem):
    last = None if last is None else TODAY + timedelta(days=last)
    assert extension_problem(last, TODAY + timedelta(days=until), TODAY, 14) == problem


def test_one_is_reminded_before_on_and_after_the_day_and_every_week_from_then_on():
    until, day, days = TODAY + timedelta(days=5), TODAY, []
    while len(days) < 5:
        day = next_reminder(until, day)
        days.append((day - until).days)
    assert days == [-1, 0, 1, 8, 15]
    assert next_reminder(until, until + timedelta(days=3)) == until + timedelta(days=8)
    assert not is_late(until, until) and is_late(until, until + timedelta(days=1))


@pytest.mark.parametrize(
    ("seen", "here", "status", "found"),
    [
        (True, True, "in", "found"),
        (True, False, "in", "misplaced"),
        (True, True, "out", "lent_here"),
        (True, False, "out", "lent_here"),
        (True, True, "lost", "lost_here"),
        (False, True, "in", "missing"),
        (False, True, "out", "on_loan"),
        (False, True, "lost", "lost"),
    ],
)
def test_a_stock_take_says_how_each_folder_stands(seen, here, status, found):
    assert stock.verdict(seen=seen, belongs_here=here, status=status) == found
