"""Customers, people there and their numbers in the search: within what one sees, others' only by name, code and owner (Nc2, Ni5, Nb3)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.phone_numbers import digits
from crm_project.lib.search_kind import Asked
from crm_project.notices.models import Notice
from customers.domain import records
from customers.domain.duplicates import matching
from customers.domain.search import contacts as contact_search
from customers.domain.search.customers import find_customers, named, worked_on
from customers.models import Collaborator, Contact, Customer, FormerName, Lookup
from customers.presenters import search_hits
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]


def entered(*rows):
    """These customers, in the index of names."""
    matching.index([(row.pk, row.name) for row in rows])
    return rows


def asked(person, text, limit=5):
    return Asked(person, text, NOW, limit)


def titles(answer):
    return [hit.title for hit in answer.hits]


@pytest.fixture
def row(cast):
    """A customer of the rep's."""
    return entered(customer(cast.rep, name="杭州春意空调有限公司", code="C-000017"))[0]


@pytest.fixture
def theirs(cast):
    """A customer of somebody in another department."""
    return entered(customer(cast.stranger, name="宁波海风电器有限公司", code="C-000018"))[0]


@pytest.mark.req("Nc2")
@pytest.mark.parametrize("text", ["春意", "春意 空调", "chunyi", "CY", "c-000017", "C-000017", "杭州春意空调有限公司"])
def test_a_customer_is_found_by_name_pinyin_initials_word_and_code(cast, row, text):
    hit = search_hits.customer_hits(asked(cast.rep, text)).hits[0]
    assert (hit.title, hit.url) == (row.name, reverse("customers:detail", args=[row.pk]))


@pytest.mark.req("Nc2")
def test_a_customer_is_found_by_the_names_it_had(cast, row):
    fields = {"name": "上海恒信电缆有限公司"}
    records.update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields=fields, name_confirmed=True)
    assert FormerName.objects.get().name == "杭州春意空调有限公司"
    for text in ("春意空调", "春意", "恒信"):
        assert titles(search_hits.customer_hits(asked(cast.rep, text))) == ["上海恒信电缆有限公司"], text
    assert "杭州春意空调有限公司" in search_hits.customer_hits(asked(cast.rep, "春意空调")).hits[0].note
    assert "formerly" not in search_hits.customer_hits(asked(cast.rep, "恒信")).hits[0].note
    assert matching.search_ids("春意空调") == [row.pk], "the list finds it too"


def test_a_merged_customer_leads_to_its_survivor_by_its_own_name(cast, row):
    gone = entered(customer(None, department=cast.departments["sales"], name="金华友好阀门有限公司"))[0]
    Customer.objects.filter(pk=gone.pk).update(merged_into=row)
    hit = search_hits.customer_hits(asked(cast.rep, "友好阀门")).hits[0]
    assert hit.title == row.name and gone.name in hit.note


def test_ones_own_stand_before_those_of_colleagues(cast):
    rows = [customer(cast.mate, name="杭州华宇甲有限公司"), customer(cast.rep, name="杭州华宇乙科技发展有限公司")]
    entered(*rows)
    assert titles(search_hits.customer_hits(asked(cast.manager, "华宇"))) == [row.name for row in rows], "by length"
    cast.rep.role = cast.manager.role
    assert titles(search_hits.customer_hits(asked(cast.rep, "华宇")))[0] == rows[1].name


# --- customers of others ----------------------------------------------------------------------------------------------


@pytest.mark.req("Ni5", "Nb3")
def test_of_a_customer_of_somebody_else_only_name_code_owner_and_what_can_be_asked(cast, theirs, signed_in):
    Contact.objects.create(customer=theirs, name="陈工", mobile="13805710001", created_at=NOW)
    hit = search_hits.customer_hits(asked(cast.rep, "海风电器")).hits[0]
    assert (hit.title, hit.url, hit.tag) == (theirs.name, "", "")
    assert hit.note == f"{theirs.code} · belongs to Stranger"
    for link in hit.links:
        assert signed_in(cast.rep).get(link.url).status_code == 200, link
        assert signed_in(cast.mate).get(link.url).status_code == 404, "a link is for one person"
    assert not contact_search.find_contacts(cast.rep, "陈工", worked_on(cast.rep, NOW), 5)
    assert not contact_search.find_numbers(cast.rep, "1380571", worked_on(cast.rep, NOW), 5)


@pytest.mark.req("Ni5")
def test_one_in_a_pool_that_is_closed_to_the_reader_is_only_in_the_pool(cast):
    pooled = entered(customer(None, department=cast.departments["direct"], name="宁波海风电器有限公司"))[0]
    hit = search_hits.customer_hits(asked(cast.rep, "海风电器")).hits[0]
    assert (hit.title, hit.url, hit.note, hit.tag, hit.links) == (pooled.name, "", pooled.code, "in the pool", ())


