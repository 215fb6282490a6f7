"""How likely a customer is to be lost: held against the sums done by hand."""

from math import exp

import pytest

from assignment.rules.expected_losses import lost_by

RATE = 0.5
IDLE = exp(-RATE)  # the share of days without any work


@pytest.mark.parametrize(
    ("left", "term", "days", "expected"),
    [
        # Once worked on it is safe: it is lost if every day until the deadline was idle.
        (0, None, 5, 1.0),
        (1, None, 5, IDLE),
        (3, None, 5, IDLE**3),
        (3, None, 3, IDLE**3),
        (3, None, 2, 0.0),
        (-4, None, 5, 1.0),
        (-4, 3, 0, 1.0),
        # A term of one day begins anew after each piece of work and runs out the next morning.
        (2, 1, 1, 1 - IDLE),
        (2, 1, 0, 0.0),
        (9, 2, 2, (1 - IDLE) * IDLE),
        (9, 3, 2, 0.0),
        (9, 2, 1, 0.0),
        (1, 2, 1, IDLE),
        (1, 2, 2, IDLE + (1 - IDLE) * IDLE),
        (2, 2, 2, IDLE**2 + (1 - IDLE) * IDLE),
    ],
)
def test_the_share_that_is_lost_is_the_sum_over_the_days(left, term, days, expected):
    assert lost_by(left, term, RATE, days) == pytest.approx(expected, abs=1e-12)


def test_without_work_it_is_lost_on_its_day_and_with_work_every_hour_hardly_ever():
    assert (lost_by(4, 10, 0.0, 4), lost_by(4, 10, 0.0, 3)) == (1.0, 0.0)
    assert lost_by(4, 10, 24.0, 30) < 1e-30
