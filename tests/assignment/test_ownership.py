"""The verbs of ownership: who gets what, and what is refused in which words."""

from datetime import timedelta

import pytest

from assignment.domain import ownership
from assignment.domain.capacity import capacity_of
from assignment.domain.ledger import owner_on
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.ownership.review import continue_ownership
from assignment.domain.policies.lookup import policy_for
from assignment.domain.sweep.run import preview, run
from assignment.models import OwnershipEvent, PolicyVersion
from crm_project.approvals.domain.requests import ask, decide, waiting_for
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.domain.stages import ask_intent
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

pytestmark = pytest.mark.django_db


def refused(code, verb, **arguments):
    with pytest.raises(Refused) as error:
        verb(**arguments)
    assert error.value.code == code, error.value.sentence
    return error.value.sentence


def set_policy(key, **changes):
    version = PolicyVersion.objects.get(policy__key=key)
    PolicyVersion.objects.filter(pk=version.pk).update(
        body={**version.body, **changes}, decided_at=NOW + timedelta(seconds=len(str(changes)))
    )


@pytest.mark.req("Nc14", "Z10")
def test_a_claim_takes_the_customer_out_of_the_pool_with_fresh_clocks(cast):
    row = customer(department=cast.departments["sales"])
    ownership.claim(customer_id=row.pk, by=cast.rep, at=NOW)
    row.refresh_from_db()
    assert owner_of(row) == "rep"
    assert row.pooled_at is None
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-03-17 10:00")
    assert Entry.objects.filter(customer_id=row.pk, action="ownership.claimed", actor=cast.rep).exists()


@pytest.mark.req("Z10", "Nd1")
def test_the_second_claim_is_refused_and_names_who_was_faster(cast):
    row = customer(department=cast.departments["sales"])
    ownership.claim(customer_id=row.pk, by=cast.mate, at=NOW)
    assert "Mate" in refused("taken", ownership.claim, customer_id=row.pk, by=cast.rep, at=NOW)
    refused("yours", ownership.claim, customer_id=row.pk, by=cast.mate, at=NOW)


@pytest.mark.req("Nh2", "Nb3")
def test_whoever_does_not_hold_customers_cannot_claim(cast):
    row = customer(department=cast.departments["sales"])
    refused("role", ownership.claim, customer_id=row.pk, by=cast.clerk, at=NOW)
    assert owner_of(row) is None


def test_a_department_pool_is_for_its_people_and_those_below(cast):
    set_policy("tracking", pool_reach="department")
    row = customer(department=cast.departments["sales"])
    refused("reach", ownership.claim, customer_id=row.pk, by=cast.stranger, at=NOW)
    ownership.claim(customer_id=row.pk, by=cast.east_rep, at=NOW)
    assert owner_of(row) == "east_rep"


def test_a_company_pool_is_for_everybody_and_the_file_moves_to_the_claimants_department(cast):
    row = customer(department=cast.departments["sales"])
    ownership.claim(customer_id=row.pk, by=cast.stranger, at=NOW)
    row.refresh_from_db()
    assert row.department == cast.departments["direct"]


@pytest.mark.req("D1", "D3")
def test_fifteen_slots_and_not_one_more(cast):
    for _ in range(15):
        customer(cast.stranger)
    row = customer(department=cast.departments["direct"])
    sentence = refused("slots", ownership.claim, customer_id=row.pk, by=cast.stranger, at=NOW)
    assert "15" in sentence and "give up" in sentence
    refused(
        "slots", ownership.transfer, customer_id=row.pk, to=cast.stranger, by=cast.direct_manager, reason="x", at=NOW
    )


@pytest.mark.req("D1")
def test_official_customers_use_no_slot(cast):
    for _ in range(14):
        customer(cast.stranger)
    customer(cast.stranger, stage="official")
    assert capacity_of(policy_for(cast.stranger.department, NOW), cast.stranger, NOW).free == 1
    row = customer(department=cast.departments["direct"])
    ownership.claim(customer_id=row.pk, by=cast.stranger, at=NOW)