def test_one_in_the_readers_own_pool_can_be_opened_and_claimed(cast):
    pooled = entered(customer(None, department=cast.departments["sales"], name="宁波海风电器有限公司"))[0]
    hit = search_hits.customer_hits(asked(cast.rep, "海风")).hits[0]
    assert hit.url == reverse("customers:detail", args=[pooled.pk])
    assert [link.url for link in hit.links] == [reverse("assignment:claim_form", args=[pooled.pk])]
    assert not search_hits.customer_hits(asked(cast.auditor, "海风")).hits[0].links, "who may not claim is offered none"


@pytest.mark.req("Ni5", "Nb3")
@pytest.mark.parametrize(("who", "told"), [("rep", True), ("clerk", False), ("finance", False), ("hr", False)])
def test_who_neither_claims_nor_enters_customers_is_told_of_none(cast, theirs, who, told):
    person = cast.people[who]
    person.role.grants = {k: v for k, v in person.role.grants.items() if told or k != "customer.create"}
    person.role.grants |= {"customer.view": "own", "pool.view": "own"}
    assert [hit.title for hit in search_hits.customer_hits(asked(person, "海风电器")).hits] == [theirs.name] * told


@pytest.mark.req("Nb3")
def test_letter_by_letter_nothing_is_told_but_what_is_meant(cast, signed_in):
    entered(*[customer(cast.stranger, name=f"宁波海风{sign}电器有限公司") for sign in "甲乙丙丁戊己"])
    answer = search_hits.customer_hits(asked(cast.rep, "海风"))
    assert not answer.hits and "Type more of the name" in answer.notice
    for text in ("h", "ha", "hai", "n", "nb", "nbh"):
        assert not search_hits.customer_hits(asked(cast.rep, text)).hits, text
    assert not Lookup.objects.exists(), "nothing was told, nothing is counted"
    assert titles(search_hits.customer_hits(asked(cast.rep, "海风甲"))) == ["宁波海风甲电器有限公司"]


@pytest.mark.req("Nb3")
def test_each_customer_of_others_counts_once_a_day_and_beyond_the_limit_none_is_told(cast, settings):
    settings.NAME_LOOKUPS_A_DAY = 2
    entered(*[customer(cast.stranger, name=f"宁波海风{sign}电器有限公司") for sign in "甲乙丙"])
    for _again in range(3):
        for sign in "甲乙":
            assert titles(search_hits.customer_hits(asked(cast.rep, f"海风{sign}"))), sign
    assert Lookup.objects.get(user=cast.rep, kind="name").count == 2
    assert Notice.objects.filter(kind="lookups_unusual", user=cast.admin).count() == 1
    answer = search_hits.customer_hits(asked(cast.rep, "海风丙"))
    assert not answer.hits and "ask an admin" in answer.notice
    assert titles(search_hits.customer_hits(asked(cast.rep, "海风甲"))), "what was told stays told"
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        tomorrow = Asked(cast.rep, "海风丙", NOW + timedelta(days=1), 5)
        assert titles(search_hits.customer_hits(tomorrow))


@pytest.mark.req("Nb3")
def test_a_code_counts_as_a_code_and_is_on_record(cast, theirs, settings):
    settings.CODE_LOOKUPS_A_DAY = 1
    other = entered(customer(cast.stranger, code="C-000019"))[0]
    assert titles(search_hits.customer_hits(asked(cast.rep, theirs.code))) == [theirs.name]
    assert Entry.objects.get(action="customer.looked_up").customer_id == theirs.pk
    answer = search_hits.customer_hits(asked(cast.rep, other.code))
    assert not answer.hits and "ask an admin" in answer.notice


def test_removed_and_restricted_customers(cast, row, theirs):
    Customer.objects.filter(pk=theirs.pk).update(removed_at=NOW)
    assert not search_hits.customer_hits(asked(cast.rep, "海风电器")).hits
    Customer.objects.filter(pk=row.pk).update(removed_at=NOW)
    assert not search_hits.customer_hits(asked(cast.rep, "春意")).hits


# --- so many that one's own lie beyond ---------------------------------------------------------------------------------


def test_ones_own_is_found_among_more_than_are_read(cast, monkeypatch):
    monkeypatch.setattr("customers.domain.search.customers.READ", 3)
    monkeypatch.setattr("customers.domain.search.contacts.READ", 3)
    many = [customer(cast.stranger, name=f"宁波海风{n}号电器有限公司") for n in range(8)]
    mine = customer(cast.rep, name="杭州海风空调有限公司")
    for one in [*many, mine]:
        Contact.objects.create(customer=one, name="王小明", created_at=NOW)
    entered(*many, mine)
    scope = worked_on(cast.rep, NOW)
    found = find_customers(cast.rep, "海风", NOW, scope, 5, named("海风"))
    assert [one["pk"] for one in found.seen] == [mine.pk] and not found.others
    for text in ("王小", "小明", "wangxiao"):
        assert [p["customer_id"] for p in contact_search.find_contacts(cast.rep, text, scope, 5)] == [mine.pk], text
    assert len(contact_search.find_contacts(cast.admin, "王小", worked_on(cast.admin, NOW), 5)) >= 3


