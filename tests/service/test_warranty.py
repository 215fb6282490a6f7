"""Products of contracts on an order: their warranty is derived, proposes the kind, and another kind needs a reason."""

import re
from datetime import date

import pytest
from django.urls import reverse

from contracts.models import Contract, ContractLine, Delivery
from crm_project.lib.refused import Refused
from deals.models import Product
from service.domain.orders import ending, recording
from service.models import ServiceOrder
from tests.cast import NOW, customer, moment
from tests.service.orders import kind, order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21")]


@pytest.fixture
def row(cast):
    return customer(cast.rep, stage="official")


def bought(row, *, signed="2025-04-01 09:00", delivered=None, months=12, status="confirmed", name="逆变器 10kW"):
    """The line of a contract."""
    number = f"HT-{Contract.objects.count() + 1}"
    contract = Contract.objects.create(
        customer=row, number=number, signed_at=moment(signed), amount=900, status=status, recorded_at=NOW
    )
    product, _made = Product.objects.get_or_create(
        code=f"P{months}", defaults={"name": name, "unit": "台", "warranty_months": months}
    )
    if delivered:
        Delivery.objects.create(contract=contract, planned_on=delivered, delivered_on=delivered, what="设备")
    return ContractLine.objects.create(contract=contract, product=product, name=name, quantity=1, price=900, amount=900)


def fields(**given):
    return {"subject": "压缩机不启动", "priority": "high", "reported_at": NOW, "kind": kind(), **given}


def record(row, cast, **given):
    return recording.record_order(customer_id=row.pk, by=cast.service, at=NOW, fields=fields(**given))


def test_a_product_in_warranty_brings_its_contract_along(cast, row):
    line = bought(row)
    made = record(row, cast, lines=[line])
    assert made.contract == line.contract and list(made.lines.all()) == [line]


@pytest.mark.parametrize(
    ("delivered", "given", "accepted"),
    [
        (None, "repair_in_warranty", True),  # signed on 1 April 2025, twelve months
        (None, "repair_out_of_warranty", False),
        (date(2025, 2, 1), "repair_in_warranty", False),  # delivered a month before it was signed
        (date(2025, 2, 1), "repair_out_of_warranty", True),
        (None, "training", True),
    ],
)
def test_another_kind_of_repair_than_the_warranty_says_needs_a_reason(cast, row, delivered, given, accepted):
    line = bought(row, delivered=delivered)
    if not accepted:
        with pytest.raises(Refused) as refused:
            record(row, cast, lines=[line], kind=kind(given))
        assert (refused.value.code, refused.value.field) == ("warranty", "kind_reason")
        assert not ServiceOrder.objects.exists()
    reason = "" if accepted else "人为损坏，不在保修范围"
    assert record(row, cast, lines=[line], kind=kind(given), kind_reason=reason).kind_reason == reason


def test_only_products_of_confirmed_contracts_of_this_customer(cast, row):
    draft, foreign = bought(row, status="draft"), bought(customer(cast.rep))
    for line in (draft, foreign):
        with pytest.raises(Refused) as refused:
            record(row, cast, lines=[line])
        assert refused.value.code == "line"
        with pytest.raises(Refused) as refused:
            record(row, cast, contract=line.contract)
        assert refused.value.code == "contract"


def test_a_correction_judges_again_and_a_reopened_order_is_about_the_same(cast, row):
    line = bought(row)
    made = record(row, cast)
    with pytest.raises(Refused) as refused:
        recording.update_order(
            order_id=made.pk,
            by=cast.service_manager,
            at=NOW,
            fields={"lines": [line], "kind": kind("repair_out_of_warranty")},
        )
    assert refused.value.code == "warranty" and not made.lines.exists()
    recording.update_order(order_id=made.pk, by=cast.service_manager, at=NOW, fields={"lines": [line]})
    assert list(made.lines.all()) == [line]
    ServiceOrder.objects.filter(pk=made.pk).update(status="closed", closed_at=NOW, accepted_at=NOW, done_at=NOW)
    again = ending.reopen_order(order_id=made.pk, reason="又坏了", by=cast.service_manager, at=NOW)
    assert list(again.lines.all()) == [line] and again.contract == line.contract


