"""Nobody guesses a masked number digit by digit: where a search has digits, it looks only into texts whose numbers its reader may see (row Nb4)."""

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain.access import guessing
from deals.models import Deal
from service.conditions import ORDERS
from service.models import ServiceOrder
from tests.cast import NOW, customer
from tests.deals.world import deal
from tests.service.orders import order
from tests.service.visits.made import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nb4", "Nf15")]
TYPED = "13905719876"
PIECES = ("1", "139", "05719", TYPED)
URLS = {
    "orders": lambda q: reverse("service:orders", query={"tab": "all", "q": q}),
    "visits": lambda q: reverse("service:visits", query={"tab": "all", "q": q}),
}


@pytest.fixture
def found(signed_in):
    """found(person, url): what the list shows, without the bell above it."""
    return lambda person, url: signed_in(person).get(url).text.partition("<main")[2]


@pytest.fixture
def row(cast):
    made = customer(cast.rep, name="杭州秘号有限公司")
    order(made, cast.rep, subject=f"ring {TYPED}")
    visit(made, cast.service_manager, person=cast.service_manager, purpose=f"ring {TYPED}")
    made.vip = True
    made.save()
    return made


@pytest.mark.parametrize("where", ["orders", "visits"])
def test_lists_find_by_digits_only_where_the_number_is_read(cast, found, row, where):
    for piece in PIECES:
        assert row.name not in found(cast.service_manager, URLS[where](piece)), piece
        assert row.name in found(cast.rep, URLS[where](piece)), piece
    assert row.name in found(cast.service_manager, URLS[where]("ring")), "words are found as ever"


def test_deals_and_the_audit(cast, found, row):
    made = deal(row, cast.rep)
    Deal.objects.filter(pk=made.pk).update(name=f"ring {TYPED}")
    named = {"subject_type": "customer", "subject_id": str(row.pk), "subject_name": row.name, "customer_id": row.pk}
    Entry.objects.create(at=NOW, action="customer.changed", reason=f"he rang from {TYPED}", **named)
    pages = {"deals:list": cast.auditor, "audit:search": cast.auditor}
    for name, reader in pages.items():
        for piece in PIECES:
            assert row.name not in found(reader, reverse(name, query={"q": piece})), (name, piece)
        word = "ring" if name == "deals:list" else "rang from"
        assert row.name in found(reader, reverse(name, query={"q": word})), name
    assert row.name in found(cast.rep, reverse("deals:list", query={"q": TYPED}))


def test_the_condition_of_a_list_and_a_search_agree(cast, row):
    field = next(one for one in ORDERS.fields if one.key == "subject")
    read = ServiceOrder.objects.filter(field.numbers(cast.service_manager))
    assert not read.exists() and ServiceOrder.objects.filter(field.numbers(cast.rep)).exists()
    assert not ServiceOrder.objects.filter(guessing.holds(cast.service_manager, "subject", "139")).exists()
    assert ServiceOrder.objects.filter(guessing.holds(cast.service_manager, "subject", "ring")).exists()
