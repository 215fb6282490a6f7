"""Entering and changing a customer: the check while typing, doubts about the name, duplicates, slots, required fields."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from customers.domain import required_fields
from customers.domain.access import lookups
from customers.domain.duplicates import matching
from customers.models import Contact, Customer, ListItem
from tests.cast import NOW, assemble, customer, moment, owner_of

pytestmark = pytest.mark.django_db

NEW = "/customers/new/"
NAME = "杭州友好科技有限公司"


def trade():
    return ListItem.objects.filter(kind="trade").first()


def typed(**changes):
    fields = {
        "name": NAME,
        "kind": "company",
        "address": "杭州市西湖区文三路1号",
        "phone": "0571-88001234",
        "introduction": "做光伏组件的贸易",
        "trade": trade().pk,
    }
    return {**fields, **changes}


def known(row):
    matching.reindex([row.pk])
    return row


# --- a first entry ------------------------------------------------------------------------------------------


@pytest.mark.req("Nc3", "Nc4", "D3")
def test_a_rep_enters_a_customer_and_holds_it_at_once_with_its_contact(cast, clock, signed_in):
    answer = signed_in(cast.rep).post(
        NEW,
        typed(contact_name="王芳", contact_title="采购经理", contact_mobile="13805710001", contact_key="on"),
    )
    row = Customer.objects.get()
    assert answer.url == f"/customers/{row.pk}/"
    assert owner_of(row) == "rep" and row.stage == "potential" and row.code == "C-000001" and row.created_by == cast.rep
    contact = Contact.objects.get()
    assert (contact.name, contact.title, contact.mobile, contact.key) == (
        "王芳",
        "采购经理",
        "13805710001",
        True,
    )
    assert "王芳" in signed_in(cast.rep).get("/customers/address-book/").text


@pytest.mark.req("Nc3")
@pytest.mark.parametrize("missing", ["name", "address", "trade", "phone", "introduction"])
def test_what_a_first_entry_needs_is_asked_for_and_nothing_typed_is_lost(cast, clock, signed_in, missing):
    page = signed_in(cast.rep).post(NEW, typed(**{missing: ""}))
    assert page.status_code == 422 and not Customer.objects.exists()
    assert page.context["form"].errors.keys() == {missing}
    kept = "address" if missing != "address" else "phone"
    assert page.context["form"][kept].value() == typed()[kept]


@pytest.mark.req("Nf10")
def test_a_department_may_ask_for_other_fields(cast, clock, signed_in):
    required_fields.set_required_fields(
        department=cast.departments["sales"],
        fields=["address", "phone", "category", "type", "contact_name", "contact_mobile"],
        by=cast.admin,
        at=NOW,
    )
    page = signed_in(cast.east_rep).post(NEW, {"name": NAME, "kind": "company", "address": "a", "phone": "1"})
    assert page.context["form"].errors.keys() == {"category", "type", "contact_name", "contact_mobile"}
    signed_in(cast.stranger).post(NEW, typed())
    assert Customer.objects.count() == 1, "the other department asks for the usual fields"


@pytest.mark.req("Nf10", "Nc3")
def test_whoever_enters_for_others_is_asked_what_the_owners_department_asks(cast, clock, signed_in):
    required_fields.set_required_fields(department=cast.departments["solar"], fields=["email"], by=cast.admin, at=NOW)
    page = signed_in(cast.clerk).post(NEW, {"name": NAME, "kind": "company", "owner": cast.solar_rep.pk})
    assert page.context["form"].errors.keys() == {"email"}
    signed_in(cast.clerk).post(NEW, {"name": NAME, "kind": "company", "owner": cast.solar_rep.pk, "email": "a@b.cn"})
    assert owner_of(Customer.objects.get()) == "solar_rep"


def test_a_clerk_enters_into_the_pool_of_a_department(cast, clock, signed_in):
    signed_in(cast.clerk).post(NEW, typed(department_of=cast.departments["direct"].pk))
    row = Customer.objects.get()
    assert owner_of(row) is None and row.department == cast.departments["direct"] and row.pooled_at == NOW


def test_a_manager_can_only_name_owners_of_her_own_departments(cast, clock, signed_in):
    page = signed_in(cast.manager).post(NEW, typed(owner=cast.stranger.pk))
    assert "owner" in page.context["form"].errors
    signed_in(cast.manager).post(NEW, typed(owner=cast.east_rep.pk))
    assert owner_of(Customer.objects.get()) == "east_rep"


def test_a_role_that_enters_nothing_is_refused(cast, clock, signed_in):
    assert signed_in(cast.finance).get(NEW).status_code == 403
    assert signed_in(cast.finance).post(NEW, typed()).status_code == 403


# --- names --------------------------------------------------------------------------------------------------


@pytest.mark.req("Nc1", "Ni3")
def test_a_name_in_doubt_must_be_confirmed_with_the_reason_before_it_is_saved(cast, clock, signed_in):
    client = signed_in(cast.rep)
    page = client.post(NEW, typed(name="友好科技"))
    assert page.status_code == 422 and not Customer.objects.exists()
    assert "It looks like an abbreviation" in page.text and 'name="name_confirmed"' in page.text
    client.post(NEW, typed(name="友好科技", name_confirmed="on"))
    assert Customer.objects.get().name_confirmed


@pytest.mark.req("Ni3")
def test_anything_else_in_the_name_is_named(cast, clock, signed_in):
    page = signed_in(cast.rep).post(NEW, typed(name=NAME + " 王经理13805710001"))
    assert "does not belong in a name" in page.text


@pytest.mark.req("Ni3")
def test_a_branch_is_named_under_its_parent(cast, clock, signed_in):
    parent = customer(cast.rep, name=NAME)
    client = signed_in(cast.rep)
    page = client.post(NEW, typed(name="上海友好贸易有限公司", parent=parent.pk))
    assert "A branch name begins with the" in page.text
    client.post(NEW, typed(name=NAME + "上海分公司", parent=parent.pk))
    branch = Customer.objects.get(parent=parent)
    assert branch.name in client.get(f"/customers/{parent.pk}/?part=branches").text


def test_a_strangers_customer_cannot_be_chosen_as_parent(cast, clock, signed_in):
    parent = customer(cast.stranger, name=NAME)
    page = signed_in(cast.rep).post(NEW, typed(name=NAME + "上海分公司", parent=parent.pk))
    assert "parent" in page.context["form"].errors and parent.name not in page.context["form"]["parent"].as_widget()


# --- who has it already ---------------------------------------------------------------------------------------


@pytest.mark.req("Nc2", "Ni5", "D3")
def test_the_check_tells_name_code_owner_and_protection_of_a_strangers_customer_and_no_more(cast, clock, signed_in):
    row = known(
        customer(
            cast.stranger,
            name=NAME,
            phone="0571-99998888",
            address="秘密路9号",
            since=moment("2026-02-27 09:00"),
        )
    )
    part = signed_in(cast.rep).post("/customers/check/", {"name": "杭州友好"})
    assert row.code in part.text and "Stranger" in part.text
    assert "protected until 2026-03-14" in part.text and "12 days left" in part.text
    assert "99998888" not in part.text and "秘密路" not in part.text and f'/customers/{row.pk}/"' not in part.text


@pytest.mark.req("Nc2", "Z10")
@pytest.mark.parametrize(
    "words",
    ["杭州友好科技有限公司", "杭州友好科技（有限公司）", "友好科技", "youhao", "杭州友好电子有限公司"],
)
def test_the_check_finds_by_key_core_pinyin_and_likeness(cast, clock, signed_in, words):
    known(customer(cast.stranger, name=NAME))
    assert "Stranger" in signed_in(cast.rep).post("/customers/check/", {"name": words}).text


@pytest.mark.req("Nc1")
def test_the_check_says_why_a_name_is_in_doubt(cast, clock, signed_in):
    part = signed_in(cast.rep).post("/customers/check/", {"name": "友好新材料"})
    assert "The legal form is missing" in part.text and "The region is missing, such as 杭州 or 浙江." in part.text


@pytest.mark.embedded
def test_the_check_costs_the_same_queries_for_one_match_and_for_ten(
    cast, clock, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.rep)
    known(customer(cast.rep, name="杭州友好一科技有限公司"))
    client.post("/customers/check/", {"name": "杭州友好"})
    with django_assert_max_num_queries(100) as one:
        client.post("/customers/check/", {"name": "杭州友好"})
    for n in "二三四五六七八九十":
        known(customer(cast.rep, name=f"杭州友好{n}科技有限公司"))
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert client.post("/customers/check/", {"name": "杭州友好"}).text.count('class="code"') == 10


@pytest.mark.req("Z10", "Ni5", "Nd1")
def test_a_duplicate_keeps_the_form_and_says_whose_it_is(cast, clock, signed_in):
    row = customer(cast.stranger, name=NAME)
    page = signed_in(cast.rep).post(NEW, typed(name="杭州友好科技(有限公司)", address="我写的地址"))
    assert page.status_code == 422 and Customer.objects.count() == 1
    assert f"This customer already exists: {row.code}" in page.text and "owned by Stranger" in page.text
    assert page.context["form"]["address"].value() == "我写的地址"
    assert f"/customers/{row.pk}/apply/" in page.text


def test_a_duplicate_in_the_pool_leads_to_the_claim_and_ones_own_to_its_page(cast, clock, signed_in):
    pooled = customer(department=cast.departments["sales"], name=NAME)
    assert "Claim it from the pool" in signed_in(cast.rep).post(NEW, typed()).text
    own = customer(cast.rep, name="宁波友好贸易有限公司")
    page = signed_in(cast.rep).post(NEW, typed(name=own.name))
    assert "Open it" in page.text and f"/customers/{own.pk}/" in page.text and pooled


@pytest.mark.req("Ni6")
def test_ownership_of_a_duplicate_is_applied_for_with_a_reason(cast, clock, signed_in):
    row = customer(cast.stranger, name=NAME)
    client, address = signed_in(cast.rep), f"/customers/{row.pk}/apply/?ref={lookups.reference(cast.rep, row.pk)}"
    page = client.get(address)
    assert "Stranger" in page.text
    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": "Met them at the fair in January"}, follow=True)
    assert "You have applied" in done.text
    assert Request.objects.get().decider == cast.direct_manager
    again = client.post(address, {"reason": "Once more"})
    assert "You have already requested this: please wait for the answer." in again.text


def test_applying_for_ones_own_or_for_the_pool_is_refused_in_words(cast, clock, signed_in):
    client = signed_in(cast.rep)
    assert (
        "You already own this customer."
        in client.post(f"/customers/{customer(cast.rep).pk}/apply/", {"reason": "x"}).text
    )
    pooled = customer(department=cast.departments["sales"])
    assert "claim it there" in client.post(f"/customers/{pooled.pk}/apply/", {"reason": "x"}).text


# --- slots ----------------------------------------------------------------------------------------------------


@pytest.mark.req("D3", "D1")
def test_full_slots_lead_to_the_choice_and_the_typed_form_waits(cast, clock, signed_in):
    for _n in range(15):
        customer(cast.stranger)
    client = signed_in(cast.stranger)
    page = client.post(NEW, typed())
    assert page.status_code == 422 and "All 15 slots" in page.text
    assert "/ownership/" in page.context["slots_url"] and "next=" in page.context["slots_url"]
    Customer.objects.first().ownership.delete()
    back = client.get(NEW + "?resume=1")
    assert (
        back.context["form"]["name"].value() == NAME
        and "This is what you typed before. You can save it now." in back.text
    )
    client.post(NEW, typed())
    assert owner_of(Customer.objects.get(name=NAME)) == "stranger"
    assert "new_customer" not in client.session


@pytest.mark.req("D3")
def test_giving_up_a_customer_leads_straight_back_to_the_form(cast, clock, signed_in):
    held = [customer(cast.stranger) for _n in range(15)]
    client = signed_in(cast.stranger)
    slots = client.post(NEW, typed()).context["slots_url"]
    page = client.get(slots)
    assert held[0].name in page.text
    target = page.context["next"]
    back = client.post(slots.split("?")[0], {"give_up": held[0].pk, "reason": "They stopped answering", "next": target})
    assert back.status_code == 302 and back.url == NEW + "?resume=1" and owner_of(held[0]) is None
    assert client.get(back.url).context["form"]["name"].value() == NAME


# --- changing ---------------------------------------------------------------------------------------------------


def file_of(row, **changes):
    return {"name": row.name, "kind": row.kind, **changes}


@pytest.mark.req("M4", "T3")
def test_the_owner_changes_the_file_and_the_audit_keeps_old_and_new(cast, clock, signed_in):
    row = customer(cast.rep, legal_representative="张三")
    fields = file_of(
        row,
        legal_representative="李四",
        registered_capital="5000000.00",
        postal_code="310012",
        varieties="多晶硅",
        cooperating_since="2020-05-01",
    )
    assert signed_in(cast.rep).post(f"/customers/{row.pk}/edit/", fields).url == f"/customers/{row.pk}/"
    row.refresh_from_db()
    assert (row.legal_representative, row.postal_code, row.varieties, str(row.registered_capital)) == (
        "李四",
        "310012",
        "多晶硅",
        "5000000.00",
    )
    assert Entry.objects.get(action="customer.changed").changes["legal_representative"] == ["张三", "李四"]


def test_only_the_owner_a_helper_her_manager_and_the_file_keeper_change_a_file(cast, clock, signed_in):
    row = customer(cast.rep)
    for person, code in [
        (cast.rep, 200),
        (cast.manager, 200),
        (cast.file_keeper, 200),
        (cast.mate, 404),
        (cast.direct_manager, 404),
        (cast.clerk, 403),
    ]:
        assert signed_in(person).get(f"/customers/{row.pk}/edit/").status_code == code, person


def test_a_manager_of_another_department_cannot_change_a_file_through_the_verb(cast, clock):
    from crm_project.lib.refused import Refused
    from customers.domain import records

    row = customer(cast.rep)
    with pytest.raises(Refused):
        records.update_customer(customer_id=row.pk, by=cast.direct_manager, at=NOW, fields={"address": "x"})


def test_renaming_to_a_name_that_exists_is_refused_and_keeps_the_form(cast, clock, signed_in):
    customer(cast.mate, name=NAME)
    row = customer(cast.rep)
    page = signed_in(cast.rep).post(f"/customers/{row.pk}/edit/", file_of(row, name=NAME, address="新地址"))
    assert (
        page.status_code == 422
        and "already exists" in page.text
        and page.context["form"]["address"].value() == "新地址"
    )


@pytest.mark.req("Ni9")
def test_the_profile_has_at_most_fifty_characters_and_an_outline_by_class(cast, clock, signed_in):
    row = customer(cast.rep)
    page = signed_in(cast.rep).post(f"/customers/{row.pk}/edit/", file_of(row, profile="字" * 51))
    assert "profile" in page.context["form"].errors
    part = signed_in(cast.rep).get("/customers/outline/", {"segment": "direct", "level": "core"})
    assert "expected to close within 12 months" in part.text and "whom it belongs to" in part.text
    assert "Choose a segment and class" in signed_in(cast.rep).get("/customers/outline/").text


@pytest.mark.req("T5", "Ni8")
def test_a_class_gives_the_file_its_number(cast, clock, signed_in):
    row = customer(cast.rep)
    signed_in(cast.rep).post(f"/customers/{row.pk}/edit/", file_of(row, segment="distributor", level="growth"))
    row.refresh_from_db()
    assert row.file_number == "FB-0001"


def test_a_value_switched_off_stays_in_the_files_that_have_it(cast, clock, signed_in):
    old = ListItem.objects.filter(kind="type").last()
    row = customer(cast.rep, type=old)
    ListItem.objects.filter(pk=old.pk).update(active=False)
    signed_in(cast.rep).post(f"/customers/{row.pk}/edit/", file_of(row, type=old.pk, address="x"))
    row.refresh_from_db()
    assert row.type == old and row.address == "x"
    other = customer(cast.rep)
    page = signed_in(cast.rep).post(f"/customers/{other.pk}/edit/", file_of(other, type=old.pk))
    assert "type" in page.context["form"].errors


def test_the_choice_of_a_customer_offers_only_what_one_may_see(cast, clock, signed_in):
    own, other = (
        known(customer(cast.rep, name=NAME)),
        known(customer(cast.stranger, name="宁波友好科技有限公司")),
    )
    found = signed_in(cast.rep).post("/customers/options/", {"q": "友好"}).json()["results"]
    assert [row["value"] for row in found] == [own.pk] and other.pk


# --- two at once -------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.req("Z10", "Nc2")
@pytest.mark.django_db(transaction=True)
def test_two_people_save_the_same_new_name_at_once_one_gets_it_the_other_keeps_the_form():
    cast = assemble()
    people = [cast.rep, cast.mate, cast.solar_rep, cast.stages_rep]
    clients = [Client() for _p in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    gate, fields = Barrier(len(people)), typed()

    def save(client):
        try:
            gate.wait()
            answer = client.post(NEW, fields)
            return answer.status_code, answer.text if answer.status_code == 422 else ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(save, clients))
    assert Customer.objects.filter(name=NAME).count() == 1
    assert sorted(code for code, _text in answers) == [302, 422, 422, 422]
    owner = Customer.objects.get(name=NAME).ownership.owner
    for code, text in answers:
        assert code == 302 or (f"owned by {owner}" in text and "文三路1号" in text)


@pytest.mark.req("Ni3")
def test_a_branch_is_begun_on_the_page_of_its_parent(cast, clock, signed_in):
    parent, hidden = customer(cast.rep), customer(cast.stranger)
    client = signed_in(cast.rep)
    link = f"/customers/new/?branch_of={parent.pk}"
    assert link in client.get(f"/customers/{parent.pk}/?part=branches").content.decode()
    page = client.get(link).content.decode()
    assert f'value="{parent.name}"' in page and f'<option value="{parent.pk}" selected' in page
    assert hidden.name not in client.get(f"/customers/new/?branch_of={hidden.pk}").content.decode(), (
        "not what they may not see"
    )
    assert client.get("/customers/new/?branch_of=x").status_code == 200


# --- required first, the rest folded; what a text says ---------------------------------------------------------


def folded(page):
    """{topic: whether it is open} of the form."""
    return {topic.key: topic.opened for topic in page.context["topics"]}


@pytest.mark.req("Nc3", "Ni3")
def test_what_is_required_stands_first_and_the_rest_is_folded_by_topic(cast, clock, signed_in):
    page = signed_in(cast.rep).get(NEW)
    first = [field.name for field in (*page.context["first"].short, *page.context["first"].wide)]
    asked = set(required_fields.required_fields(cast.rep.department))
    assert asked < set(first) and {"kind", "tax_id", "contact_name", "contact_mobile"} <= set(first)
    assert len(first) <= 9 and not any(folded(page).values())
    everywhere = first + [field.name for topic in page.context["topics"] for field in (*topic.short, *topic.wide)]
    left_out = {"name", "name_confirmed"}
    assert sorted(everywhere) == sorted(set(page.context["form"].fields) - left_out)


def test_a_topic_opens_by_itself_where_something_was_typed_or_is_wrong(cast, clock, signed_in):
    client = signed_in(cast.rep)
    region = ListItem.objects.filter(kind="region").first()
    page = client.post(NEW, typed(name="", varieties="modules", registered_capital="12,5", regions=[region.pk]))
    assert page.status_code == 422
    assert folded(page) == {
        "contact": False,
        "company": True,
        "business": True,
        "classification": True,
        "class": False,
        "access": False,
    }
    assert 'value="12,5"' in page.text


@pytest.mark.req("T18", "Ni3")
def test_the_credit_code_says_kind_and_region_and_is_kept(cast, clock, signed_in):
    client, good = signed_in(cast.rep), "91330100799655058B"
    said = client.post("/customers/read/credit-code/", {"tax_id": good.lower()}).text
    region = ListItem.objects.get(kind="region", name="Zhejiang")
    assert (
        "The check digit is right: company" in said and "浙江省杭州市" in said and f'data-value="{region.pk}"' in said
    )
    wrong = client.post("/customers/read/credit-code/", {"tax_id": good[:-1] + "1"}).text
    assert "one of its characters is mistyped" in wrong and "data-fill" not in wrong
    refused = client.post(NEW, typed(tax_id=good[:-1]))
    assert refused.status_code == 422 and "18 characters" in str(refused.context["form"].errors["tax_id"])
    client.post(NEW, typed(tax_id=f" {good.lower()} "))
    assert Customer.objects.get().tax_id == good


@pytest.mark.req("Ni3")
def test_a_pasted_card_says_what_was_understood_and_keeps_nothing(cast, clock, signed_in):
    card = "王芳  采购经理\n杭州友好科技有限公司\n手机 13805710001\nwang@youhao.cn\n<b>?</b>"
    said = signed_in(cast.rep).post("/customers/read/card/", {"card": card}).text
    for field, value in (
        ("name", "杭州友好科技有限公司"),
        ("contact_name", "王芳"),
        ("contact_title", "采购经理"),
        ("contact_mobile", "13805710001"),
        ("email", "wang@youhao.cn"),
    ):
        assert f'data-fill="id_{field}" data-value="{value}"' in said
    assert "&lt;b&gt;?&lt;/b&gt;" in said and not Customer.objects.exists()
    assert signed_in(cast.finance).post("/customers/read/card/", {"card": card}).status_code == 403
