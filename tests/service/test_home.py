"""Home of service: the orders one has to work on, the next due first; for managers those that nobody has (row Ni21)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from service.domain.orders import working
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
