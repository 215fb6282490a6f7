"""Changing a value in its cell of the list: the same right, checks and verb as the whole form."""

import pytest

from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from customers.domain.access import editable, may_edit
from customers.models import Collaborator, Customer, ListItem
from customers.views.list_rows import OWNED
from tests.cast import NOW, customer
from tests.forms_of import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(row, column="type"):
    return f"/customers/{row.pk}/cell/{column}/"


def entry(kind, n=0):
    return ListItem.objects.filter(kind=kind, active=True).order_by("pk")[n]


def opened(client, row, column="type"):
    """What the browser would post from the cell."""
    (form,) = forms_of(client.get(url(row, column)))
    return form


@pytest.mark.req("Nc1")
def test_the_answer_is_what_the_cell_shows_now_and_the_audit_knows_both(cast, signed_in):
    row, kind = customer(cast.rep), entry("type", 1)
    client = signed_in(cast.rep)
    answer = client.post(url(row), opened(client, row).typed(type=str(kind.pk)))
    assert (answer.status_code, answer.text) == (200, kind.name)
    assert Customer.objects.get(pk=row.pk).type_id == kind.pk
    assert Entry.objects.get(action="customer.changed", customer_id=row.pk).changes == {"type": [None, str(kind)]}
    page = client.get("/customers/").text
    assert 'data-cell="type"' in page and kind.name in page


@pytest.mark.parametrize(
    "column", ["class", "rating", "address", "trade", "category", "site", "source", "needs", "profile"]
)
def test_every_column_that_offers_it_opens_with_its_own_fields_only(cast, signed_in, column):
    row = customer(cast.rep, segment="direct", level="core")
    form = opened(signed_in(cast.rep), row, column)
    fields = {"class": {"segment", "level"}, "rating": {"value_rating"}}.get(column, {column})
    assert {name for name in form.fields if name in Customer._meta._forward_fields_map} <= fields


def test_both_parts_of_the_class_are_saved_with_the_number_of_the_file(cast, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    data = opened(client, row, "class").typed(segment="direct", level="core")
    assert " · " in client.post(url(row, "class"), data).text
    row.refresh_from_db()
    assert (row.segment, row.level, row.file_number) == ("direct", "core", "DA-0001")


@pytest.mark.req("Nc1")
def test_regions_and_notes_are_changed_in_their_cells(cast, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    first, second = entry("region"), entry("region", 1)
    form = opened(client, row, "region")
    data = form.typed() | {"regions": [str(first.pk), str(second.pk)]}
    answer = client.post(url(row, "region"), data)
    assert answer.status_code == 200 and str(first) in answer.text and str(second) in answer.text
    assert set(row.regions.all()) == {first, second}
    assert "regions" in Entry.objects.get(action="customer.changed", customer_id=row.pk).changes
    answer = client.post(url(row, "needs"), opened(client, row, "needs").typed(needs="Two inverters by May"))
    assert (answer.status_code, answer.text) == (200, "Two inverters by May")
    row.refresh_from_db()
    assert row.needs == "Two inverters by May" and row.needs_on is not None


@pytest.mark.req("Nc9")
def test_the_stage_is_asked_for_in_its_cell_by_the_owner_of_a_potential_customer(cast, signed_in):
    row, client = customer(cast.rep), signed_in(cast.rep)
    page = client.get("/customers/").text
    assert 'data-cell="stage"' in page
    answer = client.post(url(row, "stage"), opened(client, row, "stage").typed(reason="soon"))
    assert answer.status_code == 422 and "at least 10 characters" in answer.text and "soon" in answer.text
    answer = client.post(url(row, "stage"), opened(client, row, "stage").typed(reason="They asked for an offer today"))
    assert answer.status_code == 200 and "Change to intent requested" in answer.text
    assert Request.objects.get().customer_id == row.pk
    row.refresh_from_db()
    assert row.stage == "potential", "a manager decides"
    # Neither a manager nor the owner of an official customer is offered it.
    assert signed_in(cast.manager).get(url(row, "stage")).status_code == 403
    Customer.objects.filter(pk=row.pk).update(stage="official")
    assert client.get(url(row, "stage")).status_code == 403
    assert 'data-cell="stage"' not in client.get("/customers/").text


def test_a_refusal_stands_in_the_cell_with_what_was_typed(cast, signed_in):
    row, client = customer(cast.rep, address="Old street"), signed_in(cast.rep)
    form = opened(client, row, "address")
    Customer.objects.filter(pk=row.pk).update(address="Street of somebody else")
    answer = client.post(url(row, "address"), form.typed(address="My street"))
    assert answer.status_code == 422 and "My street" in answer.text and "Street of somebody else" in answer.text
    assert Customer.objects.get(pk=row.pk).address == "Street of somebody else"


@pytest.mark.req("Nb3")
def test_only_whoever_may_edit_the_file_gets_the_cell(cast, signed_in):
    row, theirs = customer(cast.mate), customer(cast.stranger)
    pooled = customer(department=cast.departments["sales"])
    rep = signed_in(cast.rep)
    assert [rep.get(url(r)).status_code for r in (row, theirs, pooled)] == [404, 404, 403]
    assert rep.post(url(pooled), {"type": ""}).status_code == 403
    assert signed_in(cast.manager).get(url(row)).status_code == 200
    assert rep.get(url(customer(cast.rep), "owner")).status_code == 404
    assert "data-cell" not in signed_in(cast.auditor).get("/customers/").text


@pytest.mark.req("M10")
def test_a_restricted_file_is_not_opened_by_its_cell(cast, signed_in):
    row = customer(cast.rep, restricted=True)
    answer = signed_in(cast.manager).get(url(row, "address"))
    assert answer.status_code in (302, 403, 404)


@pytest.mark.req("Nb3", "M10")
def test_the_list_offers_cells_of_those_rows_alone_that_one_may_change(cast, signed_in):
    cast.rep.layouts = {"customers": {"columns": ["type"], "widths": {}}}
    cast.rep.save()
    own, helped, guarded = customer(cast.rep), customer(cast.mate), customer(cast.mate, restricted=True)
    pooled = customer(department=cast.departments["sales"])
    for row in (helped, guarded):
        Collaborator.objects.create(customer=row, user=cast.rep, since=NOW)
    answer = signed_in(cast.rep).get("/customers/?scope=all")
    offered = {row["id"] for row in answer.context["listing"].rows if "data-cell" in row["html"]}
    assert {row["id"] for row in answer.context["listing"].rows} == {own.pk, helped.pk, guarded.pk, pooled.pk}
    assert offered == {own.pk, helped.pk}


@pytest.mark.req("Nb3")
def test_the_rows_one_may_change_are_those_whose_file_one_may_change(cast):
    rows = [customer(person) for person in (cast.rep, cast.mate, cast.stranger)] + [
        customer(department=cast.departments["sales"])
    ]
    Collaborator.objects.create(customer=rows[1], user=cast.rep, since=NOW)
    values = list(Customer.objects.values("id", *OWNED))
    for person in User.objects.all():
        asked = {row.pk for row in Customer.objects.all() if may_edit(person, row, row.ownership_or_none)}
        assert editable(person, values) == asked, person
