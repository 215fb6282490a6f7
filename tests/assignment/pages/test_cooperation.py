"""Asking about a colleague's customer from where one meets it; working along across teams needs both managers."""

import re

import pytest
from django.urls import reverse

from assignment.domain import collaborators, cooperation
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.duplicates import matching
from customers.models import Collaborator, DuplicatePair
from tests.cast import NOW, customer
from tests.customers.test_entry import typed as customer_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

QUESTIONS = ("validity", "conflict", "cooperation")


@pytest.fixture
def theirs(cast):
    """A customer of another department."""
    row = customer(cast.stranger, name="杭州他人科技有限公司")
    matching.reindex([row.pk])
    return row


def links(page, row):
    """{question: address} of what a page offers to ask about a customer."""
    found = {}
    for question in QUESTIONS:
        address = reverse(f"assignment:{question}", args=[row.pk])
        match = re.search(rf'href="({re.escape(address)}\?ref=[^"]+)"', page)
        if match:
            found[question] = match[1]
    return found


def table(client, **query):
    """The register alone, without the notices around it."""
    return client.get(reverse("assignment:collaborations"), query).content.decode().partition('id="main"')[2]


# --- from where one meets it -----------------------------------------------------------------------------------------------


@pytest.mark.req("Nd3", "Nd4", "Nf5")
@pytest.mark.parametrize("where", ["name check", "search", "refused save"])
def test_a_rep_asks_about_a_customer_they_may_not_open_and_sees_the_state_only(cast, theirs, signed_in, where):
    client = signed_in(cast.rep)
    if where == "name check":
        page = client.post("/customers/check/", {"name": theirs.name}).content.decode()
    elif where == "search":
        page = client.get(reverse("customers:list"), {"q": theirs.name}).content.decode()
        assert "Belongs to Stranger" in page
    else:
        page = client.post(reverse("customers:new"), customer_file(name=theirs.name))
        page = page.content.decode()
    offered = links(page, theirs)
    assert set(offered) == set(QUESTIONS)
    for question, address in offered.items():
        shown = client.get(address).content.decode()
        assert theirs.name in shown and "Stranger" in shown
        assert client.post(address, {"reason": "We met them", "other": cast.stranger.pk}).url == reverse(
            "approvals:mine"
        )
        asked = Request.objects.get(kind=question)
        assert asked.asked_by == cast.rep and asked.decider == cast.direct_manager
        state = client.get(reverse("approvals:request", args=[asked.pk])).content.decode()
        assert "Waiting" in state and theirs.name in state
    assert client.get(reverse("customers:detail", args=[theirs.pk])).status_code == 404


@pytest.mark.req("Nd3")
def test_the_search_says_nothing_of_unlike_names_and_nothing_to_who_holds_no_customers(cast, theirs, signed_in):
    url = reverse("customers:list")
    assert "Belongs to" not in signed_in(cast.rep).get(url, {"q": "他人科技"}).content.decode()
    assert "Belongs to" not in signed_in(cast.manager).get(url, {"q": theirs.name}).content.decode()
    assert "Belongs to" in signed_in(cast.rep).get(url, {"q": theirs.code}).content.decode()


@pytest.mark.req("Nd3")
def test_the_duplicate_list_leads_to_the_questions(cast, theirs, signed_in):
    cast.rep.role.grants = {**cast.rep.role.grants, "customer.merge": "all", "customer.view": "all", "pool.view": "all"}
    cast.rep.role.save()
    other = customer(cast.rep)
    one, two = sorted([theirs, other], key=lambda row: row.pk)
    DuplicatePair.objects.create(one=one, other=two, how="name", score=90, found_at=NOW)
    page = signed_in(cast.rep).get(reverse("customers:duplicates")).content.decode()
    assert set(links(page, theirs)) == set(QUESTIONS) and not links(page, other)


