"""Names sort as people look them up: Chinese by pinyin, character by character, Latin by their letters."""

import pytest
from django.db import connection

from crm_project.accounts.domain import people
from crm_project.accounts.models import User
from crm_project.lib.sort_names import sort_name
from customers.domain import records
from customers.models import Contact, Customer
from customers.presenters import list_tabs
from tests.cast import NOW, customer

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    "names",
    [
        ["傅", "刘", "史", "双", "于", "余"],
        ["安徽宏达", "北京宏达", "长沙", "重庆宏达", "杭州宏达", "上海宏达", "郑州"],
        ["中国银行", "中国重汽", "中航"],
        ["Acme", "acme 2", "ＢＥＴＡ", "Zeta"],
        ["于阿", "于丁", "余八"],
    ],
)
def test_the_order_of_names(names):
    assert sorted(set(names), key=sort_name) == names


@pytest.mark.parametrize(
    ("name", "person", "key"),
    [
        ("单田芳", True, "shan4单tian2田fang1芳"),
        ("单田芳", False, "dan1单tian2田fang1芳"),
        ("绿色（集团）有限公司", False, "lv4绿se4色ji2集tuan2团you3有xian4限gong1公si1司"),
        ("", False, ""),
        ("——", False, ""),
        ("x" * 500, False, "x" * 10),
    ],
)
def test_the_key_of_a_name(name, person, key):
    assert sort_name(name, person=person) == key


@pytest.mark.django_db
def test_it_is_written_with_every_change_of_the_name(cast, clock):
    row = customer(cast.rep, name="杭州于家科技有限公司")
    assert row.sort_name == sort_name(row.name)
    records.update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"name": "杭州傅家科技有限公司"})
    row.refresh_from_db()
    assert row.sort_name == sort_name("杭州傅家科技有限公司")
    contact = records.save_contact(customer_id=row.pk, by=cast.rep, at=NOW, fields={"name": "单小姐"})
    assert contact.sort_name.startswith("shan4单")
    records.save_contact(customer_id=row.pk, by=cast.rep, at=NOW, contact_id=contact.pk, fields={"name": "曾先生"})
    contact.refresh_from_db()
    assert contact.sort_name.startswith("zeng1曾")
    people.update_person(person_id=cast.rep.pk, by=cast.admin, at=NOW, full_name="余代表")
    assert User.objects.get(pk=cast.rep.pk).sort_name.startswith("yu2余")


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["mine", "all"])
def test_the_customer_list_sorts_by_it(cast, clock, signed_in, scope):
    names = ["傅氏科技有限公司", "刘氏科技有限公司", "双喜科技有限公司", "于家科技有限公司", "余家科技有限公司"]
    for name in reversed(names):
        customer(cast.rep, name=name)
    for sign, wanted in (("", names), ("-", names[::-1])):
        listing = signed_in(cast.rep).get("/customers/", {"scope": scope, "sort": f"{sign}name"}).context["listing"]
        assert [row["name"] for row in listing.rows] == wanted


@pytest.mark.django_db
def test_people_and_contacts_sort_by_it(cast, clock, signed_in):
    row = customer(cast.rep)
    for name in ("余芳", "傅明", "史强", "刘伟"):
        Contact.objects.create(customer=row, name=name, created_at=NOW)
    text = signed_in(cast.rep).get("/customers/address-book/").text
    assert sorted(("余芳", "傅明", "史强", "刘伟"), key=text.index) == ["傅明", "刘伟", "史强", "余芳"]
    for person, name in zip((cast.rep, cast.mate, cast.stranger), ("于一", "傅二", "双三"), strict=True):
        people.update_person(person_id=person.pk, by=cast.admin, at=NOW, full_name=name)
    found = User.objects.filter(pk__in=[cast.rep.pk, cast.mate.pk, cast.stranger.pk])
    assert [str(person) for person in found] == ["傅二", "双三", "于一"]


@pytest.mark.django_db
def test_everybody_has_a_key(cast, clock):
    """Also who was entered by a file or the demo: whatever writes a name writes the key (tests of imports look at it too)."""
    customer(cast.rep)
    for model in (Customer, Contact, User):
        assert not model.objects.filter(sort_name="").exists()


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_list_reads_its_order_from_the_index(cast, clock):
    department = cast.departments["sales"]
    rows = [
        Customer(
            code=f"S-{n}", name=f"x{n}", name_key=f"x{n}", department=department, stage_since=NOW, created_at=NOW,
            changed_at=NOW, pooled_at=NOW,
        )
        for n in range(4000)
    ]  # fmt: off
    Customer.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_customer")
    scope = list_tabs.pick(cast.general_manager, "all", NOW)
    assert "name" in scope.orders
    plan = scope.rows.order_by("sort_name", "id").values_list("id", "sort_name")[:26].explain()
    assert "customer_sorted" in plan and "Sort" not in plan.replace("customer_sorted", ""), plan
