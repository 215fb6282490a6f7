"""Reading a scorecard, points from a value, and what is wrong with one that can't be used (row T7)."""

from decimal import Decimal

import pytest

from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.grading import GradeRules, is_big, is_key, judge
from contracts.ratings.rules.indicators import Indicator
from contracts.ratings.rules.scorecard import default, problems, read, rules_of

BOUNDS = {"AAA": "90", "AA": "80", "A": "70", "B": "60", "C": "50"}


def line(key="credit_performance", full="100", rater="finance", **more):
    return {"key": key, "category": "c", "full": full, "rater": rater, "en": "E", "zh": "Z", **more}


def body(*lines, **more):
    return {"categories": [{"key": "c", "en": "E", "zh": "Z"}], "indicators": list(lines or [line()]), **more}


def computed(rule, measure="volume", full="40"):
    """A body with one computed line."""
    return body(line(full=str(100 - int(full))), line("x", full, "computed", measure=measure, rule=rule))


# --- Points ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "points"), [(None, "0.00"), ("9.99", "0.00"), ("10", "2"), ("19", "2"), ("20", "5.5"), ("99", "5.5")]
)
def test_the_highest_step_that_is_reached_gives_its_points(value, points):
    card = read("direct", computed({"kind": "steps", "steps": [["10", "2"], ["20", "5.5"]]}))
    assert str(card.get("x").points(value and Decimal(value))) == (
        f"{points}.00" if points == "2" else f"{Decimal(points):.2f}"
    )


@pytest.mark.parametrize(
    ("value", "points"),
    [("5", "0.00"), ("10", "0.00"), ("15", "1.67"), ("20", "3.33"), ("40", "10.00"), ("55", "10.00"), (None, "0.00")],
)
def test_a_proportion_gives_points_between_its_ends(value, points):
    rule = {"kind": "proportion", "zero": "10", "full": "40"}
    one = Indicator("x", "c", Decimal(10), "computed", "E", "Z", rule=rule)
    assert str(one.points(value and Decimal(value))) == points


# --- Reading --------------------------------------------------------------------------------------
def test_a_body_is_read_with_what_it_does_not_say_filled_in():
    card = read("direct", body(line(), line("x", "0.5", "sales", rule=None)))
    assert (card.segment, card.categories, card.days, card.remind, card.papers) == (
        "direct",
        (("c", "E", "Z"),),
        20,
        5,
        False,
    )
    assert [one.full for one in card.indicators] == [100, Decimal("0.5")]
    assert (card.get("x").key, card.get("x").rule, card.get("y")) == ("x", {}, None)
    assert [one.key for one in card.rated_by("sales")] == ["x"] and card.rated_by("computed") == []
    said = read("direct", body(days=9, remind=2, papers=True))
    assert (said.days, said.remind, said.papers) == (9, 2, True)


def test_a_card_has_its_own_bounds_or_the_rule_books():
    usual = default("distributor").rules
    assert rules_of("distributor", {}) == rules_of("distributor", {"bounds": {}}) == usual
    own = rules_of("direct", {"bounds": BOUNDS, "big_amount": "5.5", "big_grades": ["A"], "needs_credit": False})
    bounds = tuple((grade, Decimal(bound)) for grade, bound in BOUNDS.items())
    assert own == GradeRules(bounds, Decimal("5.5"), ("A",), False)
    assert rules_of("direct", {"bounds": BOUNDS}).needs_credit is True
    assert rules_of("distributor", {"needs_credit": 1}).needs_credit is True


def test_the_default_is_read_once():
    assert default("direct") is default("direct") and default("direct") == read("direct", default_body("direct"))


# --- What is wrong --------------------------------------------------------------------------------
@pytest.mark.parametrize("segment", ["direct", "distributor"])
def test_nothing_is_wrong_with_the_default(segment):
    assert problems(default_body(segment)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line(full="99.5")], [("total", "", "99.5")]),
        ([line(full="50"), line("x", "50.50")], [("total", "", "100.5")]),
        ([line("x")], [("keys", "", "credit_performance")]),
        ([line(full="50"), line(full="50")], [("keys", "", "credit_performance")]),
        ([line(full="101"), line("x", "-1")], [("full", "x", "-1")]),
        ([line(), line("x", "0")], [("full", "x", "0")]),
        ([line(full="99"), line("x", "1")], []),
        ([line(full="99"), line("x", "0.5"), line("y", "0.5")], []),
    ],
)
def test_full_marks_make_a_hundred_and_every_line_has_its_own_key(lines, expected):
    assert problems(body(*lines)) == expected


