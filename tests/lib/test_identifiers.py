"""Codes, numbers, references and user names are one however they are typed, and the database holds it."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from contracts.models import Contract, Payment
from crm_project.accounts.models import User
from crm_project.lib.characters import identifier, key
from crm_project.lib.fields import alike, tidy
from customers.models import Customer
from tests.cast import NOW, customer

ALIKE = [
    "ht-2026-abc",
    "ＨＴ-2026-ABC",
    "HT–2026–ABC",
    "HT\u20112026\u2212abc",
    "HT-20\u200b26-ABC",
    " HT-2026-Abc\xa0",
]


@pytest.mark.parametrize("text", ALIKE)
def test_what_looks_the_same_is_the_same(text):
    assert key(text) == "HT-2026-ABC"


def test_what_is_kept_keeps_its_case():
    assert identifier("ＨＴ–2026–Abc\u200b") == "HT-2026-Abc"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ALIKE)
def test_the_database_refuses_a_number_that_only_looks_different(cast, text):
    owner = customer(cast.rep, name="杭州友好科技有限公司", code="C-77")
    fields = {"customer": owner, "signed_at": NOW, "amount": 1, "recorded_at": NOW}
    Contract.objects.create(number="HT-2026-ABC", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.create(number=text, **fields)
    assert alike(Contract.objects, "number", [text]).get().number == "HT-2026-ABC"
    paid = {"customer": owner, "received_on": date(2026, 3, 1), "amount": Decimal(5), "entered_at": NOW}
    Payment.objects.create(reference="HT-2026-ABC", **paid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(reference=text, **paid)
    Payment.objects.update(voided_at=NOW)
    Payment.objects.create(reference=text, **paid)


@pytest.mark.django_db
def test_a_code_and_a_user_name_are_taken_in_any_writing(cast):
    customer(cast.rep, name="杭州友好科技有限公司", code="C-77")
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(code="C-77").update(code="C-78")
        Customer.objects.create(
            name="x", name_key="x", code="ｃ-78", department=cast.departments["sales"], stage_since=NOW, created_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ＲＥＰ\u200b", full_name="x", role=cast.rep.role)
    assert User.objects.get_by_natural_key("Ｒep\u200b") == cast.rep
    assert authenticate(username="rep", password="wrong") is None


@pytest.mark.django_db
def test_stored_identifiers_are_brought_into_one_form_and_none_is_lost(cast):
    first = customer(cast.rep, name="杭州友好科技有限公司", code="C-1")
    second = customer(cast.rep, name="杭州第二科技有限公司", code="C-2")
    assert tidy(Customer, "code") == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.code, second.code) == ("C-1", "C-2")
