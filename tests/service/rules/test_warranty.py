"""Until when something is in warranty, and what kind of repair follows."""

from datetime import date

import pytest

from service.rules.warranty import IN, OUT, Warranty, kind_of_repair, last_day

pytestmark = pytest.mark.req("Ni21")
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2025, 3, 2), 12, date(2026, 3, 2)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 1), 11, date(2025, 12, 1)),
        (date(2025, 3, 2), None, None),
    ],
)
def test_the_same_day_of_a_later_month(start, months, last):
    assert last_day(start, months) == last


def one(until):
    return Warranty(1, "逆变器", "HT-1", date(2025, 3, 2), until)


def test_the_last_day_is_covered_and_one_covered_product_is_enough():
    assert kind_of_repair([one(DAY)], DAY) == IN
    assert kind_of_repair([one(date(2026, 3, 1))], DAY) == OUT
    assert kind_of_repair([one(None)], DAY) == OUT
    assert kind_of_repair([one(None), one(DAY)], DAY) == IN
    assert kind_of_repair([], DAY) == ""
