"""A decision is taken back within ten minutes where what it did has a reverse; the request waits again."""

from datetime import timedelta

import pytest

from activities.domain.follow_ups import record_followup
from assignment.domain.ownership import claim_requests, extend
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.approvals.domain import requests, undoing
from crm_project.approvals.models import Request
from crm_project.approvals.undo import DECISION
from crm_project.catalogue import request_kinds
from crm_project.lib.refused import Refused
from customers.domain import stages
from customers.models import Customer
from tests.cast import NOW, VALID, customer, moment, owner_of

from .steps import MINUTE, remembered, state, undo

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=4)
ASKED = NOW - timedelta(hours=2)


def extension(cast):
    row = customer(cast.stranger, since=EARLIER)
    return extend.ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stranger, at=ASKED)


def claim(cast):
    row = customer(department=cast.departments["sales"], since=EARLIER)
    return claim_requests.ask_claim(customer_id=row.pk, reason="I know their buyer", by=cast.rep, at=ASKED)


def duplicate(cast):
    row = customer(cast.rep, since=EARLIER)
    return claim_requests.ask_duplicate(customer_id=row.pk, reason="I entered it first", by=cast.mate, at=ASKED)


def intent(cast):
    row = customer(cast.stages_rep, since=EARLIER)
    return stages.ask_intent(customer_id=row.pk, reason="They asked for an offer today", by=cast.stages_rep, at=ASKED)


def review(cast):
    row = customer(cast.rep, since=EARLIER)
    return requests.ask(
        kind="review",
        by=None,
        at=ASKED,
        decider=cast.manager,
        subject=row.name,
        customer_id=row.pk,
        department=cast.departments["sales"],
        reason="three invalid follow-ups",
        arguments={"customer_id": row.pk, "rule": "invalid_followups"},
    )


KINDS = {f.__name__: f for f in (extension, claim, duplicate, intent, review)}


def decided(request, approve=True, at=NOW, decision="fine", changes=None):
    """The decision, as its page makes it and remembers it."""
    asked = request.arguments
    made = requests.decide(
        request_id=request.pk, by=request.decider, approve=approve, decision=decision, at=at, changes=changes
    )
    assert undoing.can_undo(made)
    return remembered(DECISION, request.decider, at, request_id=request.pk, asked=asked)


def waiting():
    columns = ("pk", "status", "decided_by_id", "decided_at", "decision", "arguments", "decider_id")
    return list(Request.objects.order_by("pk").values_list(*columns))


@pytest.mark.req("Nc7", "Nc9", "Z14")
@pytest.mark.parametrize("kind", KINDS)
def test_what_an_approval_did_is_reversed_and_the_request_waits_again(cast, kind):
    request = KINDS[kind](cast)
    before, asked, written = state(), waiting(), OwnershipEvent.objects.count()
    action = decided(request)
    assert state() != before
    undo(action)
    assert (state(), waiting()) == (before, asked)
    entries = list(OwnershipEvent.objects.order_by("pk"))[written:]
    assert len(entries) == 2 and entries[1].evidence["undoes"] == entries[0].pk
    if request.asked_by:
        kinds = list(request.asked_by.notices.order_by("pk").values_list("kind", flat=True))
        assert kinds[-1] == "decision_undone"


@pytest.mark.parametrize("kind", KINDS)
def test_it_can_be_decided_anew_and_the_applicant_hears_of_both_decisions(cast, kind):
    request = KINDS[kind](cast)
    undo(decided(request))
    requests.decide(request_id=request.pk, by=request.decider, approve=True, decision="", at=NOW + 2 * MINUTE)
    if request.asked_by:
        assert request.asked_by.notices.filter(kind="decided_approved").count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_once_somebody_works_on_the_customer(cast, kind):
    request = KINDS[kind](cast)
    action = decided(request)
    owner = Customer.objects.get(pk=request.customer_id).ownership.owner
    fields = {"kind": "call_out", "content": VALID, "counterpart": "Mr Wang"}
    record_followup(customer_id=request.customer_id, by=owner, at=NOW + timedelta(seconds=20), fields=fields)
    before, stands = state(), waiting()
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code in ("built_on", "moved_on")
    assert (state(), waiting()) == (before, stands)


@pytest.mark.parametrize("changes", [None, "to a colleague"])
def test_a_refused_review_gives_the_customer_back(cast, changes):
    request = review(cast)
    before, asked = state(), waiting()
    action = decided(request, approve=False, changes={"to_id": cast.mate.pk} if changes else None)
    assert owner_of(Customer.objects.get(pk=request.customer_id)) == ("mate" if changes else None)
    undo(action)
    assert (state(), waiting()) == (before, asked)


