"""Kinds of customer and the value rating set by hand; one list that says the same to everybody."""

import pytest
from django.urls import reverse

from assignment.domain import ownership
from customers.models import Customer, ListItem
from tests.cast import NOW, customer
from tests.customers.test_entry import NEW, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LIST = "/customers/"
KINDS = [
    "Supplier",
    "Wholesaler / distributor",
    "Law firm",
    "Consultant",
    "Advertising",
    "Public relations",
    "Bank",
    "Insurer",
    "Financing",
]


def listed(client, query):
    return [row.name for row in Customer.objects.order_by("pk") if row.name in client.get(LIST + query).text]


@pytest.mark.req("M1")
@pytest.mark.parametrize("kind", KINDS)
def test_a_customer_of_each_kind_is_entered_shown_and_found_by_it(cast, signed_in, kind):
    client, item = signed_in(cast.rep), ListItem.objects.get(kind="type", name=kind)
    other = customer(cast.rep, type=ListItem.objects.filter(kind="type").exclude(pk=item.pk).first())
    assert client.post(NEW, typed(type=item.pk)).status_code == 302
    row = Customer.objects.exclude(pk=other.pk).get()
    assert row.type == item
    assert kind in client.get(reverse("customers:detail", args=[row.pk]) + "?tab=file").text
    assert listed(client, f"?type={item.pk}") == [row.name]


@pytest.mark.req("Z9")
@pytest.mark.parametrize("rating", ["premier", "good", "normal", "none"])
def test_the_value_rating_is_set_by_hand_and_found_by_it(cast, signed_in, rating):
    client = signed_in(cast.rep)
    other = customer(cast.rep, value_rating="good" if rating != "good" else "normal")
    assert client.post(NEW, typed(value_rating=rating)).status_code == 302
    row = Customer.objects.exclude(pk=other.pk).get()
    assert row.value_rating == rating
    assert listed(client, f"?value_rating={rating}") == [row.name]


@pytest.mark.req("D5")
def test_everybody_reads_the_same_owner_from_the_same_single_row(cast, signed_in):
    row = customer(cast.rep, name="杭州唯一科技有限公司")
    lookers = (cast.manager, cast.general_manager, cast.clerk, cast.auditor)
    for person in lookers:
        page = signed_in(person).get(LIST + "?scope=all")
        assert [r.pk for r in Customer.objects.all()] == [row.pk] and row.code in page.text and "Rep" in page.text
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="", at=NOW)
    for person in lookers:
        page = signed_in(person).get(reverse("customers:detail", args=[row.pk]))
        assert "Mate" in page.text, "the next look says the new owner, to everybody"
    assert row.name not in signed_in(cast.rep).get(LIST).text.partition("<tbody>")[2]


@pytest.mark.req("D5")
@pytest.mark.parametrize("name", ["杭州唯一科技有限公司", "杭州 唯一科技(有限公司)", "杭州唯一科技有限公司 "])
def test_a_second_row_of_the_same_company_is_never_begun(cast, signed_in, name):
    customer(cast.stranger, name="杭州唯一科技有限公司")
    answer = signed_in(cast.rep).post(NEW, typed(name=name))
    assert answer.status_code == 422 and Customer.objects.count() == 1
