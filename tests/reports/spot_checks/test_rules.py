"""The draw and what it tells: the same rows everywhere, each equally likely, an interval that holds the truth (row Ni15)."""

from collections import Counter
from random import Random

import pytest

from reports.rules.spot_checks.certainty import interval, size_for, worst_error
from reports.rules.spot_checks.drawing import digest_of, drawn, same, seed_of

pytestmark = [pytest.mark.req("Ni15"), pytest.mark.slow]
# As every installation draws them, on either database.
FIXED = ["followup:13", "followup:6", "followup:23", "followup:18", "followup:26"]
KEYS = [f"followup:{n}" for n in range(1, 41)]


def test_the_same_seed_draws_the_same_rows_for_ever():
    seed = seed_of("a" * 64, 7)
    assert drawn(KEYS, seed, 5) == FIXED
    assert drawn(reversed(KEYS), seed, 5) == FIXED
    assert drawn(KEYS, seed_of("a" * 64, 8), 5) != FIXED and drawn(KEYS, seed_of("b" * 64, 7), 5) != FIXED


def test_more_rows_keep_those_drawn_before():
    seed = seed_of("c" * 64, 1)
    assert drawn(KEYS, seed, 20)[:5] == drawn(KEYS, seed, 5)
    assert len(drawn(KEYS, seed, 99)) == 40


def test_a_changed_population_has_another_digest():
    assert len({digest_of(KEYS), digest_of(KEYS[:-1]), digest_of(["followup:99", *KEYS[1:]])}) == 3
    assert same(["a", "b"], ["b", "a"]) and not same(["a"], ["b"])


def test_each_row_is_drawn_equally_often():
    dice, times = Random(15), Counter()
    for n in range(10_000):
        times.update(drawn(KEYS, seed_of(f"{dice.getrandbits(256):064x}", n), 4))
    expected = 10_000 * 4 / len(KEYS)
    chi_square = sum((times[key] - expected) ** 2 / expected for key in KEYS)
    # 39 degrees of freedom: above 62.4 once in a hundred; draws of four at once lie a little closer together.
    assert chi_square < 62.4


@pytest.mark.parametrize("rows, share, size", [(200, 0.1, 30), (60, 0.5, 20), (300, 0.02, 40), (35, 0.0, 12)])
def test_the_interval_covers_the_truth_in_95_of_100_checks(rows, share, size):
    dice, untrue, hits = Random(rows), round(rows * share), 0
    keys = [str(n) for n in range(rows)]
    for n in range(2_000):
        found = drawn(keys, seed_of(f"{dice.getrandbits(256):064x}", n), size)
        among = interval(rows, size, sum(int(key) < untrue for key in found))
        hits += among.low <= untrue <= among.high
    assert hits >= 0.95 * 2_000


@pytest.mark.parametrize(
    ("rows", "size", "untrue", "low", "high"),
    [(20, 20, 3, 3, 3), (100, 0, 0, 0, 100), (10, 5, 0, 0, 3), (10, 5, 5, 7, 10), (1, 1, 1, 1, 1)],
)
def test_intervals_that_can_be_checked_by_hand(rows, size, untrue, low, high):
    found = interval(rows, size, untrue)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("rows", [1, 30, 312, 5_000])
@pytest.mark.parametrize("points", [5, 10, 20])
def test_one_row_less_would_not_keep_the_wanted_certainty(rows, points):
    size = size_for(rows, points)
    assert worst_error(rows, size) <= points
    assert size == 1 or worst_error(rows, size - 1) > points
