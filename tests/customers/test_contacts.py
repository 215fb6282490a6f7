"""People at customers: on the page, in one's own address book, as vCards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.rules.policy import NO_KEY_CONTACT
from crm_project.audit.models import Entry
from customers.domain.access.masking import CLEAR
from customers.models import Collaborator, Contact, Ownership
from customers.presenters.vcard import vcard
from tests.cast import NOW, customer, moment

pytestmark = pytest.mark.django_db

BOOK = "/customers/address-book/"


def person(row, name="王芳", **fields):
    return Contact.objects.create(customer=row, name=name, created_at=NOW, **fields)


@pytest.mark.req("Nc4", "Ni10", "T3")
def test_a_contact_is_added_with_its_real_department_and_changed(cast, clock, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    fields = {
        "name": "王芳",
        "title": "采购经理",
        "department": "供应链中心",
        "mobile": "13805710001",
        "im": "QQ 12345",
        "key": "on",
        "active": "on",
    }
    answer = client.post(f"/customers/{row.pk}/contacts/new/", fields)
    assert answer.url == f"/customers/{row.pk}/?part=contacts"
    contact = Contact.objects.get()
    assert (contact.department, contact.im, contact.key, contact.created_by) == (
        "供应链中心",
        "QQ 12345",
        True,
        cast.rep,
    )
    client.post(f"/customers/{row.pk}/contacts/{contact.pk}/", {"name": "王芳", "mobile": "13900000000"})
    contact.refresh_from_db()
    assert contact.mobile == "13900000000" and not contact.active
    assert Entry.objects.filter(action="contact.saved").last().changes["mobile"] == [
        "13805710001",
        "13900000000",
    ]


def test_a_key_contact_ends_the_clock_that_waits_for_one(cast, clock, signed_in):
    row = customer(cast.rep, since=moment("2026-02-20 09:00"))
    Ownership.objects.filter(pk=row.pk).update(rule=NO_KEY_CONTACT)
    signed_in(cast.rep).post(f"/customers/{row.pk}/contacts/new/", {"name": "王", "key": "on", "active": "on"})
    assert Ownership.objects.get(pk=row.pk).rule != NO_KEY_CONTACT


def test_a_contact_without_a_name_keeps_what_was_typed(cast, clock, signed_in):
    row = customer(cast.rep)
    page = signed_in(cast.rep).post(f"/customers/{row.pk}/contacts/new/", {"name": "", "mobile": "138"})
    assert page.status_code == 422 and page.context["form"]["mobile"].value() == "138" and not Contact.objects.exists()


def test_contacts_of_others_can_be_neither_changed_nor_guessed(cast, clock, signed_in):
    row, other = customer(cast.rep), customer(cast.stranger)
    theirs = person(other)
    assert signed_in(cast.clerk).get(f"/customers/{row.pk}/contacts/new/").status_code == 403
    assert signed_in(cast.rep).get(f"/customers/{row.pk}/contacts/{theirs.pk}/").status_code == 404
    assert signed_in(cast.rep).get(f"/customers/{other.pk}/contacts/{theirs.pk}/vcard/").status_code == 404


@pytest.mark.req("Nc4")
def test_the_address_book_holds_ones_own_and_those_one_helps_with(cast, clock, signed_in):
    person(customer(cast.rep), "王芳")
    helped = customer(cast.mate)
    person(helped, "李明")
    Collaborator.objects.create(customer=helped, user=cast.rep, since=NOW)
    person(customer(cast.mate), "陌生人")
    person(customer(department=cast.departments["sales"]), "公海人")
    person(customer(cast.rep), "离职的", active=False)
    text = signed_in(cast.rep).get(BOOK).text
    assert "王芳" in text and "李明" in text
    assert "陌生人" not in text and "公海人" not in text and "离职的" not in text


def test_the_address_book_finds_by_name_company_and_number(cast, clock, signed_in):
    person(customer(cast.rep, name="杭州友好科技有限公司"), "王芳", mobile="138-0571-0001")
    person(customer(cast.rep), "李明", phone="0571 8800")
    client = signed_in(cast.rep)

    def found(text):
        return [card["name"] for _customer, card in client.get(BOOK, {"q": text}).context["rows"]]

    assert (
        found("王") == ["王芳"]
        and found("友好") == ["王芳"]
        and found("13805710001") == ["王芳"]
        and found("8800") == ["李明"]
    )
    assert found("没有") == [] and "No results" in client.get(BOOK, {"q": "没有"}).text


@pytest.mark.embedded
def test_the_address_book_takes_the_same_queries_for_one_and_thirty(cast, clock, signed_in):
    client = signed_in(cast.rep)
    person(customer(cast.rep, vip=True))
    client.get(BOOK)
    with CaptureQueriesContext(connection) as one:
        client.get(BOOK)
    for n in range(30):
        person(customer(cast.rep, vip=True), f"王{n}")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(BOOK).context["rows"]) == 30
    assert len(many) == len(one)


def test_an_empty_address_book_says_how_it_fills(cast, clock, signed_in):
    assert (
        "Contacts that you record for your own customers appear here automatically."
        in signed_in(cast.rep).get(BOOK).text
    )


@pytest.mark.req("Nc4")
def test_a_vcard_can_be_read_by_a_telephone(cast, clock, signed_in):
    row = customer(cast.rep, name="杭州友好科技有限公司", address="杭州, 文三路; 1号")
    contact = person(
        row,
        "王芳",
        title="采购经理",
        department="供应链",
        mobile="13805710001",
        email="w@b.cn",
        note="两行\n备注",
    )
    answer = signed_in(cast.rep).get(f"/customers/{row.pk}/contacts/{contact.pk}/vcard/")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/vcard") and ".vcf" in answer["Content-Disposition"]
    for line in (
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:王芳",
        "ORG:杭州友好科技有限公司;供应链",
        "TITLE:采购经理",
        "TEL;TYPE=CELL:13805710001",
        "END:VCARD",
    ):
        assert line in text.split("\r\n"), line
    assert "杭州\\, 文三路\\; 1号" in text and "NOTE:两行\\n备注" in text


def test_long_lines_of_a_vcard_are_folded_between_characters(cast):
    contact = person(customer(cast.rep), note="很长的备注" * 30)
    text = vcard(contact, CLEAR)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "很长的备注" * 30 in text.replace("\r\n ", "")


def test_the_whole_book_is_downloaded_and_the_audit_notes_it(cast, clock, signed_in):
    for n in range(3):
        person(customer(cast.rep), f"王{n}")
    answer = signed_in(cast.rep).get("/customers/address-book/vcards/")
    assert answer.content.decode().count("BEGIN:VCARD") == 3
    assert Entry.objects.get(action="contacts.exported").changes == {"rows": [None, 3]}
    assert signed_in(cast.mate).get("/customers/address-book/vcards/").status_code == 404
