"""Visits of deals to stages: told step by step, with what an independent reading of the same steps says (row Na12)."""

from datetime import datetime, timedelta

import pytest

from reports.rules.analysis.stage_visits import BACK, LOST, MOVED, THERE, StageFigures, Step, figures, visits

DAY = datetime(2026, 3, 1, 9)
BEGIN, END = DAY, DAY + timedelta(days=30)
pytestmark = pytest.mark.req("Na12")


def told(*steps, deal=1, standing=0):
    """Steps (day, old, new, was, status)."""
    return [
        Step(deal, DAY + timedelta(days=day), old, new, was, status, 7, standing)
        for day, old, new, was, status in steps
    ]


def seen(steps, begin=BEGIN, end=END):
    return [(one.number, one.outcome, one.days) for one in visits(steps, begin, end)]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # Opened in the stage that the first move leaves.
        (told((0, None, None, None, "open"), (3, 1, 2, None, None)), [(1, MOVED, 3), (2, THERE, None)]),
        # Opened and never moved: where it stands.
        (told((0, None, None, None, "open"), standing=1), [(1, THERE, None)]),
        # Back, and lost there.
        (
            told((0, 1, 3, None, None), (2, 3, 2, None, None), (7, None, None, "open", "lost")),
            [(3, BACK, 2), (2, LOST, 5)],
        ),
        # Won leads to the last stage.
        (told((0, 4, 5, None, None), (4, 5, 10, "open", "won")), [(5, MOVED, 4), (10, THERE, None)]),
        # Won where the pipeline has no last stage.
        (told((0, 4, 5, None, None), (4, None, None, "open", "won")), [(5, MOVED, 4)]),
        # Opened again where it stood.
        (
            told(
                (0, 1, 2, None, None),
                (1, None, None, "open", "lost"),
                (3, None, None, "lost", "open"),
                (4, 2, 3, None, None),
            ),
            [(2, LOST, 1), (2, MOVED, 1), (3, THERE, None)],
        ),
        # What moves after the end still stood there at the end.
        (told((29, 1, 2, None, None), (31, 2, 3, None, None)), [(2, THERE, None)]),
        # Entered before the beginning: not of this period.
        (told((-1, 1, 2, None, None), (5, 2, 3, None, None)), [(3, THERE, None)]),
        # Opened within, moved after the end only.
        (told((29, None, None, None, "open"), (31, 1, 4, None, None), standing=9), [(1, THERE, None)]),
    ],
)
def test_each_visit_is_told_with_its_end(steps, expected):
    assert seen(steps) == expected


def test_deals_are_told_apart():
    steps = told((0, 1, 2, None, None), deal=1) + told((1, 2, 3, None, None), deal=2)
    assert seen(steps) == [(2, THERE, None), (3, THERE, None)]


def test_figures_add_up_and_the_median_is_of_those_that_ended():
    steps = []
    for deal, days in enumerate((2, 4, 9), 1):
        steps += told((0, 1, 2, None, None), (days, 2, 3, None, None), deal=deal)
    steps += told((0, 1, 2, None, None), deal=4) + told((0, 1, 2, None, None), (6, None, None, "open", "lost"), deal=5)
    found = figures(visits(steps, BEGIN, END))
    assert found[7, 2] == StageFigures(entered=5, moved=3, lost=1, there=1, median=5)
    assert found[7, 3] == StageFigures(entered=3, there=3)
