"""Effective effort of each side, judged as of its own time; whoever kept a customer without valid work loses the conflict."""

from datetime import date

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.disputes import conflict
from assignment.domain.disputes.effort import efforts, kept_invalidly
from assignment.models import Policy
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

START = moment("2026-02-16 09:00")
TEXTS = ("与采购总监讨论了三年框架协议", "与王经理确认了样品的规格和数量", "把报价单发给李总并约好下周再谈")


def counted(row, at=NOW):
    return {person: (one["followups"], one["valid"], one["invalid"]) for person, one in efforts(row.pk, at).items()}


@pytest.fixture
def handed_on(cast):
    """The rep worked well on it, the mate has it since the 25th and wrote twice nothing."""
    row = customer(cast.rep, since=START)
    for day, text in zip((17, 18, 18), TEXTS, strict=True):
        followup(row, cast.rep, moment(f"2026-02-{day} 10:00"), content=text)
    followup(row, cast.rep, moment("2026-02-19 10:00"), content="外出")
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="", at=moment("2026-02-25 09:00"))
    followup(row, cast.mate, moment("2026-02-26 10:00"), content="不在")
    followup(row, cast.mate, moment("2026-02-27 10:00"), content=TEXTS[0])
    return row


@pytest.mark.req("Nd6")
def test_former_owners_present_owners_and_outsiders_are_judged_each_as_of_their_own_time(cast, handed_on):
    followup(handed_on, cast.stranger, moment("2026-02-24 10:00"), content=TEXTS[1])
    followup(handed_on, cast.stranger, moment("2026-02-24 11:00"), content="没人接")
    assert counted(handed_on) == {
        cast.rep.pk: (4, 3, 1),
        cast.mate.pk: (2, 1, 1),
        cast.stranger.pk: (2, 1, 1),
    }
    assert efforts(handed_on.pk, NOW)[cast.rep.pk]["days"] == 3


@pytest.mark.req("Nd6")
def test_what_was_written_under_another_departments_standard_is_judged_by_that(cast):
    row = customer(cast.solar_rep, since=START)
    followup(row, cast.solar_rep, moment("2026-02-17 10:00"), content="谈了", kind="note", counterpart="")
    ownership.transfer(
        customer_id=row.pk, to=cast.rep, by=cast.general_manager, reason="", at=moment("2026-02-25 09:00")
    )
    followup(row, cast.rep, moment("2026-02-26 10:00"), content="谈了", kind="note", counterpart="")
    assert counted(row) == {cast.solar_rep.pk: (1, 1, 0), cast.rep.pk: (1, 0, 1)}


@pytest.mark.req("Nd6")
def test_a_standard_that_became_stricter_later_does_not_devalue_what_was_written_before(cast, handed_on):
    before = counted(handed_on)
    policy = Policy.objects.get(key="tracking")
    body = policy.versions.first().body
    policy.versions.create(
        number=99,
        body={**body, "standard": {**body["standard"], "min_chinese": 40}},
        status="approved",
        holds_from=date(2026, 2, 28),
        drafted_at=NOW,
        decided_at=NOW,
    )
    assert counted(handed_on) == before
    followup(handed_on, cast.mate, moment("2026-03-01 10:00"), content=TEXTS[1])
    assert counted(handed_on)[cast.mate.pk] == (3, 1, 2)


@pytest.mark.req("Nd6")
def test_the_decider_reads_both_sides_side_by_side(cast, handed_on, signed_in):
    ask = conflict.ask_validity(customer_id=handed_on.pk, reason="I did the work", by=cast.rep, at=NOW)
    page = " ".join(signed_in(ask.decider).get(reverse("approvals:request", args=[ask.pk])).content.decode().split())
    rep, mate = page.index(">Rep<"), page.index(">Mate<")
    assert "Valid follow-ups" in page and "Invalid ones" in page and rep and mate
    assert ask.evidence["efforts"][0]["valid"] == 3 and ask.evidence["efforts"][1]["valid"] == 1


@pytest.mark.req("Nd10", "Nd6")
def test_whoever_kept_it_with_three_invalid_follow_ups_loses_the_conflict(cast, signed_in):
    row = customer(cast.mate, since=START)
    for day in (24, 25, 26):
        followup(row, cast.mate, moment(f"2026-02-{day} 10:00"), content="外出")
    ask = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="we both quoted", by=cast.rep, at=NOW)
    assert kept_invalidly(row.pk, NOW) == {cast.mate.pk: "invalid_followups"}
    client = signed_in(cast.manager)
    page = client.get(reverse("approvals:request", args=[ask.pk])).content.decode()
    assert "Held it without valid follow-ups" in page and "Invalid follow-ups" in page
    data = {"do": "approve", "closer": cast.mate.pk, "page": "1"}
    answer = client.post(reverse("approvals:decide", args=[ask.pk]), data)
    assert (
        "Mate held this customer without valid follow-ups (Invalid follow-ups): the other side closes the deal."
        in answer.content.decode()
    )
    assert Request.objects.get(pk=ask.pk).status == "pending"
    client.post(reverse("approvals:decide", args=[ask.pk]), {**data, "closer": cast.rep.pk})
    assert Ownership.objects.get(pk=row.pk).owner == cast.rep


@pytest.mark.req("Nd10")
def test_where_neither_or_both_kept_it_invalidly_the_manager_is_free(cast):
    row = customer(cast.mate, since=START)
    ask = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="x", by=cast.rep, at=NOW)
    decide(request_id=ask.pk, by=ask.decider, approve=True, decision="", at=NOW, changes={"closer_id": cast.mate.pk})
    assert Ownership.objects.get(pk=row.pk).owner == cast.mate


@pytest.mark.req("Nd10")
def test_work_done_after_the_question_does_not_save_whoever_kept_it_invalidly(cast):
    row = customer(cast.mate, since=moment("2026-01-20 09:00"))
    ask = conflict.ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="x", by=cast.rep, at=NOW)
    assert kept_invalidly(row.pk, NOW)[cast.mate.pk] == "no_contact"
    later = moment("2026-03-02 15:00")
    followup(row, cast.mate, moment("2026-03-02 14:00"))
    with pytest.raises(Refused) as refusal:
        decide(
            request_id=ask.pk, by=ask.decider, approve=True, decision="", at=later, changes={"closer_id": cast.mate.pk}
        )
    assert refusal.value.code == "kept_invalidly"
