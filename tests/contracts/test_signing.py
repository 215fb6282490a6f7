"""Who signs, and who looks after whoever has signed (rows Nc13, Nc17)."""

import pytest
from django.urls import reverse

from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS
from contracts.domain import lifecycle
from contracts.domain.numbers import assign as numbers
from contracts.models import Contract
from crm_project.lib.refused import Refused
from customers.models import Customer
from tests.cast import NOW, customer

LIST = reverse("contracts:after_sales")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def noted(row, by, number="HT-1"):
    fields = {"number": number, "signed_at": NOW, "amount": 1200, "promises": "none"}
    return lifecycle.record_contract(customer_id=row.pk, by=by, at=NOW, fields=fields)


def official(cast, number="HT-1", by=None, **fields):
    """A customer of Stages whose contract was confirmed."""
    row = customer(by or cast.stages_rep, stage="intent", **fields)
    lifecycle.confirm_contract(contract_id=noted(row, by or cast.stages_rep, number).pk, by=cast.stages_manager, at=NOW)
    return row


@pytest.mark.req("Nc17")
def test_a_potential_customer_neither_draws_a_number_nor_signs_where_the_policy_asks_for_intent(cast):
    row = customer(cast.stages_rep)
    for attempt in (
        lambda: noted(row, cast.stages_rep),
        lambda: numbers.assign_number(customer_id=row.pk, by=cast.stages_rep, at=NOW),
    ):
        with pytest.raises(
            Refused,
            match="is still at the stage “Potential”: change it to “Intent” on its page first, then it can sign a contract.",
        ) as refusal:
            attempt()
        assert refusal.value.code == "stage"
    assert not Contract.objects.exists()


@pytest.mark.req("Nc17")
def test_it_does_not_become_official_by_a_contract_that_was_noted_before(cast):
    row = customer(cast.stages_rep, stage="intent")
    made = noted(row, cast.stages_rep)
    Customer.objects.filter(pk=row.pk).update(stage="potential")
    with pytest.raises(Refused, match="change it to"):
        lifecycle.confirm_contract(contract_id=made.pk, by=cast.stages_manager, at=NOW)
    row.refresh_from_db()
    assert row.stage == "potential"


@pytest.mark.req("Nc17")
def test_the_form_says_so_and_keeps_what_was_typed(cast, signed_in):
    row = customer(cast.stages_rep)
    typed = {
        "customer": row.pk,
        "number": "HT-77",
        "signed_on": "2026-03-01",
        "amount": "5",
        "currency": "CNY",
        "promises": "none",
    }
    answer = signed_in(cast.stages_rep).post(reverse("contracts:new"), typed)
    assert (
        answer.status_code == 422
        and ": change it to “Intent” on its page first, then it can sign a contract." in answer.content.decode()
    )
    assert "HT-77" in answer.content.decode()
    Customer.objects.filter(pk=row.pk).update(stage="intent")
    assert signed_in(cast.stages_rep).post(reverse("contracts:new"), typed).status_code == 302


@pytest.mark.req("Nc17")
def test_other_policies_let_any_customer_sign(cast):
    assert noted(customer(cast.rep), cast.rep).pk
    assert PRESETS["stages"]["signs_from"] == "intent"
    assert (
        read_policy({"rules": []}).signs_from == "potential"
        and body_of(read_policy({"preset": "stages"}))["signs_from"] == "intent"
    )


@pytest.mark.req("Nc13")
def test_service_gets_the_official_customers_of_departments_that_pass_them_on_and_nobody_elses(cast, signed_in):
    passed = official(cast)
    customer(cast.stages_rep, stage="intent")
    customer(cast.rep, stage="official")
    for person in (cast.service, cast.service_manager):
        page = signed_in(person).get(LIST)
        assert [row["customer"] for row in page.context["rows"]] == [passed]
        assert passed.name in page.content.decode() and "HT-1" in page.content.decode()
    assert signed_in(cast.rep).get(LIST).status_code == 403


@pytest.mark.req("Nc13")
def test_service_is_told_when_a_customer_becomes_official_under_the_stages_preset(cast, signed_in):
    row = official(cast)
    page = signed_in(cast.service_manager).get(reverse("notices:list")).content.decode()
    assert row.name in page and LIST in signed_in(cast.service).get(reverse("home")).content.decode()


@pytest.mark.embedded
def test_the_list_costs_the_same_for_many(cast, signed_in, queries):
    official(cast)
    signed_in(cast.service)
    few = queries(LIST)
    for n in range(2, 12):
        official(cast, f"HT-{n}")
    assert queries(LIST) == few


def test_the_list_is_searched_and_says_when_nothing_passes(cast, signed_in):
    first = official(cast)
    client = signed_in(cast.service)
    assert "No customer matches" in client.get(LIST, {"q": "nowhere"}).content.decode()
    assert [row["customer"] for row in client.get(LIST, {"q": first.code}).context["rows"]] == [first]
