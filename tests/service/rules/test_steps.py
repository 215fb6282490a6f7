"""Which steps an order may take, and where they lead."""

import pytest

from service.rules import steps
from service.rules.steps import ACCEPTED, CANCELLED, CLOSED, CONFIRMED, DONE, RECORDED, UNDER_WAY, WAITING

pytestmark = pytest.mark.req("Ni21")


@pytest.mark.parametrize(
    ("status", "reached"),
    [
        (RECORDED, [ACCEPTED, UNDER_WAY]),
        (ACCEPTED, [UNDER_WAY, WAITING, DONE]),
        (UNDER_WAY, [WAITING, DONE]),
        (WAITING, [UNDER_WAY, DONE]),
        (DONE, [CONFIRMED, CLOSED]),
        (CONFIRMED, [CLOSED]),
        (CLOSED, []),
        (CANCELLED, []),
    ],
)
def test_where_one_step_leads(status, reached):
    assert steps.goals(status) == reached


@pytest.mark.parametrize(
    ("status", "goal", "step"),
    [
        (RECORDED, UNDER_WAY, "start"),
        (WAITING, UNDER_WAY, "resume"),
        (UNDER_WAY, UNDER_WAY, None),
        (ACCEPTED, DONE, "finish"),
        (RECORDED, DONE, None),
        (DONE, CLOSED, "close"),
        (CLOSED, RECORDED, None),
    ],
)
def test_the_step_between_two_statuses(status, goal, step):
    assert steps.step_to(status, goal) == step
