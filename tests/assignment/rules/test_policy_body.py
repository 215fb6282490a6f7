"""What a policy's body may say, and the sentence for what it may not."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from assignment.rules.policy import Grace, Policy, PolicyError, Rule
from assignment.rules.policy_body import body_of, complete_body, read_policy
from assignment.rules.presets import PRESETS

RULE = {"kind": "no_contact", "days": 15, "outcome": "release"}
KINDS = "no_contact, no_deal_review, no_deal, stage_term, protection_term, invalid_followups, no_key_contact"


def problems(body):
    with pytest.raises(PolicyError) as error:
        read_policy(body)
    return error.value.problems


def rule_problems(**changes):
    return problems({"rules": [RULE | changes]})


def reads(**body):
    return read_policy({"rules": [RULE]} | body)


# --- Numbers --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "low", "high", "empty"),
    [
        ("release_hour", 0, 23, False),
        ("slots", 1, 10000, True),
        ("cooldown_days", 0, 365, False),
        ("claims_per_day", 1, 1000, True),
        ("review_grant_days", 1, 3650, False),
        ("notice_days", 0, 365, False),
        ("extensions_per_month", 1, 1000, True),
    ],
)
def test_a_number_lies_between_its_bounds_and_only_a_limit_may_be_empty(name, low, high, empty):
    for value in (low, high):
        assert getattr(reads(**{name: value}), name) == value
    for value in (low - 1, high + 1):
        assert problems({"rules": [], name: value}) == [(name, f"must be from {low} to {high}, not {value}")]
    if empty:
        assert getattr(reads(**{name: None}), name) is None
    else:
        assert problems({"rules": [], name: None}) == [(name, "must be a whole number, not None")]
    for value in (True, "5", 1.5):
        assert problems({"rules": [], name: value}) == [(name, f"must be a whole number, not {value!r}")]


# --- Rules ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "never"}, [("rules[0].kind", f"must be one of {KINDS}")]),
        ({"kind": None}, [("rules[0].kind", f"must be one of {KINDS}")]),
        ({"outcome": "keep"}, [("rules[0].outcome", "must be one of release, rotate, review")]),
        ({"kind": "stage_term"}, [("rules[0].stage", "must be potential or intent")]),
        ({"kind": "stage_term", "stage": "official"}, [("rules[0].stage", "must be potential or intent")]),
        ({"days": 0}, [("rules[0].days", "must be from 1 to 3650, not 0")]),
        ({"days": 3651}, [("rules[0].days", "must be from 1 to 3650, not 3651")]),
        ({"days": None}, [("rules[0].days", "must be a whole number, not None")]),
        ({"remind_days": None}, [("rules[0].remind_days", "must be a whole number, not None")]),
        ({"remind_days": -1}, [("rules[0].remind_days", "must be from 0 to 365, not -1")]),
        ({"days": 3650, "remind_days": 366}, [("rules[0].remind_days", "must be from 0 to 365, not 366")]),
        ({"days": 15, "remind_days": 15}, [("rules[0].remind_days", "must be fewer than the days of the rule")]),
        ({"days": 1, "remind_days": 1}, [("rules[0].remind_days", "must be fewer than the days of the rule")]),
        ({"days": -1, "remind_days": 2}, [("rules[0].days", "must be from 1 to 3650, not -1")]),
        ({"hours": 3}, [("rules[0].hours", "is not known here")]),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_a_sentence(changes, expected):
    assert rule_problems(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, Rule("no_contact", 15, "release", 1)),
        ({"days": 1, "remind_days": 0}, Rule("no_contact", 1, "release", 0)),
        ({"days": 3650, "remind_days": 365}, Rule("no_contact", 3650, "release", 365)),
        ({"days": 15, "remind_days": 14, "stage": None}, Rule("no_contact", 15, "release", 14)),
        ({"stage": "intent"}, Rule("no_contact", 15, "release", 1)),
        ({"kind": "stage_term", "stage": "intent"}, Rule("stage_term", 15, "release", 1, "intent")),
        ({"kind": "stage_term", "stage": "potential"}, Rule("stage_term", 15, "release", 1, "potential")),
        ({"kind": "invalid_followups", "days": 3}, Rule("invalid_followups", 0, "release", 1, "", 3)),
        ({"kind": "invalid_followups", "days": 1, "remind_days": 1}, Rule("invalid_followups", 0, "release", 1, "", 1)),
    ],
)
def test_a_rule_is_read_as_it_stands(changes, rule):
    assert read_policy({"rules": [RULE | changes]}).rules == (rule,)


def test_a_rule_stands_there_once_for_each_stage():
    twice = {"kind": "stage_term", "days": 15, "outcome": "release", "stage": "intent"}
    assert problems({"rules": [RULE, twice, RULE | {"days": 9}, twice]}) == [
        ("rules", "no_contact stands there twice"),
        ("rules", "stage_term intent stands there twice"),
    ]
    assert len(read_policy({"rules": [RULE, twice, twice | {"stage": "potential"}]}).rules) == 3


def test_a_body_is_an_object_with_a_list_of_rules_that_are_objects():
    assert problems([]) == problems(None) == [("policy", "must be an object with rules")]
    assert problems({}) == problems({"rules": {}}) == [("rules", "must be a list")]
    assert problems({"rules": [RULE, 5]}) == [("rules[1]", "must be an object")]


def test_every_problem_is_told_at_once():
    body = {"rules": [RULE | {"days": 0}, RULE | {"kind": "x"}], "wish": 1, "also": 2, "publish": 1}
    assert problems(body) == [
        ("also", "is not known here"),
        ("wish", "is not known here"),
        ("rules[0].days", "must be from 1 to 3650, not 0"),
        ("rules[1].kind", f"must be one of {KINDS}"),
        ("publish", "must be true or false"),
    ]


# --- Bodies ---------------------------------------------------------------------------------------
def test_a_body_that_names_its_preset_takes_from_it_what_it_does_not_say():
    body = complete_body({"preset": "direct", "slots": 20, "standard": {"check": True}})
    assert body == PRESETS["direct"] | {"slots": 20, "standard": PRESETS["direct"]["standard"] | {"check": True}}
    assert complete_body({"preset": "direct", "standard": 5})["standard"] == 5
    for other in ({"preset": "gold"}, {"slots": 20}, [], None, 5):
        assert complete_body(other) is other
    assert problems({"preset": "gold", "rules": []}) == [("preset", "is not known here")]


def test_zone_version_and_grace_come_from_outside_the_body():
    assert reads().zone == ZoneInfo("Asia/Shanghai") and reads().version_id is None and reads().grace is None
    zone, grace = ZoneInfo("Europe/Berlin"), Grace(None, date(2026, 3, 2))
    policy = read_policy({"rules": []}, zone=zone, version_id=7, grace=grace)
    assert (policy.zone, policy.version_id, policy.grace) == (zone, 7, grace)


def test_the_body_of_a_policy_is_the_json_that_a_version_stores():
    policy = reads(
        rules=[RULE, {"kind": "invalid_followups", "days": 3, "outcome": "review", "remind_days": 0}]
        + [{"kind": "stage_term", "days": 9, "outcome": "rotate", "stage": "intent"}],
        standard={"filler": ["out"], "kinds": ["note"]},
        extension_tiers=[{"level": 2, "days": 5}],
    )
    body = body_of(policy)
    assert body["rules"] == [
        RULE | {"remind_days": 1},
        {"kind": "invalid_followups", "days": 3, "outcome": "review", "remind_days": 0},
        {"kind": "stage_term", "days": 9, "outcome": "rotate", "remind_days": 1, "stage": "intent"},
    ]
    assert (body["standard"]["filler"], body["standard"]["kinds"]) == (["out"], ["note"])
    assert body["extension_tiers"] == [{"level": 2, "days": 5}]
    assert not {"zone", "version_id", "grace"} & set(body)
    assert read_policy(body) == policy
    assert body_of(Policy())["standard"]["kinds"] is None and body_of(Policy())["rules"] == []
