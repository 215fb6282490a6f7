"""Numbers are found by any four of their digits, however they are stored or typed, within one's own scope (rows Nf15, Nb4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project.lib.phone_numbers import digits
from customers.domain import phones, records
from customers.migrations import _phone_triggers as phone_triggers
from customers.models import Contact, Customer, PhoneNumber
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]

# As people write one and the same number, into a file or into a search box.
LANDLINE = [
    "0571-88001234",
    "0571 8800 1234",
    "（０５７１）８８００１２３４",
    "(0571)8800-1234",
    "[0571] 8800.1234",
    "0571—88001234",
    "0571–8800‑1234",
    "0571－8800−1234",
    "0571ー88001234",
    "0571·8800·1234",
    "+86 571 8800 1234",
    "+86 (0)571-88001234",
    "＋８６－５７１－８８００１２３４",
    "0086 571 88001234",
    "00860571-88001234",
    "86-571-88001234",
    "86 0571 88001234",
    "0571-88001234转801",
    "0571-88001234-801",
    "0571-88001234 ext. 801",
    "057188001234#801",
    "0571 88001234 x801",
    "0571-88001234 分机801",
]
MOBILE = [
    "13805710001",
    "138 0571 0001",
    "138-0571-0001",
    "+8613805710001",
    "+86 138 0571 0001",
    "0086-138-0571-0001",
    "008613805710001",
    "8613805710001",
    "86 138 0571 0001",
    "１３８０５７１０００１",
    "(+86)13805710001",
    "138\u00a00571\u30000001",
]


@pytest.mark.req("Nf15")
@pytest.mark.parametrize("spellings", [LANDLINE, MOBILE], ids=["landline", "mobile"])
def test_every_spelling_is_found_by_every_other(cast, spellings):
    rows = [customer(cast.rep, phone=text) for text in spellings]
    customer(cast.rep, phone="0571-99007777")
    everything = Customer.objects.all()
    for typed in spellings:
        found = set(phones.find(typed, cast.rep, everything))
        missing = [row.phone for row in rows if row.pk not in found]
        assert not missing and len(found) == len(rows), typed


@pytest.mark.parametrize("text", ["8800", "0012", "1234", "5718", "００１２", "88-00", "1 2 3 4"])
def test_any_four_neighbouring_digits_are_enough(cast, text):
    row = customer(cast.rep, phone="0571-88001234")
    assert phones.find(text, cast.rep, Customer.objects.all()) == [row.pk]


@pytest.mark.parametrize("text", ["123", "友好", "A1234", "HT-2026-0001", "1234 公司", "", "1" * 61, "0571-88001235"])
def test_what_is_no_number_or_another_one_finds_nothing(cast, text):
    customer(cast.rep, phone="0571-88001234")
    assert phones.find(text, cast.rep, Customer.objects.all()) == []


@pytest.mark.parametrize(
    "text", [*LANDLINE, *MOBILE, "王总 13805710001 (前台)", "138****0001", "86001234", "8613", "+", ""]
)
def test_the_database_keeps_the_digits_that_the_rules_name(cast, text):
    row = customer(cast.rep, phone=text)
    kept = "".join(PhoneNumber.objects.filter(customer=row).values_list("digits", flat=True))
    assert kept == digits(text)


@pytest.mark.req("Nf15")
def test_numbers_follow_every_change(cast):
    row, other = customer(cast.rep, phone="0571-88001234"), customer(cast.rep)

    def held():
        rows = PhoneNumber.objects.order_by("digits").values_list("customer_id", "contact_id", "digits")
        return [tuple(line) for line in rows]

    contact = records.save_contact(
        customer_id=row.pk, by=cast.rep, at=NOW, fields={"name": "王芳", "mobile": "13805710001", "phone": "88005555"}
    )
    own = (row.pk, None, "057188001234")
    assert held() == [own, (row.pk, contact.pk, "13805710001"), (row.pk, contact.pk, "88005555")]
    Contact.objects.filter(pk=contact.pk).update(mobile="", phone="139 0571 0002")
    assert held() == [own, (row.pk, contact.pk, "13905710002")]
    records.update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"phone": "+86 571 8800 9999"})
    own = (row.pk, None, "57188009999")
    assert held() == [(row.pk, contact.pk, "13905710002"), own]
    Contact.objects.filter(pk=contact.pk).update(customer=other)
    assert held() == [(other.pk, contact.pk, "13905710002"), own]
    Contact.objects.filter(pk=contact.pk).delete()
    Customer.objects.filter(pk=row.pk).update(phone="")
    assert held() == []


@pytest.mark.req("Nf15", "Nb4")
def test_the_list_finds_them_in_ones_own_scope_and_by_post(cast, signed_in):
    mine, theirs = customer(cast.rep), customer(cast.stranger, phone="13805710001")
    Contact.objects.create(customer=mine, name="王", mobile="138 0571 0001", created_at=NOW)
    client = signed_in(cast.rep)
    answer = client.post(reverse("ops:find"), {"q": "０５７１ー0001", "next": reverse("customers:list")})
    assert "0001" not in answer.url and "q=" in answer.url
    shown = [row["id"] for row in client.get(answer.url).context["listing"].rows]
    assert shown == [mine.pk] and theirs.pk not in shown
    answer = client.post(reverse("ops:find"), {"q": "88001234转801", "next": reverse("customers:list")})
    assert "1234" not in answer.url


@pytest.mark.req("Nf15")
def test_the_address_book_finds_them_too(cast, signed_in):
    row = customer(cast.rep)
    contact = Contact.objects.create(customer=row, name="王", mobile="+86 138-0571-0001", created_at=NOW)
    Contact.objects.create(customer=row, name="李", mobile="13905710002", created_at=NOW)
    page = signed_in(cast.rep).get(reverse("customers:address_book"), {"q": "05710001"})
    assert contact.name in page.text and "李" not in page.text


@pytest.mark.postgres
def test_a_number_is_found_over_the_index(cast):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_phonenumber (customer_id, contact_id, digits) "
            "SELECT n, NULL, '0571' || lpad(((n::bigint * 7919) % 99999999)::text, 8, '0') FROM generate_series(1000001, 1060000) n"
        )
        cursor.execute("ANALYZE customers_phonenumber")
        with CaptureQueriesContext(connection) as captured:
            phones.find("88-00 1234", cast.rep, Customer.objects.all())
        cursor.execute("EXPLAIN " + captured.captured_queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "phone_anywhere" in plan and "Seq Scan" not in plan, plan


def test_a_table_that_is_built_anew_gets_its_triggers_back(cast):
    phone_triggers.take_down(connection)
    row = customer(cast.rep, phone="0571-88001234")
    assert not PhoneNumber.objects.exists()
    phone_triggers.put_up(connection)
    phone_triggers.fill(connection)
    assert list(PhoneNumber.objects.values_list("customer_id", "digits")) == [(row.pk, "057188001234")]