@pytest.mark.req("Nc8")
def test_after_giving_up_the_same_rep_waits_three_days(cast):
    row = customer(cast.stages_rep)
    ownership.give_up(customer_id=row.pk, by=cast.stages_rep, reason="no budget this year", at=NOW)
    sentence = refused(
        "cooldown", ownership.claim, customer_id=row.pk, by=cast.stages_rep, at=NOW + timedelta(days=2), contacted=True
    )
    assert "2026-03-05 10:00" in sentence
    ownership.claim(customer_id=row.pk, by=cast.stages_rep, at=moment("2026-03-05 10:00"), contacted=True)
    assert owner_of(row) == "stages_rep"


@pytest.mark.req("Nc8", "Nd2")
@pytest.mark.parametrize("owner", ["rep", "stranger", "solar_rep", "stages_rep"])
def test_no_preset_lets_a_rep_renew_a_clock_by_giving_up_and_claiming_back(cast, owner):
    person = getattr(cast, owner)
    row = customer(person, since=NOW - timedelta(days=10))
    ownership.give_up(customer_id=row.pk, by=person, reason="no budget", at=NOW)
    refused("cooldown", ownership.claim, customer_id=row.pk, by=person, at=NOW + timedelta(hours=20), contacted=True)
    ownership.claim(customer_id=row.pk, by=person, at=NOW + timedelta(days=3, hours=2), contacted=True)


def test_a_policy_without_a_cool_down_still_waits_a_day_after_giving_up_but_not_after_a_release(cast):
    version = PolicyVersion.objects.get(policy__key="tracking")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "cooldown_days": 0})
    given, lost = customer(cast.rep), customer(cast.rep)
    ownership.give_up(customer_id=given.pk, by=cast.rep, reason="no budget", at=NOW)
    ownership.release(customer_id=lost.pk, by=cast.manager, reason="nothing done", at=NOW)
    ownership.claim(customer_id=lost.pk, by=cast.rep, at=NOW + timedelta(minutes=1))
    refused("cooldown", ownership.claim, customer_id=given.pk, by=cast.rep, at=NOW + timedelta(minutes=1))


@pytest.mark.req("Nc8")
def test_somebody_else_may_claim_what_a_rep_gave_up_at_once(cast):
    row = customer(cast.stages_rep)
    ownership.give_up(customer_id=row.pk, by=cast.stages_rep, reason="no budget", at=NOW)
    cast.mate.department = cast.departments["stages"]
    cast.mate.save()
    ownership.claim(customer_id=row.pk, by=cast.mate, at=NOW, contacted=True)
    assert owner_of(row) == "mate"


def test_giving_up_does_not_refund_the_claims_of_the_day(cast):
    set_policy("tracking", claims_per_day=2)
    rows = [customer(department=cast.departments["sales"]) for _ in range(3)]
    for row in rows[:2]:
        ownership.claim(customer_id=row.pk, by=cast.rep, at=NOW)
        ownership.give_up(customer_id=row.pk, by=cast.rep, reason="not ours", at=NOW)
    assert "tomorrow" in refused("quota", ownership.claim, customer_id=rows[2].pk, by=cast.rep, at=NOW)
    ownership.claim(customer_id=rows[2].pk, by=cast.rep, at=NOW + timedelta(days=1))


@pytest.mark.req("Nc14")
def test_where_the_policy_wants_a_first_follow_up_a_bare_click_is_refused(cast):
    row = customer(department=cast.departments["stages"])
    refused("followup", ownership.claim, customer_id=row.pk, by=cast.stages_rep, at=NOW)


def test_only_the_owner_gives_up_and_says_why(cast):
    row = customer(cast.rep)
    refused("not_owner", ownership.give_up, customer_id=row.pk, by=cast.mate, reason="x", at=NOW)
    refused("reason", ownership.give_up, customer_id=row.pk, by=cast.rep, reason="  ", at=NOW)
    assert owner_of(row) == "rep"


@pytest.mark.req("Nd9", "Nf5")
def test_a_transfer_starts_fresh_clocks_and_tells_both(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=10))
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="area", at=NOW)
    fresh = Ownership.objects.get(pk=row.pk)
    assert (fresh.owner, fresh.since, fresh.release_at) == (cast.mate, NOW, moment("2026-03-17 10:00"))
    assert {n.kind for p in (cast.rep, cast.mate) for n in p.notices.all()} == {"transferred_to", "transferred_away"}