def test_trouble_that_comes_back_after_the_warranty_is_still_reopened(cast, row):
    made = record(row, cast, lines=[bought(row)])
    ServiceOrder.objects.filter(pk=made.pk).update(status="closed", closed_at=NOW, accepted_at=NOW, done_at=NOW)
    again = ending.reopen_order(
        order_id=made.pk, reason="又坏了", by=cast.service_manager, at=moment("2026-05-04 09:00")
    )
    assert (again.reopens, again.kind, again.contract) == (made, kind("repair_in_warranty"), made.contract)


# --- In the browser ---------------------------------------------------------------------------------
def test_the_form_offers_what_the_customer_bought_once_one_knows_whose(cast, row, signed_in):
    line, foreign = bought(row), bought(customer(cast.stranger), name="别家产品")
    client = signed_in(cast.service)
    assert 'name="lines"' not in client.get(reverse("service:new")).text
    part = client.get(reverse("service:of_customer"), {"customer": row.pk}).text
    assert f"{line.name} · {line.contract.number} · in warranty until 2026-04-01" in part
    assert 'name="contract"' in part and foreign.name not in part
    assert 'name="lines"' not in client.get(reverse("service:of_customer"), {"customer": "x"}).text


def test_choosing_products_proposes_the_kind_and_asks_why_not(cast, row, signed_in):
    line, old = bought(row), bought(row, signed="2024-01-05 09:00", months=6, name="旧型号")
    client, url = signed_in(cast.service), reverse("service:warranty")
    told = client.get(url, {"customer": row.pk, "lines": line.pk}).text
    assert "In warranty until 2026-04-01, by contract HT-1: Repair in warranty." in told
    assert f'value="{kind().pk}" selected' in told and "kind_reason" not in told
    told = client.get(url, {"customer": row.pk, "lines": old.pk, "kind": kind().pk}).text
    assert "Out of warranty since 2024-07-05, by contract HT-2: Repair out of warranty." in told
    assert 'name="kind_reason"' in told and 'id="id_kind"' not in told, "what was chosen stays"
    assert client.get(url, {"customer": row.pk}).text.strip() == ""


def test_what_was_refused_comes_back_with_the_question_for_the_reason(cast, row, signed_in):
    line, client = bought(row), signed_in(cast.service)
    typed = {
        "customer": row.pk,
        "kind": kind("repair_out_of_warranty").pk,
        "subject": "压缩机不启动",
        "priority": "high",
        "channel": "phone",
        "reported_at": "2026-03-02T08:30",
        "lines": [line.pk],
    }
    answer = client.post(reverse("service:new"), typed)
    assert answer.status_code == 422 and "choose it, or say why not" in answer.text
    assert re.search(r'<input[^>]*name="lines"[^>]*checked', answer.text)
    answer = client.post(reverse("service:new"), {**typed, "kind_reason": "人为损坏"})
    made = ServiceOrder.objects.get()
    assert answer.url == reverse("service:order", args=[made.pk])
    page = client.get(answer.url).text
    assert "人为损坏" in page and line.name in page and "in warranty until 2026-04-01" in page


def test_products_say_how_long_their_warranty_is(cast, signed_in):
    client = signed_in(cast.admin)
    typed = {"code": "INV-10", "name": "Inverter", "unit": "台", "warranty_months": "24", "active": "on"}
    client.post(reverse("deals:product_new"), typed)
    assert Product.objects.get(code="INV-10").warranty_months == 24
    refused = client.post(reverse("deals:product_new"), {**typed, "code": "INV-11", "warranty_months": "0"})
    assert refused.status_code == 422 and not Product.objects.filter(code="INV-11").exists()


def test_an_order_without_products_is_judged_by_nobody(cast, row):
    assert order(row, cast.service, kind=kind("repair_out_of_warranty")).contract is None
