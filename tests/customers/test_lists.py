"""Managed lists, and what each department asks of a new customer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_project.audit.models import Entry
from customers.domain import required_fields
from customers.models import FileMinimum, ListItem
from tests.cast import NOW, as_admin, customer

pytestmark = pytest.mark.django_db

LISTS = "/customers/lists/"


def names(kind):
    return list(ListItem.objects.filter(kind=kind).order_by("position", "name").values_list("name", flat=True))


@pytest.mark.req("Z1", "Z6", "Z7", "Z8")
@pytest.mark.parametrize("kind", ["type", "region", "site", "trade", "category", "source"])
def test_every_list_is_kept_in_the_browser(cast, clock, signed_in, kind):
    client = signed_in(cast.admin)
    assert client.get(f"{LISTS}?kind={kind}").status_code == 200
    client.post(f"{LISTS}?kind={kind}", {"name": " New  one ", "name_zh": "新的"})
    assert names(kind)[-1] == "New one" and ListItem.objects.get(name="New one").name_zh == "新的"
    assert Entry.objects.filter(action="list.saved", subject_name="New one").exists()


def test_an_entry_is_renamed_and_a_name_twice_is_refused(cast, clock, signed_in):
    client, row = signed_in(as_admin(cast.file_keeper)), ListItem.objects.get(kind="type", name="EPC")
    client.post(f"{LISTS}{row.pk}/", {"name": "EPC contractor", "name_zh": "总包"})
    row.refresh_from_db()
    assert row.name == "EPC contractor"
    page = client.post(f"{LISTS}{row.pk}/", {"name": "Bank"})
    assert page.status_code == 422 and "“Bank” is already in this list." in page.text
    assert client.post(f"{LISTS}?kind=type", {"name": ""}).status_code == 422


def test_entries_move_up_and_down(cast, clock, signed_in):
    client, before = signed_in(cast.admin), names("site")
    second = ListItem.objects.get(kind="site", name=before[1])
    client.post(f"{LISTS}{second.pk}/up/")
    assert names("site") == [before[1], before[0], *before[2:]]
    client.post(f"{LISTS}{second.pk}/up/")
    assert names("site")[0] == before[1], "the first one stays where it is"
    client.post(f"{LISTS}{second.pk}/down/")
    assert names("site") == before


@pytest.mark.req("Z1")
def test_an_entry_switched_off_is_no_longer_offered_but_stays_in_the_files(cast, clock, signed_in):
    row = ListItem.objects.get(kind="type", name="EPC")
    kept = customer(cast.rep, type=row)
    signed_in(cast.admin).post(f"{LISTS}{row.pk}/switch/")
    form = signed_in(cast.rep).get("/customers/new/").context["form"]
    assert row not in form.fields["type"].queryset
    assert "EPC" in signed_in(cast.rep).get(f"/customers/{kept.pk}/").text
    signed_in(cast.admin).post(f"{LISTS}{row.pk}/switch/")
    assert row in signed_in(cast.rep).get("/customers/new/").context["form"].fields["type"].queryset


def test_how_often_an_entry_is_used_stands_beside_it(cast, clock, signed_in):
    row = ListItem.objects.get(kind="region", name="Hubei")
    for _n in range(3):
        customer(cast.rep).regions.add(row)
    page = signed_in(cast.admin).get(f"{LISTS}?kind=region")
    assert {one["entry"].pk: one["used"] for one in page.context["rows"] if one["used"]} == {row.pk: 3}


def test_lists_show_in_the_language_of_the_reader(cast, clock, signed_in):
    row = ListItem.objects.get(kind="type", name="Bank")
    customer(cast.rep, type=row)
    client = signed_in(cast.rep)
    client.cookies["django_language"] = "zh-hans"
    assert "银行" in client.get("/customers/?columns=name,type").text


@pytest.mark.parametrize("who", ["rep", "manager", "clerk", "auditor"])
def test_lists_need_the_right(cast, clock, signed_in, who):
    row = ListItem.objects.first()
    client = signed_in(getattr(cast, who))
    for url in (
        LISTS,
        f"{LISTS}{row.pk}/",
        "/customers/lists/required/",
        f"/customers/lists/required/{cast.departments['sales'].pk}/",
    ):
        assert client.get(url).status_code == 403
    assert client.post(f"{LISTS}{row.pk}/switch/").status_code == 403


@pytest.mark.req("Nc3", "Nf10")
def test_what_is_asked_is_chosen_per_department_and_inherited(cast, clock, signed_in):
    sales, east = cast.departments["sales"], cast.departments["east"]
    assert (
        required_fields.required_fields(sales) == required_fields.USUAL == ("address", "trade", "phone", "introduction")
    )
    client = signed_in(cast.admin)
    client.post(f"/customers/lists/required/{sales.pk}/", {"asked": ["phone", "category"]})
    assert required_fields.required_fields(sales) == required_fields.required_fields(east) == ("phone", "category")
    assert required_fields.required_fields(cast.departments["direct"]) == required_fields.USUAL
    assert "own choice" in client.get("/customers/lists/required/").text
    client.post(f"/customers/lists/required/{east.pk}/", {})
    assert required_fields.required_fields(east) == ()
    assert FileMinimum.objects.count() == 2 and Entry.objects.filter(action="minimum.set").count() == 2


@pytest.mark.embedded
def test_the_pages_take_the_same_queries_for_any_number_of_rows(cast, clock, signed_in):
    client = signed_in(cast.admin)
    for url in (f"{LISTS}?kind=source", "/customers/lists/required/"):
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        if "kind" in url:
            ListItem.objects.bulk_create([ListItem(kind="source", name=f"S{n}", position=n) for n in range(30)])
        else:
            for name in ("sales", "direct", "solar"):
                required_fields.set_required_fields(
                    department=cast.departments[name], fields=["phone"], by=cast.admin, at=NOW
                )
        with CaptureQueriesContext(connection) as many:
            client.get(url)
        assert len(many) == len(one), url


@pytest.mark.req("M1")
def test_suppliers_distributors_and_the_special_kinds_are_there_from_the_start(cast):
    kinds = set(ListItem.objects.filter(kind="type").values_list("name", flat=True))
    special = {"Law firm", "Consultant", "Advertising", "Public relations", "Bank", "Insurer", "Financing"}
    assert {"Supplier", "Wholesaler / distributor"} | special <= kinds
