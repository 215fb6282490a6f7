"""The customer page: who may open it, what it shows first, restricted files, the parts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Attachment
from contracts.models import Contract
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from customers.domain import access, records
from customers.models import Collaborator, Customer, ListItem
from tests.cast import NOW, customer, followup

pytestmark = pytest.mark.django_db


def page(client, row, part=""):
    return client.get(f"/customers/{row.pk}/" + (f"?part={part}" if part else ""))


# --- who may open it -----------------------------------------------------------------------------------------


@pytest.mark.req("Nb3", "Nh2", "Z11")
def test_a_typed_address_shows_nothing_more(cast, clock, signed_in):
    row = customer(cast.rep)
    seen = {
        p: page(signed_in(getattr(cast, p)), row).status_code
        for p in ("rep", "mate", "stranger", "manager", "direct_manager", "clerk", "hr")
    }
    assert seen == {
        "rep": 200,
        "mate": 404,
        "stranger": 404,
        "manager": 200,
        "direct_manager": 404,
        "clerk": 200,
        "hr": 403,
    }
    for part in ("contacts/new/", "edit/", "timeline/", "merge/", "remove/"):
        assert signed_in(cast.mate).get(f"/customers/{row.pk}/{part}").status_code in (403, 404)


@pytest.mark.req("Nb3")
def test_the_loader_of_the_page_and_the_rows_of_the_list_agree_for_everybody(cast, clock):
    rows = [customer(cast.rep), customer(cast.stranger), customer(cast.east_rep), customer(cast.solar_rep)]
    rows += [customer(department=cast.departments[name]) for name in ("sales", "direct", "solar", "stages")]
    helped, merged, removed = (
        customer(cast.mate),
        customer(department=cast.departments["sales"]),
        customer(department=cast.departments["direct"]),
    )
    Collaborator.objects.create(customer=helped, user=cast.rep, since=NOW)
    Collaborator.objects.create(customer=helped, user=cast.service, since=NOW)
    Customer.objects.filter(pk=merged.pk).update(merged_into=rows[0], pooled_at=None)
    Customer.objects.filter(pk=removed.pk).update(removed_at=NOW, pooled_at=None)
    for person in User.objects.select_related("role", "department"):
        listed = set(access.visible(person, NOW).values_list("pk", flat=True))
        opened = {row.pk for row in [*rows, helped, merged, removed] if access.opened(person, row.pk, NOW)[0]}
        assert opened == listed, person


def test_a_collaborator_opens_what_she_helps_with(cast, clock, signed_in):
    row = customer(cast.mate)
    Collaborator.objects.create(customer=row, user=cast.rep, since=NOW)
    assert page(signed_in(cast.rep), row).status_code == 200


def test_a_merged_customer_leads_to_the_one_it_was_merged_into(cast, clock, signed_in):
    one, other = customer(cast.rep), customer(department=cast.departments["sales"])
    Customer.objects.filter(pk=other.pk).update(merged_into=one, pooled_at=None)
    answer = page(signed_in(cast.manager), other)
    assert answer.status_code == 302 and answer.url == f"/customers/{one.pk}/"


# --- what it shows ---------------------------------------------------------------------------------------------


@pytest.mark.req("Z3", "M4", "T3", "Ni8", "T5")
def test_the_file_shows_its_fields_and_what_is_missing_with_the_reason(cast, clock, signed_in):
    row = customer(
        cast.rep,
        segment="direct",
        level="core",
        address="杭州",
        phone="0571-1",
        legal_representative="张三",
        registered_capital="1000000",
        business_scope="光伏组件",
        postal_code="310012",
        fax="0571-2",
        varieties="多晶硅",
        main_products="组件",
        downstream="电站",
    )
    text = page(signed_in(cast.rep), row, "file").text
    for value in ("张三", "¥1,000,000.00", "光伏组件", "310012", "0571-2", "多晶硅", "组件", "电站"):
        assert value in text, value
    assert "Missing:" in text and "region, trade, company type, source, profile, contact" in text
    assert "expected to close within 12 months" in text


def test_a_complete_file_says_so(cast, clock, signed_in):
    row = customer(cast.rep, address="a", phone="1", email="a@b.cn")
    row.contacts.create(name="王", created_at=NOW)
    text = page(signed_in(cast.rep), row).text
    assert "Nothing is missing." in text and "100%" in text


@pytest.mark.req("Nf6")
def test_the_stage_is_named_in_the_departments_own_words(cast, clock, signed_in):
    row = customer(cast.rep, stage="intent")
    sales = cast.departments["sales"]
    sales.stage_intent = "感兴趣"
    sales.save()
    assert "感兴趣" in page(signed_in(cast.rep), row).text


@pytest.mark.embedded
@pytest.mark.parametrize("part", ["", "file", "contacts", "contracts", "branches", "files", "comments", "history"])
def test_the_number_of_queries_does_not_grow_with_what_hangs_on_the_customer(cast, clock, signed_in, part):
    row, client = customer(cast.rep), signed_in(cast.rep)
    regions = list(ListItem.objects.filter(kind="region")[:30])

    def grow(start, stop):
        for n in range(start, stop):
            row.contacts.create(name=f"王{n}", created_at=NOW)
            followup(row, cast.rep, NOW)
            Contract.objects.create(
                customer=row, number=f"N{n}", signed_at=NOW, amount=1, owner=cast.mate, recorded_at=NOW
            )
            customer(cast.rep, name=f"{row.name}第{n}分公司", parent=row)
            Attachment.objects.create(customer=row, file="x", name=f"f{n}.pdf", size=1, by=cast.rep, at=NOW)
            records.update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"address": f"{n}"})
            row.regions.add(regions[n])

    grow(0, 1)
    page(client, row, part)
    with CaptureQueriesContext(connection) as one:
        page(client, row, part)
    grow(1, 30)
    with CaptureQueriesContext(connection) as many:
        assert page(client, row, part).status_code == 200
    assert len(many) <= len(one)


def test_the_first_view_of_ones_own_customer_takes_at_most_twelve_queries(cast, clock, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    page(client, row)
    with CaptureQueriesContext(connection) as seen:
        page(client, row)
    assert len(seen) <= 12


def test_the_timeline_is_loaded_after_the_page_and_has_a_link_without_script(cast, clock, signed_in):
    row = customer(cast.rep)
    followup(row, cast.rep, NOW)
    client = signed_in(cast.rep)
    assert reverse("activities:timeline", args=[row.pk]) in page(client, row).text
    assert "采购计划" in client.get(reverse("customers:timeline", args=[row.pk])).text


def test_what_may_be_done_is_offered_and_nothing_else(cast, clock, signed_in):
    row = customer(cast.rep)
    own, clerks, managers = (page(signed_in(p), row).text for p in (cast.rep, cast.clerk, cast.manager))
    edit, merge, remove = (
        f"/customers/{row.pk}/edit/",
        f"/customers/{row.pk}/merge/",
        f"/customers/{row.pk}/remove/",
    )
    assert edit in own and merge not in own and remove not in own
    assert edit not in clerks and "customer_history" not in clerks
    assert edit in managers and merge in managers and remove in managers


@pytest.mark.req("Na8", "Ne3")
def test_the_history_shows_old_and_new_to_those_who_may_read_it(cast, clock, signed_in):
    row = customer(cast.rep, address="旧地址")
    records.update_customer(
        customer_id=row.pk,
        by=cast.rep,
        at=NOW,
        fields={"address": "新地址", "level": "core", "segment": "direct"},
    )
    text = page(signed_in(cast.rep), row, "history").text
    assert "旧地址" in text and "新地址" in text and "Core" in text
    assert "旧地址" in page(signed_in(cast.auditor), row, "history").text
    assert "旧地址" not in page(signed_in(cast.clerk), row, "history").text, "falls back to the timeline"


# --- restricted files ------------------------------------------------------------------------------------------------


@pytest.mark.req("M10")
def test_a_restricted_file_asks_for_a_reason_once_and_logs_it(cast, clock, signed_in):
    row = customer(cast.rep, restricted=True, address="机密地址")
    client = signed_in(cast.manager)
    gate = page(client, row)
    assert gate.status_code == 302 and gate.url.startswith(f"/customers/{row.pk}/look/?next=")
    asked = client.get(gate.url)
    assert "Why do you open this file?" in asked.text and "机密地址" not in asked.text
    assert client.post(f"/customers/{row.pk}/look/", {"reason": ""}).status_code == 422
    opened = client.post(
        f"/customers/{row.pk}/look/",
        {"reason": "Preparing the visit", "next": f"/customers/{row.pk}/?part=file"},
        follow=True,
    )
    assert "机密地址" in opened.text
    entry = Entry.objects.get(action="customer.looked")
    assert (entry.actor, entry.reason, entry.customer_id) == (cast.manager, "Preparing the visit", row.pk)
    assert page(client, row).status_code == 200, "not asked again"


@pytest.mark.req("M10")
def test_its_owner_needs_no_reason_and_others_without_the_right_are_refused(cast, clock, signed_in):
    row = customer(cast.rep, restricted=True)
    assert page(signed_in(cast.rep), row).status_code == 200
    assert page(signed_in(cast.clerk), row).status_code == 403
    assert signed_in(cast.clerk).post(f"/customers/{row.pk}/look/", {"reason": "curious"}).status_code == 403


@pytest.mark.req("M10")
def test_no_part_of_a_restricted_file_opens_past_the_gate(cast, clock, signed_in):
    row = customer(cast.rep, restricted=True)
    contact = row.contacts.create(name="王", created_at=NOW)
    client = signed_in(cast.manager)
    for part in (
        "timeline/",
        "contacts/new/",
        f"contacts/{contact.pk}/",
        f"contacts/{contact.pk}/vcard/",
        "merge/",
        "remove/",
        "edit/",
    ):
        answer = client.get(f"/customers/{row.pk}/{part}")
        assert answer.status_code == 302 and "/look/" in answer.url, part


@pytest.mark.req("M10")
def test_a_reason_never_leads_out_of_the_house(cast, clock, signed_in):
    row = customer(cast.rep, restricted=True)
    answer = signed_in(cast.manager).post(
        f"/customers/{row.pk}/look/", {"reason": "Visit", "next": "https://evil.example/"}
    )
    assert answer.url == f"/customers/{row.pk}/"


@pytest.mark.req("M10", "Nb4")
def test_the_list_shows_no_numbers_of_a_restricted_file(cast, clock, signed_in):
    row = customer(cast.rep, restricted=True, phone="0571-12345678", address="机密地址")
    row.contacts.create(name="王机密", created_at=NOW)
    query = "/customers/?columns=name,phone,address,contact"
    for person, seen in ((cast.rep, True), (cast.manager, False), (cast.clerk, False)):
        text = signed_in(person).get(query).text
        assert ("12345678" in text, "机密地址" in text, "王机密" in text) == (seen, seen, seen), person
