"""The function that decides, without a database: the readings that the interface fixes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assignment.rules.policy import NEVER, Facts, Grace, Policy, PolicyError, Rule, deadlines, decide, readings
from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS

CHINA = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def facts(**known):
    return Facts(**{"customer_id": 1, "owner_id": 1, "since": at("2026-01-01 09:00"), **known})


def preset(key, **changes):
    return replace(read_policy(PRESETS[key], zone=CHINA), **changes)


def due(policy, known, kind):
    return next(r for r in readings(policy, known) if r.rule.kind == kind)


@pytest.mark.req("Nd2", "D4")
@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("2026-01-15 00:00", "2026-01-30 10:00"),
        ("2026-01-15 09:59", "2026-01-30 10:00"),
        ("2026-01-15 23:59", "2026-01-30 10:00"),
        ("2026-02-14 15:04", "2026-03-01 10:00"),
        ("2028-02-14 12:00", "2028-02-29 10:00"),
    ],
)
def test_days_are_calendar_days_from_the_local_date_at_the_release_hour(contact, expected):
    reading = due(preset("tracking"), facts(contacted_at=at(contact)), "no_contact")
    assert reading.due_at == at(expected)
    assert reading.anchor == "contacted"


def test_a_moment_late_in_utc_belongs_to_the_next_local_day():
    utc = datetime.fromisoformat("2026-01-15T17:30:00+00:00")
    assert due(preset("tracking"), facts(contacted_at=utc), "no_contact").due_at == at("2026-01-31 10:00")


@pytest.mark.req("D2")
def test_it_is_due_at_the_moment_itself_and_not_a_second_earlier():
    policy, known = preset("direct"), facts()
    moment = at("2026-01-16 10:00")
    assert decide(policy, known, moment).outcome == "release"
    assert decide(policy, known, moment - timedelta(seconds=1)).outcome == "remind"


@pytest.mark.req("D4")
def test_the_reminder_begins_the_day_before_at_the_release_hour():
    policy, known = preset("direct"), facts()
    assert decide(policy, known, at("2026-01-15 09:59")) is None
    assert decide(policy, known, at("2026-01-15 10:00")).outcome == "remind"


@pytest.mark.req("D4")
def test_the_same_deadline_is_reminded_of_once_and_a_moved_one_again():
    policy = preset("direct")
    told = facts(reminded_for=at("2026-01-16 10:00"))
    assert decide(policy, told, at("2026-01-15 12:00")) is None
    moved = replace(told, extended_until=at("2026-01-20 10:00"))
    assert decide(policy, moved, at("2026-01-19 12:00")).outcome == "remind"


@pytest.mark.req("Nd2")
def test_a_contact_before_the_claim_does_not_count_and_the_anchor_says_claimed():
    reading = due(preset("tracking"), facts(contacted_at=at("2025-12-31 09:00")), "no_contact")
    assert (reading.anchor, reading.anchor_at) == ("claimed", at("2026-01-01 09:00"))


@pytest.mark.req("Nc6", "Nc10")
def test_a_stage_counts_from_the_later_of_entering_it_and_the_claim():
    policy = preset("stages")
    early = due(policy, facts(stage_since=at("2025-11-01 09:00")), "stage_term")
    assert (early.anchor, early.due_at) == ("claimed", at("2026-01-31 10:00"))
    late = facts(stage="intent", stage_since=at("2026-01-10 09:00"))
    intent = [r for r in readings(policy, late) if r.rule.stage == "intent"][0]
    assert (intent.anchor, intent.due_at) == ("stage", at("2026-01-25 10:00"))
    assert [r.exempt for r in readings(policy, late) if r.rule.stage == "potential"] == ["other_stage"]


@pytest.mark.req("Nc13", "D2")
@pytest.mark.parametrize("known", [{"stage": "official"}, {"deal_at": at("2026-01-05 09:00")}])
@pytest.mark.parametrize("key", ["stages", "direct"])
def test_official_customers_are_exempt_from_stage_and_protection_terms(key, known):
    assert decide(preset(key), facts(**known), at("2030-01-01 10:00")) is None


@pytest.mark.req("Z13", "Z14", "Z15")
def test_solar_never_contacted_passes_on_before_it_is_reviewed():
    decision = decide(preset("solar"), facts(), at("2026-04-01 10:00"))
    assert (decision.outcome, decision.reading.rule.kind) == ("rotate", "no_contact")


@pytest.mark.req("Z14", "Z15")
def test_solar_contacted_without_a_deal_is_reviewed_at_90_and_passed_on_at_180_days():
    policy, known = preset("solar"), facts(contacted_at=at("2026-03-30 09:00"))
    assert decide(policy, known, at("2026-04-01 10:00")).reading.rule.kind == "no_deal_review"
    contacted = replace(known, contacted_at=at("2026-06-25 09:00"))
    assert decide(policy, contacted, at("2026-06-30 09:59")).outcome == "review"
    assert decide(policy, contacted, at("2026-06-30 10:00")).outcome == "rotate"


@pytest.mark.req("Z14")
def test_a_granted_review_silences_the_review_but_not_the_180_days():
    policy = preset("solar")
    known = facts(contacted_at=at("2026-06-20 09:00"), review_after=at("2026-07-30 10:00"))
    assert decide(policy, known, at("2026-06-20 10:00")) is None
    assert decide(policy, known, at("2026-06-30 10:00")).reading.rule.kind == "no_deal"


@pytest.mark.req("Z14", "Z15")
def test_a_confirmed_contract_starts_the_deal_clocks_anew():
    known = facts(contacted_at=at("2026-06-20 09:00"), deal_at=at("2026-03-15 09:00"))
    reading = due(preset("solar"), known, "no_deal")
    assert (reading.anchor, reading.due_at) == ("deal", at("2026-09-11 10:00"))


@pytest.mark.req("Nd8")
def test_three_invalid_followups_are_due_at_once_two_are_not():
    policy = preset("tracking")
    moments = tuple(at(f"2026-01-0{n} 11:00") for n in (2, 3, 4))
    known = facts(contacted_at=at("2026-01-04 11:00"), invalid=moments, key_contact=True)
    decision = decide(policy, known, at("2026-01-04 11:00"))
    assert (decision.outcome, decision.reading.anchor, decision.reading.due_at) == ("review", "count", moments[2])
    assert decide(policy, replace(known, invalid=moments[:2]), at("2026-01-05 11:00")) is None


@pytest.mark.req("Nd8")
def test_no_key_contact_goes_before_the_manager_a_month_after_the_claim():
    policy = preset("tracking")
    known = facts(contacted_at=at("2026-01-30 09:00"))
    assert decide(policy, known, at("2026-01-31 10:00")).reading.rule.kind == "no_key_contact"
    assert decide(policy, replace(known, key_contact=True), at("2026-01-31 10:00")) is None


@pytest.mark.req("Z13")
def test_release_comes_before_review_before_reminder_and_the_first_due_of_a_kind():
    policy = preset("solar")
    both = facts(contacted_at=at("2026-01-05 09:00"))
    assert decide(policy, both, at("2026-12-01 10:00")).reading.rule.kind == "no_contact"
    later = facts(contacted_at=at("2026-05-01 09:00"))
    assert decide(policy, later, at("2026-12-01 10:00")).reading.rule.kind == "no_deal"


@pytest.mark.req("Nc7", "D6")
def test_an_extension_is_a_floor_under_the_deadline():
    policy = preset("direct")
    assert due(policy, facts(extended_until=at("2026-01-21 10:00")), "protection_term").due_at == at("2026-01-21 10:00")
    assert due(policy, facts(extended_until=at("2026-01-10 10:00")), "protection_term").due_at == at("2026-01-16 10:00")


@pytest.mark.req("M15")
def test_a_shortened_clock_releases_nobody_before_its_reminder_time_has_passed_again():
    old = preset("direct")
    shorter = replace(old, rules=(Rule("protection_term", 5, "release", 1),), grace=Grace(old, date(2026, 1, 10)))
    reading = due(shorter, facts(), "protection_term")
    assert (reading.due_at, reading.remind_at, reading.floor) == (
        at("2026-01-11 10:00"),
        at("2026-01-10 10:00"),
        "grace",
    )


@pytest.mark.req("M15")
def test_grace_never_gives_more_than_the_old_rule_had_left():
    old = preset("direct")
    shorter = replace(old, rules=(Rule("protection_term", 5, "release", 3),), grace=Grace(old, date(2026, 1, 15)))
    assert due(shorter, facts(), "protection_term").due_at == at("2026-01-16 10:00")


@pytest.mark.req("M15")
def test_a_longer_clock_needs_no_grace():
    old = preset("direct")
    longer = replace(old, rules=(Rule("protection_term", 30, "release", 1),), grace=Grace(old, date(2026, 1, 10)))
    assert due(longer, facts(), "protection_term").due_at == at("2026-01-31 10:00")


def test_no_rules_no_deadline():
    assert decide(Policy(), facts(), at("2030-01-01 10:00")) is None
    assert deadlines(Policy(), facts()).release_at == NEVER


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_written_and_read_again_is_the_same(key):
    policy = read_policy(PRESETS[key], zone=CHINA)
    assert read_policy(body_of(policy), zone=CHINA) == policy


@pytest.mark.req("M15")
@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"rules": [{"kind": "no_contact", "days": 0, "outcome": "release"}]}, "rules[0].days"),
        ({"rules": [{"kind": "no_contact", "days": -3, "outcome": "release"}]}, "rules[0].days"),
        ({"rules": [{"kind": "no_contact", "days": "15", "outcome": "release"}]}, "rules[0].days"),
        ({"rules": [{"kind": "no_contact", "days": True, "outcome": "release"}]}, "rules[0].days"),
        (
            {"rules": [{"kind": "no_contact", "days": 3, "outcome": "release", "remind_days": 3}]},
            "rules[0].remind_days",
        ),
        ({"rules": [{"kind": "nonsense", "days": 3, "outcome": "release"}]}, "rules[0].kind"),
        ({"rules": [{"kind": "no_contact", "days": 3, "outcome": "explode"}]}, "rules[0].outcome"),
        ({"rules": [{"kind": "stage_term", "days": 3, "outcome": "release"}]}, "rules[0].stage"),
        ({"rules": "none"}, "rules"),
        ({"slots": 0}, "slots"),
        ({"release_hour": 24}, "release_hour"),
        ({"unknown": 1}, "unknown"),
        ({"standard": {"min_chinese": -1}}, "standard.min_chinese"),
        ({"pool_claim": "steal"}, "pool_claim"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(change, where):
    with pytest.raises(PolicyError) as error:
        read_policy({**PRESETS["direct"], **change})
    assert where in [place for place, _what in error.value.problems]


def test_a_rule_that_stands_there_twice_is_refused():
    rule = {"kind": "no_contact", "days": 15, "outcome": "release"}
    with pytest.raises(PolicyError):
        read_policy({"rules": [rule, {**rule, "days": 20}]})