def test_a_plain_refusal_only_waits_again(cast):
    request = extension(cast)
    before, asked = state(), waiting()
    action = decided(request, approve=False, decision="too early")
    undo(action)
    assert (state(), waiting()) == (before, asked)


@pytest.mark.req("D6")
def test_an_undone_extension_does_not_count_for_the_month(cast):
    undo(decided(extension(cast)))
    assert extend.used_this_month(cast.stranger, NOW + 2 * MINUTE) == 1  # the one that waits
    Request.objects.update(status="refused")
    assert extend.used_this_month(cast.stranger, NOW + 2 * MINUTE) == 0


def test_a_second_extension_undone_leaves_the_first(cast):
    row = customer(cast.stranger, since=EARLIER)
    extend.extend(customer_id=row.pk, days=2, by=cast.direct_manager, at=EARLIER, reason="first")
    first = Customer.objects.get(pk=row.pk).ownership.extended_until
    extend.extend(customer_id=row.pk, days=3, by=cast.direct_manager, at=EARLIER + MINUTE, reason="second")
    request = requests.ask(
        kind="extension",
        by=cast.stranger,
        at=ASKED,
        decider=cast.direct_manager,
        subject=row.name,
        customer_id=row.pk,
        department=cast.departments["direct"],
        reason="more",
        arguments={"customer_id": row.pk, "days": 1},
    )
    before = state()
    undo(decided(request))
    assert state() == before
    assert first < Customer.objects.get(pk=row.pk).ownership.extended_until


def test_what_was_asked_again_meanwhile_is_not_asked_twice(cast):
    request = extension(cast)
    action = decided(request, approve=False, decision="too early")
    extend.ask_extension(
        customer_id=request.customer_id, days=2, reason="a shorter one", by=cast.stranger, at=NOW + timedelta(seconds=9)
    )
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "asked"


@pytest.mark.req("Nb3", "Ne7")
def test_who_no_longer_decides_takes_no_decision_back(cast):
    request = extension(cast)
    action = decided(request)
    before, stands = state(), waiting()
    role = request.decider.role
    role.grants.pop("request.decide")
    role.save()
    with pytest.raises(Refused) as no:
        undo(action, by=User.objects.get(pk=request.decider_id))
    assert no.value.code == "built_on" and "no longer decide" in no.value.sentence
    assert (state(), waiting()) == (before, stands)


@pytest.mark.req("Nb3", "Ne7")
@pytest.mark.parametrize("still", [True, False])
def test_a_stand_in_takes_a_decision_back_while_they_stand_in(cast, still):
    request, manager = extension(cast), cast.direct_manager
    before = state()
    manager.stand_in, manager.away_from, manager.away_until = cast.rep, NOW.date(), NOW.date()
    manager.save()
    requests.decide(request_id=request.pk, by=cast.rep, approve=True, decision="fine", at=NOW)
    action = remembered(DECISION, cast.rep, NOW, request_id=request.pk, asked=request.arguments)
    if still:
        undo(action)
        assert state() == before
        return
    User.objects.filter(pk=manager.pk).update(stand_in=None)
    with pytest.raises(Refused):
        undo(action)
    assert state() != before


def test_no_undo_is_offered_for_what_cannot_be_reversed():
    """Rules in force, settled conflicts, corrected figures: told, printed or split by the time one thinks better of it."""
    final = {key for key, kind in request_kinds().items() if not kind.can_undo(approved=True)}
    assert final >= {"policy", "conflict", "put_back", "contract_figure", "deal_figure", "key_customer", "appeal"}
    open_again = {key for key, kind in request_kinds().items() if kind.can_undo(approved=True)}
    assert open_again == {
        "folder_loan",
        "folder_extension",
        "extension",
        "claim",
        "duplicate",
        "review",
        "validity",
        "intent",
        "expense",
        "discount",
        "sales_plan",
        "target_change",
        "trip",
        "score_appeal",
        "right",
        "right_admin",
    }


def test_a_decision_by_page_offers_its_undo_and_another_does_not(cast, clock, signed_in):
    client = signed_in(cast.direct_manager)
    request = extension(cast)
    answer = client.post(f"/approvals/{request.pk}/decide/", {"do": "approve"}, follow=True)
    assert "Undo" in answer.content.decode()
    clock.move_to(moment("2026-03-02 09:05"))
    answer = client.post(f"/recent-actions/{cast.direct_manager.recent_actions.get().pk}/undo/", follow=True)
    assert "The decision was revoked" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/approvals/"
    request.refresh_from_db()
    assert request.status == "pending"
