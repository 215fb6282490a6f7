"""Home of service: the orders one has to work on, the next due first; for managers those that nobody has (row Ni21)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from service.domain.orders import working
from service.domain.visits import planning
from service.models import ServiceOrder
from tests.cast import NOW, customer

from .orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def names(client):
    return [one.name for _label, rows in client.get("/").context["queue"] for one in rows]


@pytest.mark.req("Ni21")
def test_home_lists_what_is_due_next_and_to_managers_what_nobody_has(cast, row, signed_in):
    for subject, priority in (("low one", "low"), ("urgent one", "urgent")):
        made = order(row, cast.rep, subject=subject, priority=priority)
        working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    order(row, cast.rep, subject="nobody's")
    waiting = order(row, cast.rep, subject="waits")
    working.accept_order(order_id=waiting.pk, by=cast.service, at=NOW)
    working.wait_with_order(order_id=waiting.pk, waits_for="parts", by=cast.service, at=NOW)
    assert names(signed_in(cast.service)) == ["urgent one", "low one"]
    assert names(signed_in(cast.service_manager)) == ["nobody's"]
    assert "Nobody has it yet" in signed_in(cast.service_manager).get("/").text
    assert names(signed_in(cast.rep)) != ["nobody's"]


@pytest.mark.embedded
def test_home_takes_the_same_queries_for_one_order_and_twelve(cast, row, signed_in):
    client = signed_in(cast.service)

    def one_more():
        working.accept_order(order_id=order(row, cast.rep).pk, by=cast.service, at=NOW)

    def cost():
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    one_more()
    first = cost()
    for _n in range(11):
        one_more()
    assert cost() <= first


def day(client):
    return client.get("/").context.get("service", {})


@pytest.mark.req("Ni21", "Nc5")
def test_a_manager_gives_an_order_from_home_and_is_back_there(cast, row, signed_in):
    made = order(row, cast.rep, subject="nobody's")
    give = reverse("service:give", args=[made.pk])
    assert give not in signed_in(cast.service).get("/").text
    client = signed_in(cast.service_manager)
    assert give in client.get("/").text
    answer = client.post(give, {"person": "", "next": "/"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/" and "By rotation" in answer.text
    assert ServiceOrder.objects.get(pk=made.pk).assigned == cast.service


@pytest.mark.req("Ni21", "Nc5")
def test_the_day_of_a_manager_and_of_staff(cast, row, signed_in):
    late = order(row, cast.rep, subject="late one", at=NOW - timedelta(days=9))
    working.accept_order(order_id=late.pk, by=cast.service, at=NOW)
    waiting = order(row, cast.rep, subject="waits")
    working.accept_order(order_id=waiting.pk, by=cast.service, at=NOW)
    working.wait_with_order(order_id=waiting.pk, waits_for="parts", expected_on=NOW.date(), by=cast.service, at=NOW)
    planning.plan_visit(
        customer_id=row.pk,
        by=cast.service_manager,
        at=NOW,
        fields={"due_on": NOW.date(), "channel": "call"},
        person=cast.service,
    )
    seen = day(signed_in(cast.service_manager))
    assert [one["name"] for one in seen["service_next"]] == ["late one"]
    assert [one["name"] for one in seen["service_waiting"]] == ["waits"]
    assert "for parts until about 2026-03-02" in seen["service_waiting"][0]["note"]
    assert [(one["name"], one["n"], one["late"], one["waiting"]) for one in seen["service_load"]] == [
        (str(cast.service), 2, 1, 1)
    ]
    assert [one["name"] for one in seen["service_visits"]] == [row.name]
    listed = signed_in(cast.service_manager).get(seen["service_load"][0]["url"]).context["page"]
    assert {one.subject for one in listed.rows} == {"late one", "waits"}
    assert set(day(signed_in(cast.service))) == {"service_waiting"}
    assert day(signed_in(cast.rep)) == {} and not any(day(signed_in(cast.general_manager)).values())


@pytest.mark.req("Nc5")
def test_on_a_phone_the_list_of_who_heads_others_is_folded_after_five(cast, row, signed_in):
    for number in range(7):
        order(row, cast.rep, subject=f"nobody's {number}")
    page = signed_in(cast.service_manager).get("/")
    listed = [one for _label, rows in page.context["queue"] for one in rows]
    assert [one.beyond for one in listed] == [False] * 5 + [True] * 2
    assert page.text.count('class="beyond"') == 2 and "Show all" in page.text
    again = signed_in(cast.service_manager).get(reverse("reports:queue"))
    assert again.text.count('class="beyond"') == 2, "the list that comes anew"
    for made in ServiceOrder.objects.all():
        working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    own = signed_in(cast.service).get("/")
    assert len(own.context["queue"][0][1]) == 7 and 'class="beyond"' not in own.text, "what is one's own to do"


@pytest.mark.req("Ni21", "Nc5")
def test_visits_that_nobody_has_are_told_to_service_managers_alone(cast, row, signed_in):
    planning.plan_visit(
        customer_id=row.pk, by=cast.service_manager, at=NOW, fields={"due_on": NOW.date(), "channel": "call"}
    )
    assert row.name in names(signed_in(cast.service_manager))
    assert row.name not in names(signed_in(cast.general_manager))
    assert row.name not in names(signed_in(cast.service))
