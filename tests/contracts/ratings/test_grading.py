"""Grades at every boundary, both sides, to two decimals (rows T10-T13)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ratings.rules.grading import BOUNDS, DIRECT, DISTRIBUTOR, GRADES, is_big, is_key, judge

CENTS = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
SEGMENTS = st.sampled_from([DISTRIBUTOR, DIRECT])
TABLE = {
    DISTRIBUTOR: [
        ("100", "AAA"),
        ("89.01", "AAA"),
        ("89", "AA"),
        ("88.99", "AA"),
        ("79.01", "AA"),
        ("79", "A"),
        ("78.99", "A"),
        ("69.01", "A"),
        ("69", "B"),
        ("68.99", "B"),
        ("59.01", "B"),
        ("59", "C"),
        ("58.99", "C"),
        ("50.01", "C"),
        ("50", "C"),
        ("49.99", None),
        ("0", None),
    ],
    DIRECT: [
        ("100", "AAA"),
        ("84.01", "AAA"),
        ("84", "AA"),
        ("83.99", "AA"),
        ("74.01", "AA"),
        ("74", "A"),
        ("73.99", "A"),
        ("64.01", "A"),
        ("64", "B"),
        ("63.99", "B"),
        ("54.01", "B"),
        ("54", "C"),
        ("53.99", "C"),
        ("45.01", "C"),
        ("45", "C"),
        ("44.99", None),
        ("0", None),
    ],
}
CASES = [(segment, points, grade) for segment, rows in TABLE.items() for points, grade in rows]


@pytest.mark.req("T10", "T11")
@pytest.mark.parametrize("segment, points, grade", CASES)
def test_a_bound_belongs_to_the_grade_below_it(segment, points, grade):
    assert judge(segment, Decimal(points), full_credit=True, bad_debt=False).grade == grade


@pytest.mark.req("T10", "T11")
@pytest.mark.parametrize("segment, points, grade", CASES)
def test_bad_debts_leave_no_grade_and_say_which_it_would_be(segment, points, grade):
    verdict = judge(segment, Decimal(points), full_credit=True, bad_debt=True)
    assert verdict.grade is None and verdict.why == ({"code": "bad_debt", "grade": grade},)


@pytest.mark.req("T11")
@pytest.mark.parametrize("segment, points, grade", CASES)
def test_only_a_direct_customer_needs_full_credit_performance_and_only_for_aaa(segment, points, grade):
    found = judge(segment, Decimal(points), full_credit=False, bad_debt=False)
    capped = segment == DIRECT and grade == "AAA"
    assert found.grade == ("AA" if capped else grade)
    assert [w["code"] for w in found.why] == (
        ["credit"]
        if capped
        else [w["code"] for w in judge(segment, Decimal(points), full_credit=True, bad_debt=False).why]
    )


@pytest.mark.parametrize(
    "points, grade", [("89.004", "AA"), ("89.005", "AAA"), ("59.004", "C"), ("49.995", "C"), ("49.994", None)]
)
def test_points_are_judged_to_two_decimals(points, grade):
    assert judge(DISTRIBUTOR, Decimal(points), full_credit=True, bad_debt=False).grade == grade


def test_a_grade_says_what_it_lacked():
    assert judge(DIRECT, Decimal("74.5"), full_credit=True, bad_debt=False).why == (
        {"code": "above", "grade": "AA", "better": "AAA", "bound": 84, "points": "74.50"},
    )
    assert judge(DISTRIBUTOR, Decimal("49.99"), full_credit=True, bad_debt=False).why == (
        {"code": "below", "bound": 50, "points": "49.99"},
    )
    assert judge(DIRECT, Decimal(100), full_credit=True, bad_debt=False).why == ()


@pytest.mark.req("T12")
@pytest.mark.parametrize(
    "segment, grade, bought, big",
    [
        (DIRECT, "AAA", "20000000", True),
        (DIRECT, "AA", "20000000", True),
        (DIRECT, "AA", "19999999.99", False),
        (DIRECT, "A", "90000000", False),
        (DISTRIBUTOR, "AAA", "50000000", True),
        (DISTRIBUTOR, "AAA", "49999999.99", False),
        (DISTRIBUTOR, "AA", "90000000", False),
        (DIRECT, None, "90000000", False),
    ],
)
def test_big_customers_are_well_graded_and_bought_much_last_year(segment, grade, bought, big):
    assert is_big(segment, grade, Decimal(bought)) is big


@pytest.mark.req("T13")
@pytest.mark.parametrize("segment, keys", [(DIRECT, ["AAA", "AA"]), (DISTRIBUTOR, ["AAA"])])
def test_key_customers_are_direct_aaa_and_aa_and_distributors_aaa(segment, keys):
    assert [grade for grade in (*GRADES, None) if is_key(segment, grade)] == keys


def _rank(grade):
    return len(GRADES) if grade is None else GRADES.index(grade)


@given(SEGMENTS, CENTS, CENTS, st.booleans(), st.booleans())
def test_more_points_are_never_graded_worse(segment, one, other, credit, debt):
    low, high = sorted((one, other))
    assert _rank(judge(segment, high, full_credit=credit, bad_debt=debt).grade) <= _rank(
        judge(segment, low, full_credit=credit, bad_debt=debt).grade
    )


@given(SEGMENTS, CENTS, st.booleans())
def test_every_grade_but_aaa_explains_itself_and_every_big_customer_is_a_key_one(segment, points, credit):
    verdict = judge(segment, points, full_credit=credit, bad_debt=False)
    assert (verdict.grade == "AAA") == (not verdict.why)
    assert (verdict.grade is None) == (points < BOUNDS[segment][-1][1])
    for bought in (Decimal(0), Decimal(60_000_000)):
        assert not is_big(segment, verdict.grade, bought) or is_key(segment, verdict.grade, bought)
