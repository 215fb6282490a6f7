"""Which backups stay when old ones go."""

from datetime import datetime, timedelta

import pytest

from crm_project.ops.backups.thinning import kept

pytestmark = pytest.mark.req("Ng5")
AT = datetime(2026, 11, 30, 3, 30)


def nights(count):
    return [AT - timedelta(days=n) for n in range(count)]


def test_of_two_years_of_nights_days_weeks_and_months_stay():
    stay = sorted(kept(nights(730), AT), reverse=True)
    assert stay[:14] == nights(14)
    last_of_months = {datetime(2026, n, 1, 3, 30) - timedelta(days=1) for n in range(1, 12)}
    # Three of the eight weeks reach into the fourteen days.
    assert set(stay[14:]) - last_of_months == {datetime(2026, 11, 15, 3, 30) - timedelta(weeks=n) for n in range(5)}
    assert {(one.year, one.month) for one in stay} == {(2026, n) for n in range(1, 12)} | {(2025, 12)}
    assert stay[-1] == datetime(2025, 12, 31, 3, 30)


def test_what_is_kept_stays_kept_night_after_night():
    there, at = set(), datetime(2024, 1, 1, 3, 30)
    for _night in range(800):
        there = kept({*there, at}, at)
        at += timedelta(days=1)
    assert len({(one.year, one.month) for one in there}) == 12 and len(there) <= 14 + 8 + 12


def test_all_of_the_last_two_days_stay():
    by_hand = [AT - timedelta(hours=n) for n in range(47)]
    assert kept(by_hand, AT) == set(by_hand)
    assert AT - timedelta(hours=49) not in kept([*by_hand, AT - timedelta(hours=49)], AT, days=1, weeks=1, months=1)


def test_the_newest_stays_however_old():
    old = [datetime(2020, 1, 1), datetime(2020, 1, 2)]
    assert datetime(2020, 1, 2) in kept(old, AT, days=0, weeks=0, months=0)
    assert kept([], AT) == set()
