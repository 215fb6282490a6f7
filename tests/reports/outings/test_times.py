"""What the times of an outing must be, and how exactly a position is kept: a table of cases."""

from datetime import timedelta
from decimal import Decimal

import pytest

from reports.rules.outings import times
from reports.rules.outings.times import Span, is_position, overlapping, problem, rounded
from tests.cast import moment

pytestmark = pytest.mark.req("Nf9")
AT = moment("2026-03-02 18:00")


@pytest.mark.parametrize(
    ("left", "back", "wrong"),
    [
        ("2026-03-02 09:00", "2026-03-02 11:00", ""),
        ("2026-03-02 09:00", "2026-03-02 09:00", ""),
        ("2026-03-02 11:00", "2026-03-02 09:00", times.BACKWARDS),
        ("2026-03-02 17:00", "2026-03-02 18:01", ""),
        ("2026-03-02 17:00", "2026-03-02 18:02", times.FUTURE),
        ("2026-03-01 18:00", "2026-03-02 12:00", ""),
        ("2026-03-01 18:00", "2026-03-02 12:01", times.LONG),
        ("2026-01-30 18:00", "2026-01-30 19:00", ""),
        ("2026-01-30 17:59", "2026-01-30 19:00", times.OLD),
    ],
)
def test_times_that_can_be_and_that_cannot(left, back, wrong):
    assert problem(moment(left), moment(back), AT) == wrong


def test_times_that_touch_do_not_overlap():
    here = Span(1, moment("2026-03-02 09:00"), moment("2026-03-02 11:00"))
    minute = timedelta(minutes=1)
    assert overlapping(here.back_at, here.back_at + minute, [here]) is None
    assert overlapping(here.left_at - minute, here.left_at, [here]) is None
    assert overlapping(here.back_at - minute, here.back_at + minute, [here]) == here
    assert overlapping(here.left_at - minute, here.back_at + minute, [here]) == here
    assert overlapping(here.left_at + minute, here.back_at - minute, [here]) == here


@pytest.mark.parametrize(
    ("degrees", "kept"), [("30.274085", "30.274"), ("120.1555", "120.156"), ("-0.0004", "0"), ("-12.3456", "-12.346")]
)
def test_a_position_is_kept_to_about_a_hundred_metres(degrees, kept):
    assert rounded(Decimal(degrees)) == Decimal(kept)


def test_what_is_no_place_on_earth():
    assert is_position(Decimal(90), Decimal(-180))
    assert not is_position(Decimal("90.1"), Decimal(0)) and not is_position(Decimal(0), Decimal("180.1"))
