"""Whose turn it is: the fewest, then the longest ago (rows Ni21, Ne9)."""

from datetime import timedelta

import pytest

from service.rules.rotation import Load, turns, whose_turn
from tests.cast import NOW

HOUR = timedelta(hours=1)


@pytest.mark.req("Ni21")
@pytest.mark.parametrize(
    ("loads", "person", "alike"),
    [
        ([Load(1, 3), Load(2, 2, NOW), Load(3, 4)], 2, 0),
        ([Load(1, 2, NOW), Load(2, 2, NOW - HOUR), Load(3, 5, NOW - 9 * HOUR)], 2, 1),
        ([Load(1, 0, NOW - HOUR), Load(2, 0), Load(3, 0)], 2, 2),
        ([Load(1, 0), Load(2, 0)], 1, 1),
    ],
)
def test_the_fewest_then_who_was_given_one_longest_ago(loads, person, alike):
    turn = whose_turn(loads)
    assert (turn.person, turn.alike) == (person, alike)


def test_of_nobody_it_is_nobodys():
    assert whose_turn([]) is None


@pytest.mark.req("T23")
def test_of_many_that_are_given_at_once_each_counts_for_the_next():
    loads = [Load(1, 2, NOW), Load(2, 0, NOW - HOUR), Load(3, 0)]
    assert turns(loads, 6) == [3, 2, 3, 2, 1, 3]
    assert turns(loads, 1) == [whose_turn(loads).person]
    assert turns([], 3) == []