def test_nobody_whose_role_does_not_hold_customers_is_given_one(cast):
    row = customer(cast.rep)
    refused("taker", ownership.transfer, customer_id=row.pk, to=cast.finance, by=cast.manager, reason="x", at=NOW)


@pytest.mark.req("Z12", "D9")
def test_the_ledger_knows_who_owned_a_customer_on_a_day(cast):
    row = customer(cast.rep, since=NOW)
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="x", at=NOW + timedelta(days=5))
    ownership.give_up(customer_id=row.pk, by=cast.mate, reason="x", at=NOW + timedelta(days=9))
    days = [owner_on(row.pk, NOW + timedelta(days=d)) for d in (-1, 0, 4, 5, 8, 9, 30)]
    assert days == [None, cast.rep.pk, cast.rep.pk, cast.mate.pk, cast.mate.pk, None, None]


@pytest.mark.req("D6", "Nc7")
def test_an_extension_within_five_days_goes_to_the_manager_beyond_to_the_director(cast):
    near, far = customer(cast.stranger), customer(cast.stranger)
    first = ask_extension(customer_id=near.pk, days=5, reason="they sign next week", by=cast.stranger, at=NOW)
    assert first.decider == cast.direct_manager
    refused("quota", ask_extension, customer_id=far.pk, days=6, reason="they sign next week", by=cast.stranger, at=NOW)
    decide(request_id=first.pk, by=cast.direct_manager, approve=True, decision="", at=NOW)
    assert Ownership.objects.get(pk=near.pk).release_at == moment("2026-03-22 10:00")
    april = moment("2026-04-01 09:00")
    Ownership.objects.filter(pk=far.pk).update(since=april)
    second = ask_extension(customer_id=far.pk, days=6, reason="they sign later", by=cast.stranger, at=april)
    assert second.decider == cast.director


@pytest.mark.req("Nc7")
def test_a_refused_extension_needs_a_reason_and_changes_nothing(cast):
    row = customer(cast.stranger)
    request = ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stranger, at=NOW)
    refused("reason", decide, request_id=request.pk, by=cast.direct_manager, approve=False, decision="", at=NOW)
    decide(request_id=request.pk, by=cast.direct_manager, approve=False, decision="no progress", at=NOW)
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-03-17 10:00")
    assert cast.stranger.notices.get().kind == "decided_refused"


def test_nobody_else_decides_and_nobody_decides_twice(cast):
    row = customer(cast.stranger)
    request = ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stranger, at=NOW)
    refused("not_yours", decide, request_id=request.pk, by=cast.manager, approve=True, decision="", at=NOW)
    decide(request_id=request.pk, by=cast.direct_manager, approve=True, decision="", at=NOW)
    refused("decided", decide, request_id=request.pk, by=cast.direct_manager, approve=True, decision="", at=NOW)


def test_a_stand_in_decides_while_the_decider_is_away(cast):
    row = customer(cast.stranger)
    request = ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stranger, at=NOW)
    manager = cast.direct_manager
    manager.stand_in, manager.away_from, manager.away_until = cast.manager, NOW.date(), NOW.date()
    manager.save()
    assert list(waiting_for(cast.manager, NOW)) == [request]
    assert not waiting_for(cast.manager, NOW + timedelta(days=1)).exists()
    decide(request_id=request.pk, by=cast.manager, approve=True, decision="", at=NOW)


def test_asking_twice_asks_once(cast):
    row = customer(cast.stages_rep)
    ask_intent(customer_id=row.pk, reason="they asked for a quotation", by=cast.stages_rep, at=NOW)
    refused("asked", ask_intent, customer_id=row.pk, reason="they asked for a quotation", by=cast.stages_rep, at=NOW)
    assert Request.objects.count() == 1


@pytest.mark.req("Nc9", "Nc10")
def test_intent_is_applied_for_with_a_detailed_reason_and_starts_its_own_clock(cast):
    row = customer(cast.stages_rep, since=NOW - timedelta(days=20))
    refused("reason", ask_intent, customer_id=row.pk, reason="soon", by=cast.stages_rep, at=NOW)
    request = ask_intent(customer_id=row.pk, reason="they asked for a quotation", by=cast.stages_rep, at=NOW)
    decide(request_id=request.pk, by=cast.stages_manager, approve=True, decision="", at=NOW)
    row.refresh_from_db()
    assert (row.stage, row.stage_since) == ("intent", NOW)
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-03-17 10:00")