# --- working along ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("D8")
def test_across_teams_both_managers_approve_before_anybody_works_along(cast, signed_in):
    row = customer(cast.rep)
    url = reverse("assignment:collaborator_new", args=[row.pk])
    signed_in(cast.rep).post(url, {"user": cast.stranger.pk, "note": "knows their director"})
    first = Request.objects.get(kind="cooperation")
    assert first.decider == cast.manager and not Collaborator.objects.exists()
    page = signed_in(cast.manager).get(reverse("approvals:request", args=[first.pk])).content.decode()
    assert "Collaborators" in page and "Stranger" in page and "knows their director" in page
    decide(request_id=first.pk, by=cast.manager, approve=True, decision="", at=NOW)
    second = Request.objects.get(kind="cooperation", status="pending")
    assert second.decider == cast.direct_manager and not Collaborator.objects.exists()
    decide(request_id=second.pk, by=cast.direct_manager, approve=True, decision="", at=NOW)
    assert Collaborator.objects.get().user == cast.stranger
    assert signed_in(cast.stranger).get(reverse("customers:detail", args=[row.pk])).status_code == 200


@pytest.mark.req("D8")
@pytest.mark.parametrize("who", ["first", "second"])
def test_one_manager_who_refuses_is_enough(cast, who):
    row = customer(cast.rep)
    asked = cooperation.ask_cooperation(customer_id=row.pk, reason="we met them", by=cast.stranger, at=NOW)
    if who == "second":
        decide(request_id=asked.pk, by=cast.manager, approve=True, decision="", at=NOW)
        asked = Request.objects.get(kind="cooperation", status="pending")
    decide(request_id=asked.pk, by=asked.decider, approve=False, decision="no", at=NOW)
    assert not Collaborator.objects.exists() and not Request.objects.filter(status="pending").exists()


@pytest.mark.req("D8")
def test_a_manager_who_proposes_needs_only_the_other_ones_word(cast):
    row = customer(cast.rep)
    cooperation.propose_cooperation(customer_id=row.pk, user=cast.stranger, note="", by=cast.manager, at=NOW)
    asked = Request.objects.get()
    assert asked.decider == cast.direct_manager
    decide(request_id=asked.pk, by=cast.direct_manager, approve=True, decision="", at=NOW)
    assert Collaborator.objects.get().user == cast.stranger


@pytest.mark.req("D8")
def test_nobody_of_another_team_is_registered_without_approval(cast):
    row = customer(cast.rep)
    with pytest.raises(Refused, match="both managers have to approve first"):
        collaborators.register_collaborator(customer_id=row.pk, user=cast.stranger, note="", by=cast.rep, at=NOW)
    assert not Collaborator.objects.exists()


@pytest.mark.req("D8")
def test_cooperation_is_told_to_the_manager_and_stands_in_the_register(cast, signed_in):
    row, elsewhere = customer(cast.rep), customer(cast.solar_rep)
    collaborators.register_collaborator(
        customer_id=row.pk, user=cast.mate, note="technical questions", by=cast.rep, at=NOW
    )
    collaborators.register_collaborator(
        customer_id=elsewhere.pk, user=cast.solar_mate, note="", by=cast.solar_rep, at=NOW
    )
    assert Notice.objects.get(user=cast.manager, kind="collaborator").params["person"] == "Mate"
    url = reverse("assignment:collaborations")
    assert url in signed_in(cast.manager).get(reverse("home")).content.decode()
    for person in (cast.manager, cast.rep, cast.mate):
        page = table(signed_in(person))
        assert row.name in page and "technical questions" in page and elsewhere.name not in page
    assert row.name not in table(signed_in(cast.direct_manager))
    collaborators.end_collaboration(collaborator_id=Collaborator.objects.get(user=cast.mate).pk, by=cast.rep, at=NOW)
    assert row.name not in table(signed_in(cast.manager))
    assert row.name in table(signed_in(cast.manager), ended="1")
