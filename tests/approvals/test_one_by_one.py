"""Deciding request after request in the list, without a reload: what is decided leaves it, what can't be taken back is asked twice."""

import pytest
from django.urls import reverse

from assignment.domain.disputes.conflict import ask_validity
from assignment.domain.ownership.extend import ask_extension
from crm_project.approvals.domain import requests
from tests.activities.entries import SINCE
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PART = {"HX-Request": "true"}


def extension(cast, n=1):
    return [
        ask_extension(customer_id=customer(cast.rep, since=SINCE).pk, days=3, reason="on a trip", by=cast.rep, at=NOW)
        for _n in range(n)
    ]


def decide(row, do):
    return f"{reverse('approvals:decide', args=[row.pk])}?do={do}"


@pytest.mark.req("D6", "Ne7")
def test_a_decided_row_leaves_the_list_and_the_rest_stays(cast, signed_in):
    first, _second = extension(cast, 2)
    answer = signed_in(cast.manager).post(decide(first, "approve"), headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in page and "data-ask" not in page
    assert 'id="tab-count-inbox" hx-swap-oob="true">1<' in page and f"Decided: {first.title} – Grant" in page
    first.refresh_from_db()
    assert first.status == "approved"


def test_a_refusal_without_a_reason_comes_back_in_its_place(cast, signed_in):
    (row,) = extension(cast)
    answer = signed_in(cast.manager).post(decide(row, "refuse"), {"reason": " "}, headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'id="request-{row.pk}"' in page and "Give the reason for refusing" in page


@pytest.mark.req("Ne7")
def test_the_message_and_recent_actions_say_how_it_was_decided(cast, signed_in):
    yes, no = extension(cast, 2)
    client = signed_in(cast.manager)
    client.post(decide(yes, "approve"), headers=PART)
    refused = client.post(decide(no, "refuse"), {"reason": "too late"}, headers=PART).text
    assert f"Refused: {no.title}." in refused
    page = client.get(reverse("undo:recent")).text
    assert f"Approved: {yes.title}." in page and f"Refused: {no.title}." in page


@pytest.mark.req("Nd8")
def test_a_decision_with_buttons_of_its_own_is_told_in_their_words(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    row = requests.ask(
        kind="review",
        by=None,
        at=NOW,
        decider=cast.manager,
        subject=file.name,
        customer_id=file.pk,
        department=cast.departments["sales"],
        reason="three invalid follow-ups",
        arguments={"customer_id": file.pk, "rule": "invalid_followups"},
    )
    page = signed_in(cast.manager).post(decide(row, "approve"), headers=PART).text
    assert f"Decided: {row.title} – Let the owner continue." in page


def test_one_that_a_colleague_decided_meanwhile_leaves_the_list_with_a_word(cast, signed_in):
    (row,) = extension(cast)
    client = signed_in(cast.manager)
    requests.decide(request_id=row.pk, by=cast.manager, approve=True, decision="", at=NOW)
    answer = client.post(decide(row, "approve"), headers=PART)
    assert answer.status_code == 200 and "This request was already decided" in answer.content.decode()


@pytest.mark.req("Nd3")
def test_what_passes_a_customer_on_asks_for_a_second_key(cast, signed_in):
    extension(cast)
    file = customer(cast.rep, since=SINCE)
    ask_validity(customer_id=file.pk, reason="nobody works on it", by=cast.mate, at=NOW)
    page = signed_in(cast.manager).get(reverse("approvals:inbox")).content.decode()
    assert page.count("data-approve") == 2 and page.count('data-confirm="Assign the customer to Mate?"') == 1