@pytest.mark.req("Z14")
def test_the_manager_continues_a_review_for_90_days_or_gives_the_customer_to_a_colleague(cast):
    rows = [customer(cast.solar_rep, since=NOW - timedelta(days=91)) for _ in range(2)]
    for row in rows:
        followup(row, cast.solar_rep, NOW - timedelta(days=5))
    run(at=NOW + timedelta(hours=2))
    first, second = (Request.objects.get(customer_id=row.pk) for row in rows)
    decide(request_id=first.pk, by=cast.solar_manager, approve=True, decision="keep at it", at=NOW + timedelta(hours=3))
    assert Ownership.objects.get(pk=rows[0].pk).review_after == moment("2026-05-31 10:00")
    taken = {"by": cast.solar_manager, "approve": False, "at": NOW + timedelta(hours=3)}
    refused("reason", decide, request_id=second.pk, decision=" ", **taken)
    decide(request_id=second.pk, decision="no progress", changes={"to_id": cast.solar_mate.pk}, **taken)
    assert owner_of(rows[1]) == "solar_mate"
    assert preview(NOW + timedelta(hours=4)) == []


@pytest.mark.req("Z14", "Nd9")
def test_whoever_refuses_a_review_releases_the_customer(cast):
    """Refusing is the verb's affair, not the page's: no caller closes the question and leaves the customer where it was."""
    row = customer(cast.solar_rep, since=NOW - timedelta(days=91))
    followup(row, cast.solar_rep, NOW - timedelta(days=5))
    run(at=NOW + timedelta(hours=2))
    request = Request.objects.get(customer_id=row.pk)
    later = NOW + timedelta(hours=3)
    refused("not_yours", decide, request_id=request.pk, by=cast.director, approve=False, decision="no", at=later)
    assert owner_of(row) == "solar_rep"
    decide(request_id=request.pk, by=cast.solar_manager, approve=False, decision="no progress", at=later)
    request.refresh_from_db()
    assert owner_of(row) is None and (request.status, request.decision) == ("refused", "no progress")
    assert OwnershipEvent.objects.filter(customer=row).latest("id").reason == "no progress"
    assert preview(NOW + timedelta(hours=4)) == []


@pytest.mark.req("Nd8")
def test_after_a_granted_review_invalid_follow_ups_count_anew(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=5))
    for hours in (30, 20, 10):
        followup(row, cast.rep, NOW - timedelta(hours=hours), content="外出")
    assert preview(NOW)[0]["outcome"] == "review"
    continue_ownership(customer_id=row.pk, by=cast.manager, at=NOW)
    assert preview(NOW) == []


def test_what_waits_for_a_customer_that_is_lost_is_no_longer_needed(cast):
    row = customer(cast.stranger)
    request = ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stranger, at=NOW)
    ownership.give_up(customer_id=row.pk, by=cast.stranger, reason="no budget", at=NOW)
    request.refresh_from_db()
    assert request.status == "obsolete"


def test_a_request_needs_a_reason_and_somebody_to_decide_it(cast):
    with pytest.raises(Refused):
        ask(kind="extension", by=cast.rep, at=NOW, decider=cast.manager, subject="x", arguments={}, reason=" ")
    with pytest.raises(Refused):
        ask(kind="extension", by=cast.rep, at=NOW, decider=None, subject="x", arguments={}, reason="because")


def test_every_ending_writes_the_ledger_with_the_period_it_closes(cast):
    row = customer(cast.rep, since=NOW)
    ownership.give_up(customer_id=row.pk, by=cast.rep, reason="no budget", at=NOW + timedelta(days=1))
    event = OwnershipEvent.objects.get(customer=row, kind="given_up")
    assert (event.closes_owner, event.closes_since, event.at, event.reason) == (
        cast.rep,
        NOW,
        NOW + timedelta(days=1),
        "no budget",
    )
