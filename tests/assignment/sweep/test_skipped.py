"""Which fact a line “skipped” names: told from readings, and of a run from its rows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.skipped import skip_evidence
from assignment.models import SweepLine
from assignment.rules.policy import Facts, Grace, Policy, Rule
from contracts.models import Contract
from customers.models import Ownership
from tests.cast import customer, moment

SINCE = moment("2026-01-01 09:00")
WAS_DUE = moment("2026-01-16 10:00")
LATER = moment("2026-01-10 09:00")
CONTACT = Rule("no_contact", 15, "release", 1)
TERM = Rule("protection_term", 15, "release", 1)
DEAL = Rule("no_deal", 15, "release", 1)
POTENTIAL = Rule("stage_term", 30, "release", 1, "potential")
INTENT = Rule("stage_term", 15, "release", 1, "intent")
DAY = {"was_due": "2026-01-16T10:00:00+08:00"}


def told(rule, *rules, contract=None, version=1, stored=1, grace=None, **known):
    """What is kept with the line of a customer whose deadline by `rule` had come."""
    row = Ownership(customer_id=1, rule=rule.kind, release_at=WAS_DUE, policy_version=stored)
    facts = Facts(**{"customer_id": 1, "owner_id": 1, "since": SINCE, "stage": "potential", **known})
    policy = Policy(rules=rules or (rule,), version_id=version, grace=grace)
    return skip_evidence(row, (policy, facts), contract)


def saved_by(*rules, **known):
    return told(*rules, **known)["saved_by"]


@pytest.mark.req("D4")
def test_a_follow_up_is_named_with_its_author_and_words():
    counted = ((3, SINCE, 1), (4, LATER, 2))
    line = told(CONTACT, contacted_at=LATER, counted=counted, texts={4: ("call_out", "谈了价格")})
    assert line["saved_by"] == {
        "what": "followup",
        "followup": 4,
        "at": "2026-01-10T09:00:00+08:00",
        "author": 2,
        "kind": "call_out",
        "text": "谈了价格",
    }
    assert (line["was_due"], line["now_due"]) == ("2026-01-16T10:00:00+08:00", "2026-01-25T10:00:00+08:00")
    assert (line["rule"], line["anchor"]) == ("no_contact", "contacted")
    unknown = saved_by(CONTACT, contacted_at=LATER, counted=counted)
    assert (unknown["kind"], unknown["text"]) == ("", "")


def test_a_contract_is_named_where_one_is_known():
    signed = {"what": "contract", "contract": 9, "at": "2026-01-10T09:00:00+08:00"}
    official = told(TERM, contract=(9, LATER), deal_at=LATER)
    assert official["saved_by"] == signed and official["now_due"] is None
    assert saved_by(TERM, deal_at=LATER)["contract"] is None
    begun = {"deal_at": LATER, "stage": "official"}
    assert saved_by(DEAL, contract=(9, LATER), **begun) == signed
    assert saved_by(DEAL, **begun) == signed | {"contract": None}
    assert saved_by(TERM, stage="official") == {"what": "contract", "contract": None, "at": None}


@pytest.mark.parametrize(
    ("fact", "what"), [("extended_until", "extension"), ("spared_until", "undo"), ("review_after", "review")]
)
def test_a_floor_under_the_deadline_is_named_with_its_end(fact, what):
    rule = replace(TERM, kind="no_deal_review", outcome="review") if what == "review" else TERM
    until = moment("2026-01-20 10:00")
    assert saved_by(rule, **{fact: until}) == {"what": what, "until": "2026-01-20T10:00:00+08:00"}


def test_grace_is_named_with_the_deadline_that_it_gives():
    grace = Grace(None, moment("2026-01-18 00:00").date())
    assert saved_by(TERM, grace=grace) == {"what": "grace", "until": "2026-01-19T10:00:00+08:00"}


def test_an_exemption_is_named_since_when():
    stage = {"stage": "intent", "stage_since": LATER}
    assert saved_by(POTENTIAL, **stage) == {"what": "stage", "at": "2026-01-10T09:00:00+08:00"}
    key = Rule("no_key_contact", 15, "review")
    assert saved_by(key, key_contact=True, stage_since=LATER)["what"] == "key_contact"


def test_of_two_readings_of_a_rule_the_one_that_holds_is_told():
    line = told(POTENTIAL, POTENTIAL, INTENT, stage="intent", stage_since=LATER)
    assert (line["stage"], line["exempt"]) == ("intent", "")
    assert line["saved_by"] == {"what": "stage", "at": "2026-01-10T09:00:00+08:00"}
    first = told(POTENTIAL, POTENTIAL, INTENT, deal_at=LATER)
    assert (first["stage"], first["exempt"], first["saved_by"]["what"]) == ("potential", "official", "contract")


def test_a_new_claim_or_a_count_that_is_open_is_named():
    assert saved_by(TERM) == {"what": "claim", "at": "2026-01-01T09:00:00+08:00"}
    count = Rule("invalid_followups", 0, "review", followups=3)
    open_count = told(count, invalid=(LATER,))
    assert open_count["saved_by"]["what"] == "count_open" and open_count["now_due"] is None


def test_a_rule_that_is_gone_or_changed_is_named_with_the_version():
    gone = told(TERM, CONTACT, version=7)
    assert gone["saved_by"] == {"what": "rules", "version": 7} and "rule" not in gone
    assert saved_by(TERM, version=7) == {"what": "rules", "version": 7}
    assert saved_by(POTENTIAL, version=7, stage_since=LATER) == {"what": "rules", "version": 7}
    for rule, known, what in (
        (CONTACT, {"contacted_at": LATER, "counted": ((4, LATER, 2),)}, "followup"),
        (DEAL, {"deal_at": LATER}, "contract"),
    ):
        assert saved_by(rule, version=7, **known)["what"] == what, "it would have been due by the old rules too"


def test_without_a_policy_nothing_is_due():
    row = Ownership(customer_id=1, rule="no_contact", release_at=WAS_DUE)
    facts = Facts(customer_id=1, owner_id=1, since=SINCE)
    assert skip_evidence(row, (None, facts), None) == DAY | {"now_due": None, "saved_by": {"what": "no_policy"}}


def test_the_next_loss_is_the_earliest_by_any_rule_and_no_review():
    review = Rule("no_key_contact", 5, "review")
    line = told(
        CONTACT,
        replace(TERM, days=40),
        replace(DEAL, days=20),
        CONTACT,
        review,
        contacted_at=LATER,
        counted=((4, LATER, 2),),
    )
    assert line["now_due"] == "2026-01-21T10:00:00+08:00"


@pytest.mark.django_db
@pytest.mark.req("D4")
def test_a_run_names_the_contract_that_was_signed_last_of_those_confirmed(cast):
    row = customer(cast.stranger, since=SINCE)
    at = {day: moment(f"2026-01-{day} 09:00") for day in ("08", "10", "12")}
    for day, status in (("10", "confirmed"), ("08", "confirmed"), ("12", "pending")):
        Contract.objects.create(
            customer=row, number=f"K{day}", signed_at=at[day], amount=1, status=status, recorded_at=at[day]
        )
    Ownership.objects.filter(pk=row.pk).update(release_at=WAS_DUE, rule="protection_term")
    run = sweep.run(at=WAS_DUE)
    line = SweepLine.objects.get()
    assert (line.run, line.customer, line.owner, line.outcome) == (run, row, cast.stranger, "skipped")
    assert (line.rule, line.due_at) == ("protection_term", WAS_DUE)
    signed = {"what": "contract", "contract": Contract.objects.get(number="K10").pk, "at": "2026-01-10T09:00:00+08:00"}
    assert line.evidence["saved_by"] == signed


@pytest.mark.django_db
def test_of_an_ownership_that_began_only_after_the_run_there_is_nothing_to_tell(cast):
    row = customer(cast.rep, since=WAS_DUE + timedelta(days=1))
    Ownership.objects.filter(pk=row.pk).update(release_at=WAS_DUE)
    sweep.run(at=WAS_DUE)
    assert (SweepLine.objects.get().outcome, SweepLine.objects.get().evidence) == ("skipped", {})
