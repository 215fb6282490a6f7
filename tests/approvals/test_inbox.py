"""The inbox: what waits for me, the oldest first, decided with one key, a reason needed to refuse."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain.disputes import conflict
from assignment.domain.ownership import extend
from assignment.domain.ownership.claim_requests import ask_duplicate
from assignment.domain.sweep import run as sweep
from assignment.models import Split
from crm_project.approvals.models import Request
from customers.domain import stages
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

INBOX, MINE = reverse("approvals:inbox"), reverse("approvals:mine")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(name, row):
    return reverse(f"approvals:{name}", args=[row.pk])


def extension(cast, days=3, at=NOW, who=None):
    row = customer(who or cast.rep)
    return row, extend.ask_extension(customer_id=row.pk, days=days, reason="nearly signed", by=who or cast.rep, at=at)


@pytest.mark.req("Nc7")
def test_the_oldest_comes_first_with_its_age_and_what_approving_does(cast, signed_in):
    _row, young = extension(cast)
    _row, old = extension(cast, at=NOW - timedelta(days=4), who=cast.mate)
    text = signed_in(cast.manager).get(INBOX).content.decode()
    assert text.index(f"request-{old.pk}") < text.index(f"request-{young.pk}")
    assert "overdue by 2 days" in text and "waiting: 4 days" in text
    assert "nearly signed" in text and "Grant 3 days" in text and "The deadline moves by 3 days." in text


@pytest.mark.req("Nc7", "D6")
def test_approving_takes_one_post(cast, signed_in):
    row, ask = extension(cast)
    signed_in(cast.manager).post(url("decide", ask) + "?do=approve")
    ask.refresh_from_db()
    assert ask.status == "approved" and Ownership.objects.get(pk=row.pk).extended_until is not None


@pytest.mark.req("D6")
def test_the_panel_names_who_may_grant_so_many_days(cast, signed_in):
    _row, ask = extension(cast, days=9, who=cast.stranger)
    assert "the director and above" in signed_in(cast.director).get(url("request", ask)).content.decode()


def test_refusing_needs_a_reason_and_keeps_what_was_typed(cast, signed_in):
    _row, ask = extension(cast)
    client = signed_in(cast.manager)
    answer = client.post(url("decide", ask) + "?do=refuse", {"reason": "   "})
    assert (
        answer.status_code == 422
        and "Give the reason for refusing: the applicant will see it." in answer.content.decode()
    )
    ask.refresh_from_db()
    assert ask.status == "pending"
    client.post(url("decide", ask) + "?do=refuse", {"reason": "too often"})
    ask.refresh_from_db()
    assert (ask.status, ask.decision) == ("refused", "too often")


def test_only_whoever_decides_decides(cast, signed_in):
    row, ask = extension(cast)
    assert signed_in(cast.direct_manager).post(url("decide", ask) + "?do=approve").status_code == 404
    answer = signed_in(cast.rep).post(url("decide", ask) + "?do=approve")
    assert answer.status_code == 422 and "waiting for Manager, not for you" in answer.content.decode()
    assert signed_in(cast.mate).get(url("request", ask)).status_code == 404
    assert signed_in(cast.rep).get(url("request", ask)).status_code == 200, "their own"
    assert Ownership.objects.get(pk=row.pk).extended_until is None


def test_a_stand_in_sees_and_decides_while_the_manager_is_away(cast, signed_in):
    _row, ask = extension(cast)
    cast.manager.stand_in, cast.manager.away_from, cast.manager.away_until = cast.director, NOW.date(), NOW.date()
    cast.manager.save()
    client = signed_in(cast.director)
    text = client.get(INBOX).content.decode()
    assert ask.subject in text and "you stand in for Manager" in text
    client.post(url("decide", ask) + "?do=approve")
    ask.refresh_from_db()
    assert ask.status == "approved" and ask.decided_by == cast.director


def test_two_deciders_at_once_the_second_is_told(cast, signed_in):
    _row, ask = extension(cast)
    client = signed_in(cast.manager)
    client.post(url("decide", ask) + "?do=approve")
    answer = client.post(url("decide", ask) + "?do=approve")
    assert "This request was already decided: Approved." in answer.content.decode()


def test_ones_own_requests_show_the_answer_and_can_be_taken_back(cast, signed_in):
    _row, ask = extension(cast)
    client = signed_in(cast.rep)
    text = client.get(MINE).content.decode()
    assert "waiting for Manager" in text and "Withdraw" in text
    client.post(url("withdraw", ask))
    ask.refresh_from_db()
    assert ask.status == "withdrawn"
    assert signed_in(cast.mate).post(url("withdraw", ask)).status_code == 404
    assert "You have no requests" in signed_in(cast.mate).get(MINE).content.decode()
    assert f"request-{ask.pk}" not in signed_in(cast.manager).get(INBOX).content.decode()


@pytest.mark.req("Nc9")
def test_intent_is_approved_with_the_follow_ups_in_view(cast, signed_in):
    row = customer(cast.stages_rep)
    followup(row, cast.stages_rep, NOW, content="客户要求正式报价")
    ask = stages.ask_intent(customer_id=row.pk, reason="They asked for a formal quotation", by=cast.stages_rep, at=NOW)
    client = signed_in(cast.stages_manager)
    assert "客户要求正式报价" in client.get(INBOX).content.decode()
    client.post(url("decide", ask) + "?do=approve")
    row.refresh_from_db()
    assert row.stage == "intent"


# --- reviews ------------------------------------------------------------------------------------------------------------


def review(cast):
    row = customer(cast.solar_rep, since=NOW - timedelta(days=95))
    followup(row, cast.solar_rep, NOW - timedelta(days=5))
    sweep.run(at=NOW)
    return row, Request.objects.get(kind="review", customer_id=row.pk)


@pytest.mark.req("Z14")
def test_a_review_lets_the_owner_go_on_for_as_many_days_as_the_manager_says(cast, signed_in):
    row, ask = review(cast)
    client = signed_in(cast.solar_manager)
    text = client.get(url("request", ask)).content.decode()
    assert "Send to manager for review 90 days after the claim" in text and "Let the owner continue" in text
    answer = client.post(url("decide", ask), {"do": "approve", "days": "0", "page": "1"})
    assert answer.status_code == 422 and "Grant at least one day." in answer.content.decode()
    client.post(url("decide", ask), {"do": "approve", "days": "30", "page": "1"})
    assert Ownership.objects.get(pk=row.pk).review_after == moment("2026-04-01 10:00")


@pytest.mark.req("Z14", "Nd9")
def test_a_review_gives_the_customer_to_a_colleague_or_to_the_pool(cast, signed_in):
    row, ask = review(cast)
    client = signed_in(cast.solar_manager)
    answer = client.post(url("decide", ask), {"do": "give", "reason": "Mate knows them", "page": "1"})
    assert answer.status_code == 422 and "Choose who gets the customer." in answer.content.decode()
    assert "Mate knows them" in answer.content.decode()
    answer = client.post(url("decide", ask), {"do": "give", "to": cast.stranger.pk, "reason": "x", "page": "1"})
    assert answer.status_code == 422, "not of their department"
    client.post(url("decide", ask), {"do": "give", "to": cast.solar_mate.pk, "reason": "Mate knows them", "page": "1"})
    assert owner_of(row) == "solar_mate"
    row, ask = review(cast)
    answer = client.post(url("decide", ask) + "?do=refuse", {"reason": ""})
    assert answer.status_code == 422 and owner_of(row) == "solar_rep", "taking away needs a reason"
    client.post(url("decide", ask) + "?do=refuse", {"reason": "no progress"})
    assert owner_of(row) is None
    ask.refresh_from_db()
    assert ask.status == "refused" and ask.decided_by == cast.solar_manager


def test_nobody_else_takes_a_customer_away_by_deciding_its_review(cast, signed_in):
    row, ask = review(cast)
    answer = signed_in(cast.director).post(url("decide", ask), {"do": "refuse", "reason": "no", "page": "1"})
    assert answer.status_code == 422 and "not for you" in answer.content.decode()
    ask.refresh_from_db()
    assert owner_of(row) == "solar_rep" and ask.status == "pending"


# --- queries and conflicts ----------------------------------------------------------------------------------------------


@pytest.mark.req("Nd3", "Nd5", "Nd6")
def test_a_validity_query_shows_both_sides_effort_and_passes_the_customer_on(cast, signed_in):
    row = customer(cast.mate, since=moment("2026-02-20 09:00"))
    followup(row, cast.mate, moment("2026-02-24 11:00"), content="与采购总监讨论了三年框架协议")
    ask = conflict.ask_validity(customer_id=row.pk, reason="nobody calls them", by=cast.rep, at=NOW)
    client = signed_in(cast.manager)
    text = client.get(url("request", ask)).content.decode()
    assert "Valid follow-ups" in text and "与采购总监讨论了三年框架协议" in text
    assert "The customer passes to Rep, without conditions." in text
    client.post(url("decide", ask) + "?do=approve")
    assert owner_of(row) == "rep"


@pytest.mark.req("Nd4", "Nf5")
def test_a_conflict_names_who_closes_and_splits_the_result_inside(cast, signed_in):
    row = customer(cast.mate)
    ask = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="we both quoted", by=cast.rep, at=NOW)
    client = signed_in(cast.manager)
    assert "data-approve" not in client.get(INBOX).content.decode(), "who closes is chosen, not guessed by one key"
    answer = client.post(url("decide", ask), {"do": "approve", "page": "1"})
    assert answer.status_code == 422 and "Choose who closes the deal." in answer.content.decode()
    data = {"do": "approve", "closer": cast.mate.pk, "share_first": "30", "share_second": "60", "page": "1"}
    answer = client.post(url("decide", ask), data)
    assert answer.status_code == 422 and "must add up to 100" in answer.content.decode()
    client.post(url("decide", ask), {**data, "share_second": "70"})
    assert owner_of(row) == "mate"
    assert {(s.user.username, int(s.share)) for s in Split.objects.filter(customer=row)} == {("rep", 30), ("mate", 70)}


@pytest.mark.req("Nd4")
def test_a_conflict_is_led_from_the_inbox_to_its_page(cast, signed_in):
    row = customer(cast.rep)
    ask = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="we both quoted", by=cast.rep, at=NOW)
    page = signed_in(cast.manager).get(reverse("approvals:inbox")).content.decode()
    assert "Compare both sides and decide" in page and page.count(reverse("approvals:request", args=[ask.pk])) >= 2
    assert "Compare both sides" not in signed_in(cast.rep).get(reverse("approvals:mine")).content.decode()


@pytest.mark.req("Nd4")
def test_a_conflict_is_settled_without_a_split_too(cast, signed_in):
    row = customer(cast.mate)
    ask = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="we both quoted", by=cast.rep, at=NOW)
    signed_in(cast.manager).post(url("decide", ask), {"do": "approve", "closer": cast.rep.pk, "page": "1"})
    assert owner_of(row) == "rep" and not Split.objects.exists()


def test_the_ownership_of_a_duplicate_is_decided_by_the_owners_manager(cast, signed_in):
    row = customer(cast.mate)
    ask = ask_duplicate(customer_id=row.pk, reason="entered by us first", by=cast.rep, at=NOW)
    signed_in(cast.manager).post(url("decide", ask) + "?do=approve")
    assert owner_of(row) == "rep"


@pytest.mark.req("M10")
def test_what_was_said_at_a_restricted_customer_needs_a_reason_first(cast, signed_in):
    from crm_project.audit.domain.looks import record_look

    row = customer(cast.mate, restricted=True)
    followup(row, cast.mate, NOW, content="绝密的并购计划")
    ask = conflict.ask_validity(customer_id=row.pk, reason="nobody calls them", by=cast.rep, at=NOW)
    client = signed_in(cast.manager)
    text = client.get(url("request", ask)).content.decode()
    assert "绝密的并购计划" not in text and "This file is restricted" in text
    record_look(by=cast.manager, customer=row, reason="to decide the query", at=NOW)
    assert "绝密的并购计划" in client.get(url("request", ask)).content.decode()


def test_the_evidence_beside_the_list_is_a_part_of_its_own(cast, signed_in):
    _row, ask = extension(cast)
    text = signed_in(cast.manager).get(url("evidence", ask)).content.decode()
    assert "Extensions of this customer so far" in text and "<html" not in text
    assert signed_in(cast.mate).get(url("evidence", ask)).status_code == 404


def test_an_empty_inbox_says_what_will_come(cast, signed_in):
    assert "Nothing is waiting for you" in signed_in(cast.rep).get(INBOX).content.decode()


@pytest.mark.embedded
def test_thirty_requests_take_as_many_queries_as_one(cast, signed_in, queries):
    extension(cast)
    signed_in(cast.manager)
    few = queries(INBOX)
    for _ in range(29):
        extension(cast)
    assert queries(INBOX) == few
    signed_in(cast.rep)
    assert queries(MINE) <= few
