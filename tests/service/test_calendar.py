"""The calendar of service by month and week, of everybody for managers, of oneself for others; and the feed (rows Ni21, T23, Nf12)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from service.domain.orders import working
from service.domain.visits import planning
from tests.cast import NOW, customer, person

from .orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21", "T23")]
TODAY = NOW.date()


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3), name="宁波海风电器有限公司")


def visit(cast, row, who, day=TODAY):
    return planning.plan_visit(
        customer_id=row.pk, by=cast.service_manager, at=NOW, fields={"due_on": day, "channel": "call"}, person=who
    )


def taken(cast, row, by, **fields):
    made = order(row, cast.rep, **fields)
    return working.accept_order(order_id=made.pk, by=by, at=NOW)


def shown(client, **asked):
    """{day of the month: labels}."""
    weeks = client.get(reverse("service:calendar"), asked).context["weeks"]
    return {day["day"]: [item["label"] for item in day["items"]] for week in weeks for day in week if day["items"]}


def test_everybody_for_managers_oneself_for_staff(cast, row, signed_in):
    other = person("service_two", "service", cast.service.department)
    visit(cast, row, cast.service)
    visit(cast, row, other, TODAY + timedelta(days=7))
    made = taken(cast, row, cast.service)
    due = f"{made.number} due: {row.name}"
    own = {2: [f"Visit: {row.name}"], 4: [due]}
    assert shown(signed_in(cast.service)) == own
    # Somebody else's is not to be had by address.
    assert shown(signed_in(cast.service), person=other.pk) == own
    manager = signed_in(cast.service_manager)
    assert shown(manager) == {
        2: [f"Visit: {row.name} · {cast.service}"],
        4: [f"{due} · {cast.service}"],
        9: [f"Visit: {row.name} · {other}"],
    }
    assert shown(manager, person=other.pk) == {9: [f"Visit: {row.name}"]}
    assert shown(manager, view="week", day="2026-03-11") == {9: [f"Visit: {row.name} · {other}"]}
    assert signed_in(cast.finance).get(reverse("service:calendar")).status_code == 403


def test_what_is_done_and_to_be_asked_about_stands_on_its_day(cast, row, signed_in):
    made = taken(cast, row, cast.service)
    working.finish_order(order_id=made.pk, content="ok", ask_on=TODAY + timedelta(days=10), by=cast.service, at=NOW)
    assert shown(signed_in(cast.service)) == {12: [f"Ask how it works: {made.number}, {row.name}"]}


@pytest.mark.req("Nf12")
def test_one_s_own_calendar_and_feed_show_it_too(cast, row, signed_in):
    visit(cast, row, cast.service)
    client = signed_in(cast.service)
    assert f"Visit: {row.name}" in client.get(reverse("activities:calendar")).text
    feed = client.get(reverse("activities:feed", args=[cast.service.calendar_token])).text
    assert "UID:visit-" in feed and "SUMMARY:Visit" in feed


@pytest.mark.embedded
def test_the_calendar_takes_the_same_queries_for_few_and_many(cast, row, signed_in):
    client = signed_in(cast.service_manager)

    def cost():
        client.get(reverse("service:calendar"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("service:calendar"))
        return len(captured)

    visit(cast, row, cast.service)
    taken(cast, row, cast.service)
    few = cost()
    for _n in range(8):
        visit(cast, row, cast.service)
        taken(cast, row, cast.service)
    assert cost() <= few
