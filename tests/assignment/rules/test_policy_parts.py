"""The standard, the tiers, choices and flags of a policy's body, and the sentence for what they may not say."""

import pytest

from assignment.rules.policy import PolicyError, Standard, Tier
from assignment.rules.policy_body import read_policy

KINDS = "call_out, call_in, visit_out, visit_in, meeting, email, letter, fax, objection, ticket, note, other, task"


def problems(**body):
    with pytest.raises(PolicyError) as error:
        read_policy({"rules": []} | body)
    return error.value.problems


def reads(**body):
    return read_policy({"rules": []} | body)


# --- The standard ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "low", "high", "empty"),
    [
        ("min_chinese", 0, 500, False),
        ("min_words", 0, 500, False),
        ("repeated_days", 0, 365, True),
        ("late_hours", 1, 720, True),
    ],
)
def test_a_number_of_the_standard_likewise(name, low, high, empty):
    for value in (low, high):
        assert getattr(reads(standard={name: value}).standard, name) == value
    for value in (low - 1, high + 1):
        expected = (f"standard.{name}", f"must be from {low} to {high}, not {value}")
        assert problems(standard={name: value}) == [expected]
    if empty:
        assert getattr(reads(standard={name: None}).standard, name) is None
    else:
        assert problems(standard={name: None})[0][0] == f"standard.{name}"


@pytest.mark.parametrize(
    ("standard", "expected"),
    [
        ([], ("standard", "must be an object")),
        ({"tone": 1}, ("standard.tone", "is not known here")),
        ({"strict": "yes"}, ("standard.strict", "must be true or false")),
        ({"counterpart": 1}, ("standard.counterpart", "must be true or false")),
        ({"answered": None}, ("standard.answered", "must be true or false")),
        ({"check": 0}, ("standard.check", "must be true or false")),
        ({"filler": "out"}, ("standard.filler", "must be a list of texts")),
        ({"filler": ["out", 5]}, ("standard.filler", "must be a list of texts")),
        ({"kinds": []}, ("standard.kinds", f"must be a list of {KINDS}, or null")),
        ({"kinds": "call_out"}, ("standard.kinds", f"must be a list of {KINDS}, or null")),
        ({"kinds": {"call_out": True}}, ("standard.kinds", f"must be a list of {KINDS}, or null")),
        ({"kinds": ["call_out", "gift"]}, ("standard.kinds", f"must be a list of {KINDS}, or null")),
    ],
)
def test_a_standard_that_cannot_be_meant_is_refused_with_a_sentence(standard, expected):
    assert problems(standard=standard) == [expected]


def test_a_standard_is_read_as_it_stands():
    assert reads().standard == Standard()
    given = {
        "strict": True,
        "counterpart": False,
        "answered": False,
        "check": True,
        "min_chinese": 3,
        "min_words": 2,
        "repeated_days": 7,
        "late_hours": 48,
        "filler": ["out"],
        "kinds": ["note", "task"],
    }
    assert reads(standard=given).standard == Standard(
        True, 3, 2, False, False, ("out",), 7, 48, True, kinds=("note", "task")
    )


# --- Who may extend, choices, flags ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("tiers", "expected"),
    [
        ("x", [("extension_tiers", "must be a list of objects")]),
        ([5, {"level": 1}], [("extension_tiers", "must be a list of objects")]),
        (
            [None, {"level": 9}],
            [
                ("extension_tiers", "must be a list of objects"),
                ("extension_tiers[1].level", "must be from 1 to 3, not 9"),
            ],
        ),
        ([{"level": 0, "days": 1}], [("extension_tiers[0].level", "must be from 1 to 3, not 0")]),
        ([{"level": 4, "days": 1}], [("extension_tiers[0].level", "must be from 1 to 3, not 4")]),
        ([{"days": 1}], [("extension_tiers[0].level", "must be a whole number, not None")]),
        ([{"level": 1}, {"level": 1, "days": 0}], [("extension_tiers[1].days", "must be from 1 to 3650, not 0")]),
        ([{"level": 1, "days": 3651}], [("extension_tiers[0].days", "must be from 1 to 3650, not 3651")]),
    ],
)
def test_a_tier_that_cannot_be_meant_is_refused_with_a_sentence(tiers, expected):
    assert problems(extension_tiers=tiers) == expected


def test_tiers_are_read_as_they_stand_and_without_them_a_manager_may_grant_any_number():
    assert reads().extension_tiers == (Tier(1, None),)
    assert reads(extension_tiers=[]).extension_tiers == ()
    given = [{"level": 1, "days": 1}, {"level": 2, "days": 3650}, {"level": 3}]
    assert reads(extension_tiers=given).extension_tiers == (Tier(1, 1), Tier(2, 3650), Tier(3, None))


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("pool_reach", ("department", "company")),
        ("pool_claim", ("click", "followup", "request")),
        ("signs_from", ("potential", "intent")),
    ],
)
def test_a_choice_is_one_of_a_few_and_the_first_where_nothing_is_said(name, choices):
    assert getattr(reads(), name) == choices[0]
    for choice in choices:
        assert getattr(reads(**{name: choice}), name) == choice
    assert problems(**{name: "x"}) == [(name, f"must be one of {', '.join(choices)}")]


@pytest.mark.parametrize("name", ["remind_manager", "publish"])
def test_a_flag_is_true_or_false_and_off_where_nothing_is_said(name):
    assert getattr(reads(), name) is False
    assert getattr(reads(**{name: True}), name) is True
    assert problems(**{name: None}) == [(name, "must be true or false")]


def test_after_sales_is_nobody_the_service_or_a_user_name():
    assert reads().after_sales == "none" and reads(after_sales="li.wei").after_sales == "li.wei"
    for value in (" ", "", None, 5):
        assert problems(after_sales=value) == [("after_sales", "must be none, service or a user name")]