def test_whose_pages_one_opens_is_asked_once_for_all_kinds(cast, monkeypatch):
    times = []
    monkeypatch.setattr(
        "customers.domain.search.customers.worked_on", lambda *who: times.append(who) or worked_on(*who)
    )
    question = asked(cast.rep, "1380571")
    for find in (search_hits.customer_hits, search_hits.number_hits):
        find(replace(question, limit=6))
    search_hits.contact_hits(replace(question, typed="陈工"))
    assert times == [(cast.rep, NOW)]


# --- people there and their numbers ---------------------------------------------------------------------------------------


@pytest.mark.req("Nc4")
@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("王小明", ["王小", "小明", "王小明", "wangxiao", "wang", "WangXiaoMing"]),
        ("欧阳静", ["欧阳", "ouyang"]),
        ("Anna Lopez", ["anna", "Lop", "anna lopez", "LOPEZ"]),
    ],
)
def test_a_contact_is_found_by_name_given_name_and_pinyin(cast, row, name, texts):
    Contact.objects.create(customer=row, name=name, title="Buyer", created_at=NOW)
    for text in texts:
        hits = search_hits.contact_hits(asked(cast.rep, text)).hits
        assert [hit.title for hit in hits] == [name], text
        assert hits[0].url == reverse("customers:detail", args=[row.pk]) + "?part=contacts"
        assert hits[0].note == f"Buyer · {row.name}"
    assert not search_hits.contact_hits(asked(cast.rep, "100%_")).hits


@pytest.mark.req("Nf15", "Nb4")
@pytest.mark.parametrize("text", ["1380", "5712", "71234", "138-0571", "+86 13805712345", "2345"])
def test_any_four_digits_of_a_number_find_it(cast, row, text):
    Contact.objects.create(customer=row, name="张三", mobile="138 0571 2345", created_at=NOW)
    hit = search_hits.number_hits(asked(cast.rep, text)).hits[0]
    assert (hit.title, hit.note) == (row.name, f"{digits('138 0571 2345')} · 张三")
    assert not search_hits.number_hits(asked(cast.stranger, text)).hits
    assert not search_hits.number_hits(asked(cast.rep, "138")).hits


@pytest.mark.req("Nf15")
def test_the_number_of_a_vip_is_found_by_those_who_may_read_it(cast):
    mates = customer(cast.mate, vip=True, phone="0571-88001234")
    found = {
        name: bool(search_hits.number_hits(asked(cast.people[name], "88001234")).hits)
        for name in ("rep", "mate", "manager", "stranger", "admin", "file_keeper", "service")
    }
    text = f"/customers/{mates.pk}/"
    assert found["mate"] and not found["rep"] and not found["stranger"], text
    assert not found["service"]


def test_one_number_of_company_and_contact_is_one_hit(cast, row):
    Customer.objects.filter(pk=row.pk).update(phone="13805712345")
    Contact.objects.create(customer=row, name="张三", mobile="13805712345", created_at=NOW)
    assert [hit.note for hit in search_hits.number_hits(asked(cast.rep, "1380571")).hits] == ["13805712345 · 张三"]


@pytest.mark.req("M10")
def test_people_and_numbers_of_a_restricted_file_only_for_those_who_work_on_it(cast, row):
    Contact.objects.create(customer=row, name="王小明", mobile="13805712345", created_at=NOW)
    Customer.objects.filter(pk=row.pk).update(restricted=True)
    Collaborator.objects.create(customer=row, user=cast.mate, since=NOW, registered_by=cast.rep)
    for name in cast.people:
        works = name in ("rep", "mate")
        assert bool(search_hits.contact_hits(asked(cast.people[name], "王小明")).hits) is works, name
        assert bool(search_hits.number_hits(asked(cast.people[name], "13805712345")).hits) is works, name


@pytest.mark.req("M10")
def test_a_restricted_file_that_is_closed_to_the_reader_is_named_and_not_linked(cast, row):
    Customer.objects.filter(pk=row.pk).update(restricted=True)
    hit = search_hits.customer_hits(asked(cast.admin, "春意")).hits[0]
    assert (hit.title, hit.url, hit.tag) == (row.name, "", "restricted file")
    assert search_hits.customer_hits(asked(cast.rep, "春意")).hits[0].url
