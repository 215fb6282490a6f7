"""The same form twice, too long a file, addresses and numbers typed by hand (rows T20, Z12)."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.domain.numbers import assign as numbers
from contracts.domain.payments import payments
from contracts.models import Expense, Payment
from crm_project.approvals.models import Request
from tests.cast import NOW, customer, moment
from tests.contracts.stage import scan

pytestmark = pytest.mark.django_db


@pytest.mark.req("T20")
def test_a_payment_sent_twice_by_a_double_click_is_entered_once(cast, clock, signed_in):
    row = customer(cast.rep)
    client = signed_in(cast.finance)
    token = client.get("/contracts/payments/new/").context["form"]["idempotency_key"].value()
    form = {
        "customer": row.pk,
        "received_on": "2026-03-01",
        "amount": "50",
        "currency": "CNY",
        "idempotency_key": token,
    }
    first, second = (client.post("/contracts/payments/new/", form) for _ in range(2))
    assert first.url == second.url and Payment.objects.count() == 1
    assert token != client.get("/contracts/payments/new/").context["form"]["idempotency_key"].value()
    client.post("/contracts/payments/new/", {**form, "idempotency_key": ""})
    client.post("/contracts/payments/new/", {**form, "idempotency_key": ""})
    assert Payment.objects.count() == 3


@pytest.mark.req("Z12")
def test_an_expense_sent_twice_by_a_double_click_is_claimed_once(cast, clock, signed_in):
    row = customer(cast.rep, since=moment("2026-02-10 09:00"))
    client = signed_in(cast.rep)
    for _ in range(2):
        client.post(
            "/contracts/expenses/new/",
            {
                "customer": row.pk,
                "kind": "visit",
                "spent_on": "2026-03-01",
                "amount": "5",
                "currency": "CNY",
                "what": "train",
                "file": scan(),
                "idempotency_key": "one",
            },
        )
    assert Expense.objects.count() == 1 and Request.objects.filter(kind="expense").count() == 1


@pytest.mark.parametrize(
    "path",
    [
        "/contracts/numbers/?year=²",
        "/contracts/numbers/?year=99999999999999999999",
        "/contracts/numbers/?series=nil",
        "/contracts/collections/?rep=²",
        "/contracts/payments/new/?contract=²",
        "/contracts/expenses/?customer=²",
        "/contracts/get-number/?quote=²",
        "/deals/plans/?from=0001-01-01",
        "/deals/plans/?from=9999-12-01&span=quarter",
        "/deals/plans/new/?plan=²",
    ],
)
def test_an_address_typed_by_hand_breaks_nothing(cast, clock, signed_in, path):
    person = cast.finance if "payments" in path or "collections" in path or "numbers" in path else cast.rep
    assert signed_in(person).get(path).status_code == 200


@pytest.mark.parametrize("value", ["²", "x", "-1", ""])
def test_a_form_with_a_number_that_is_none_is_answered(cast, clock, signed_in, value):
    row = customer(cast.rep)
    made = payments.record_payment(
        customer_id=row.pk, by=cast.finance, at=NOW, received_on=date(2026, 3, 2), amount=Decimal(5)
    )
    assert (
        signed_in(cast.finance).post(f"/contracts/payments/{made.pk}/release/", {"allocation": value}).status_code
        == 404
    )
    drawn = numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW)
    assert signed_in(cast.rep).post(f"/contracts/{drawn.pk}/quote/", {"quote": value}).status_code == 404
