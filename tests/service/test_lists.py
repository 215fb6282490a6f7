"""The lists of service are kept by service managers in the browser: added, renamed, ordered, switched off."""

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from service.domain import lists
from service.models import OrderCategory, OrderCause, OrderKind
from tests.cast import NOW, as_admin, customer
from tests.service.orders import kind, order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21")]


def url(which):
    return reverse("service:list", args=[which])


def test_each_list_is_added_to_and_says_how_often_an_entry_is_used(cast, signed_in):
    order(customer(cast.rep), cast.service)
    client = signed_in(as_admin(cast.service_manager))
    page = client.get(reverse("service:lists"))
    assert {row["entry"].key: row["used"] for row in page.context["rows"]}["repair_in_warranty"] == 1
    client.post(url("kinds"), {"name": "Complaint", "name_zh": "投诉"})
    client.post(url("causes"), {"name": "Lightning", "name_zh": "雷击"})
    client.post(url("categories"), {"name": "Price", "name_zh": "价格", "kind": kind("training").pk})
    made = OrderKind.objects.get(name="Complaint")
    assert (made.key, made.position) == ("complaint", 6) and OrderCause.objects.filter(name_zh="雷击").exists()
    assert OrderCategory.objects.get(name="Price").kind == kind("training")
    assert Entry.objects.filter(action="list.saved").count() == 3


def test_a_kind_without_plain_letters_and_a_second_of_a_name_get_keys_of_their_own(cast):
    by = cast.service_manager
    keys = [
        lists.save(which="kinds", name=name, name_zh="", by=by, at=NOW).key
        for name in ("投诉", "理赔", "Repair", "repair!")
    ]
    assert keys == ["kind", "kind_2", "repair", "repair_2"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "Wear", "name_zh": ""}, "name"),
        ({"name": "wear", "name_zh": "老化"}, "name"),
        ({"name": "  ", "name_zh": "磨损"}, "name"),
    ],
)
def test_an_entry_twice_or_without_a_name_comes_back_with_what_was_typed(cast, signed_in, typed, field):
    before = OrderCause.objects.count()
    answer = signed_in(cast.service_manager).post(url("causes"), typed)
    assert answer.status_code == 422 and answer.context["form"].errors[field]
    assert OrderCause.objects.count() == before


def test_the_same_name_may_stand_under_two_kinds(cast):
    for key in ("training", "return_visit"):
        lists.save(which="categories", name="Price", name_zh="", kind=kind(key), by=cast.service_manager, at=NOW)
    with pytest.raises(Refused) as refused:
        lists.save(which="categories", name="Price", name_zh="", kind=kind("training"), by=cast.service_manager, at=NOW)
    assert refused.value.code == "twice"


def test_renamed_moved_and_switched_off(cast, signed_in):
    client, first = signed_in(as_admin(cast.service_manager)), OrderCause.objects.order_by("position").first()
    client.post(reverse("service:list_entry", args=["causes", first.pk]), {"name": "Wear and tear", "name_zh": "磨损"})
    client.post(reverse("service:list_do", args=["causes", first.pk, "down"]))
    client.post(reverse("service:list_do", args=["causes", first.pk, "switch"]))
    first.refresh_from_db()
    assert (first.name, first.active) == ("Wear and tear", False)
    assert list(OrderCause.objects.order_by("position"))[1] == first
    made = order(customer(cast.rep), cast.service, assigned_to=cast.service)
    assert "Wear and tear" not in signed_in(cast.service).get(reverse("service:order", args=[made.pk])).text


@pytest.mark.parametrize(
    "wrong", ["/service/lists/nothing/", "/service/lists/kinds/9999/", "/service/lists/nothing/1/"]
)
def test_what_there_is_not_is_not_found(cast, signed_in, wrong):
    assert signed_in(cast.service_manager).get(wrong).status_code == 404


def test_others_keep_out(cast, signed_in):
    assert signed_in(cast.service).get(url("kinds")).status_code == 403
    with pytest.raises(Refused) as refused:
        lists.save(which="kinds", name="x", name_zh="", by=cast.service, at=NOW)
    assert refused.value.code == "denied"
