"""Contracts by their numbers, payments by their bank references (rows Nc15, T20)."""

import pytest
from django.db import connection

from contracts.domain.document_numbers import (
    CONTRACT_FORMS,
    PAYMENT_FORMS,
    find_contracts,
    find_payments,
)
from contracts.models import Contract, Payment
from contracts.presenters import search_hits
from crm_project.lib.search_kind import Asked
from customers.domain.search.contacts import FORMS as CONTACT_FORMS
from deals.domain.quote_numbers import FORMS as QUOTE_FORMS
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def contract(cast):
    row = customer(cast.rep)
    return Contract.objects.create(customer=row, number="HT-2026-0017", amount=5, signed_at=NOW, recorded_at=NOW)


@pytest.mark.req("Nc15")
@pytest.mark.parametrize("text", ["HT-2026-0017", "ht-2026", "0017", "HT"])
def test_a_contract_is_found_by_the_beginning_and_the_end_of_its_number(cast, contract, text):
    assert find_contracts(cast.rep, text, 5) == [contract] == find_contracts(cast.manager, text, 5)
    assert find_contracts(cast.stranger, text, 5) == [] == find_contracts(cast.rep, "017%", 5)


@pytest.mark.req("T20")
@pytest.mark.parametrize("text", ["B002210", "b0022", "B002210-7", "7x"])
def test_a_payment_is_found_by_its_reference(cast, contract, text):
    payment = Payment.objects.create(
        customer=contract.customer, received_on=NOW.date(), amount=5, reference="B002210-7X", entered_at=NOW
    )
    assert find_payments(cast.rep, text, 5) == [payment]
    assert find_payments(cast.stranger, text, 5) == []
    hit = search_hits.payment_hits(Asked(cast.rep, text, NOW, 5)).hits[0]
    assert hit.title == "B002210-7X" and contract.customer.name in hit.note


@pytest.mark.postgres
def test_every_form_has_its_index(db):
    """The expressions of the code and of the migrations are the same: else each search reads a whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        for table, forms in (
            ("customers_contact", CONTACT_FORMS),
            ("deals_quote", QUOTE_FORMS),
            ("contracts_contract", CONTRACT_FORMS),
            ("contracts_payment", PAYMENT_FORMS),
        ):
            for form in forms:
                column = f'({form.expression}) COLLATE "C"'
                cursor.execute(f"EXPLAIN SELECT id FROM {table} WHERE {column} >= 'a' AND {column} < 'b'")
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert form.index in plan, (form.index, plan)
