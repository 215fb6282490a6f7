"""What makes a scheme wrong, and how points follow from what was measured (rows Nf16, Ni16)."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.rules.appraisal.scheme import Deduction, Item, Scheme, problem
from reports.rules.appraisal.scoring import result

D = Decimal


def item(key="calls", points="100", full="10"):
    return Item(key, D(points), D(full))


@pytest.mark.parametrize(
    ("scheme", "wrong"),
    [
        (Scheme([item()]), ("", "")),
        (Scheme([]), ("nothing", "")),
        (Scheme([item(points="60"), item("visits", "39.9")]), ("sum", "")),
        (Scheme([item(points="60"), item("visits", "40.1")]), ("sum", "")),
        (Scheme([item(points="50"), item(points="50")]), ("twice", "calls")),
        (Scheme([item()], [Deduction("calls", D(1), D(5))]), ("twice", "calls")),
        (Scheme([item(points="0")]), ("points", "calls")),
        (Scheme([item(points="101")]), ("points", "calls")),
        (Scheme([item(full="0")]), ("full_at", "calls")),
        (Scheme([item(full="1e10")]), ("full_at", "calls")),
        (Scheme([item()], [Deduction("lost", D(0), D(5))]), ("deduction", "lost")),
        (Scheme([item()], [Deduction("lost", D(6), D(5))]), ("deduction", "lost")),
        (Scheme([item()], [Deduction("lost", D(6), D(101))]), ("deduction", "lost")),
        (Scheme([item()], [Deduction("lost", D(100), D(100))]), ("", "")),
    ],
)
def test_a_scheme_must_add_up_to_a_hundred_and_name_everything_once(scheme, wrong):
    assert problem(scheme) == wrong


def test_points_are_in_proportion_up_to_all_of_them_and_rounded_to_a_tenth():
    scheme = Scheme([item(points="60", full="7"), item("visits", "40", "2")])
    lines = result(scheme, {"calls": D(3), "visits": D(5)}, 0).lines
    assert [line.points for line in lines] == [D("25.7"), D("40.0")]
    assert [line.points for line in result(scheme, {}, 0).lines] == [0, 0]


def test_where_nothing_was_there_to_measure_all_points_are_given():
    found = result(Scheme([item("rhythm_kept", "100", "90")]), {"rhythm_kept": None}, 0)
    assert found.total == 100 and found.lines[0].value is None


def test_deductions_stop_at_their_most_and_the_sum_at_zero():
    scheme = Scheme([item(points="100", full="10")], [Deduction("lost", D(30), D(80))])
    assert result(scheme, {"calls": D(10), "lost": D(2)}, 0).total == 40
    assert result(scheme, {"calls": D(10), "lost": D(9)}, 0).total == 20
    assert result(scheme, {"calls": D(5), "lost": D(9)}, 0).total == 0


@pytest.mark.req("Ni16")
def test_one_untrue_record_makes_zero_where_the_scheme_says_so():
    values = {"calls": D(10)}
    strict, mild = Scheme([item()], [], zero=True), Scheme([item()], [], zero=False)
    assert (result(strict, values, 1).total, result(strict, values, 1).earned) == (0, 100)
    assert result(strict, values, 0).total == result(mild, values, 1).total == 100


@settings(deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(1, 1000), st.one_of(st.none(), st.integers(0, 2000))), min_size=1, max_size=10),
    st.integers(0, 20),
)
def test_a_score_lies_between_zero_and_a_hundred_and_is_the_sum_of_its_lines(rows, lost):
    part = D(100) / len(rows)
    scheme = Scheme(
        [Item(f"k{n}", part, D(full)) for n, (full, _value) in enumerate(rows)], [Deduction("lost", D(7), D(50))]
    )
    values = {f"k{n}": None if value is None else D(value) for n, (_full, value) in enumerate(rows)}
    found = result(scheme, values | {"lost": D(lost)}, 0)
    assert 0 <= found.total <= D("100.5")
    assert found.total == max(sum(line.points for line in found.lines), 0)