def test_a_card_without_lines_makes_nothing():
    assert problems(body() | {"indicators": []}) == [("total", "", "0"), ("keys", "", "credit_performance")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "steps", "steps": [["5", "40"], ["1", "0"]]}, []),
        ({"kind": "steps", "steps": [["5", "39.99"]]}, [("steps", "x", "40")]),
        ({"kind": "steps", "steps": [["5", "41"]]}, [("steps", "x", "40")]),
        ({"kind": "steps", "steps": [["5", "40"], ["1", "-0.01"]]}, [("steps", "x", "40")]),
        ({"kind": "steps", "steps": []}, [("steps", "x", "40")]),
        ({"kind": "proportion", "zero": "0", "full": "100"}, []),
        ({"kind": "proportion", "zero": "100", "full": "0"}, []),
        ({"kind": "proportion", "zero": "5", "full": "5.0"}, [("rule", "x", "")]),
        ({"kind": "curve"}, [("rule", "x", "")]),
        (None, [("rule", "x", "")]),
    ],
)
def test_a_computed_line_has_a_rule_that_reaches_its_full_marks(rule, expected):
    assert problems(computed(rule)) == expected


def test_a_computed_line_has_a_measure_and_the_lines_after_a_rated_one_are_looked_at_too():
    rule = {"kind": "curve"}
    assert problems(computed(rule, measure="luck")) == [("measure", "x", "")]
    assert problems(computed(rule, measure=None)) == [("measure", "x", "")]
    for measure in ("volume", "growth", "evenness", "timeliness", "years"):
        assert problems(computed(rule, measure=measure)) == [("rule", "x", "")]
    rated = body(line(), line("x", "0", "sales", measure="luck", rule=rule))
    assert problems(rated) == [("full", "x", "0")]


@pytest.mark.parametrize(
    ("changes", "fine"),
    [
        ({}, True),
        ({"AAA": "99.9"}, True),
        ({"AAA": "100"}, False),
        ({"C": "0"}, True),
        ({"C": "-0.1"}, False),
        ({"AA": "90"}, False),
        ({"B": "71"}, False),
    ],
)
def test_bounds_descend_from_below_a_hundred_to_nothing(changes, fine):
    assert problems(body(bounds=BOUNDS | changes)) == ([] if fine else [("bounds", "", "")])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"big_amount": "0.01"}, []),
        ({"big_amount": 0}, [("big_amount", "", "")]),
        ({"days": 1, "remind": 0}, []),
        ({"days": 80, "remind": 79}, []),
        ({"days": 81}, [("days", "", "81")]),
        ({"days": 0, "remind": 0}, [("days", "", "0")]),
        ({"days": 6}, []),
        ({"days": 5}, [("days", "", "5")]),
        ({"days": 9, "remind": -1}, [("days", "", "9")]),
        ({"remind": 19}, []),
        ({"remind": 20}, [("days", "", "20")]),
    ],
)
def test_amount_and_days_lie_between_their_bounds(more, expected):
    assert problems(body(**more)) == expected


# --- Grades ---------------------------------------------------------------------------------------
def test_a_bound_that_is_no_whole_number_is_told_exactly():
    rules = rules_of("direct", {"bounds": BOUNDS | {"AAA": "90.5", "C": "50.25"}, "needs_credit": False})
    told = [judge("direct", Decimal(points), full_credit=False, bad_debt=False, rules=rules) for points in (85, 40)]
    assert [verdict.why[0]["bound"] for verdict in told] == ["90.5", "50.25"]


def test_papers_that_are_lacking_leave_no_grade_and_are_named():
    lacking = {"papers_lacking": ("licence",), "full_credit": False}
    verdict = judge("direct", Decimal(90), bad_debt=False, **lacking)
    assert verdict.grade is None and verdict.why == ({"code": "papers", "grade": "AA", "lacking": ["licence"]},)
    assert judge("direct", Decimal(10), bad_debt=False, **lacking).why[0]["code"] == "below"
    assert judge("direct", Decimal(90), bad_debt=True, **lacking).why[0]["code"] == "bad_debt"


def test_a_cap_names_the_grade_and_the_better_one():
    assert judge("direct", Decimal(90), full_credit=False, bad_debt=False).why == (
        {"code": "credit", "grade": "AA", "better": "AAA"},
    )


def test_who_is_big_and_so_a_key_customer_stands_on_the_card():
    rules = rules_of("distributor", {"big_amount": "5.5", "big_grades": ["B"]})
    for bought, big in (("5.5", True), ("5.49", False)):
        assert is_big("distributor", "B", Decimal(bought), rules) is big
        assert is_key("distributor", "B", Decimal(bought), rules) is big
    assert is_big("distributor", "AAA", Decimal(90_000_000), rules) is False
    assert is_key("distributor", "AAA", Decimal(0), rules) is True
