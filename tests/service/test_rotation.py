"""Orders and visits given by rotation: the fewest open, those who are away left out, why in a sentence (rows Ni21, Ne9)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from service.domain.orders import assigning, recording, working
from service.domain.visits import planning
from service.models import ServiceOrder
from tests.cast import NOW, customer, person

from .orders import kind, order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


@pytest.fixture
def other(cast):
    return person("service_two", "service", cast.service.department)


def give(cast, made, at=NOW):
    return assigning.assign_order(order_id=made.pk, person=None, by=cast.service_manager, at=at)


def test_in_turn_and_an_order_that_is_done_counts_no_more(cast, row, other):
    taken = [give(cast, order(row, cast.rep), NOW + n * MINUTE).assigned for n in range(4)]
    assert taken[0] != taken[1] and taken[:2] == taken[2:]
    mine = ServiceOrder.objects.filter(assigned=taken[1]).first()
    working.start_order(order_id=mine.pk, by=taken[1], at=NOW + 5 * MINUTE)
    working.finish_order(order_id=mine.pk, content="ok", by=taken[1], at=NOW + 5 * MINUTE)
    assert give(cast, order(row, cast.rep), NOW + 6 * MINUTE).assigned == taken[1]


def test_why_is_said_and_kept(cast, row, other, signed_in):
    first = order(row, cast.rep)
    assigning.assign_order(order_id=first.pk, person=other, by=cast.service_manager, at=NOW - MINUTE)
    made = order(row, cast.rep)
    text = signed_in(cast.service_manager).post(reverse("service:assign", args=[made.pk]), {}, follow=True).text
    assert f"is assigned to {cast.service}. By rotation: 0 open orders, the fewest." in text
    assert Entry.objects.filter(action="service.assigned").latest("pk").changes["rotation"] == [None, 0]
    # The same when it is recorded.
    posted = {"customer": row.pk, "kind": kind().pk, "subject": "x", "priority": "low", "channel": "phone"}
    posted |= {"reported_at": "2026-03-02T08:30", "rotate": "on"}
    text = signed_in(cast.service_manager).post(reverse("service:new"), posted, follow=True).text
    assert "By rotation: 1 open order, the fewest." in text and "given longest ago" in text
    assert ServiceOrder.objects.latest("pk").assigned == other


def test_who_is_away_is_left_out(cast, row, other):
    other.away_from, other.away_until = NOW.date(), NOW.date() + timedelta(days=2)
    other.save()
    first = give(cast, order(row, cast.rep))
    assert first.assigned == give(cast, order(row, cast.rep)).assigned == cast.service
    assert first.given_by.absent == (str(other),)
    cast.service.away_from = NOW.date() - timedelta(days=1)
    cast.service.save()
    with pytest.raises(Refused) as no:
        give(cast, order(row, cast.rep))
    assert no.value.code == "staff" and str(other) in no.value.sentence and str(cast.service) in no.value.sentence
    assert give(cast, order(row, cast.rep), NOW + timedelta(days=3)).assigned == other


def test_only_a_manager_gives_by_rotation(cast, row, other):
    fields = {"kind": kind(), "subject": "x", "priority": "low", "reported_at": NOW}
    with pytest.raises(Refused) as no:
        recording.record_order(customer_id=row.pk, by=cast.rep, at=NOW, fields=fields, rotate=True)
    assert no.value.code == "denied" and not ServiceOrder.objects.exists()


def test_visits_too(cast, row, other):
    def planned():
        made = planning.plan_visit(
            customer_id=row.pk, by=cast.service_manager, at=NOW, fields={"due_on": NOW.date(), "channel": "call"}
        )
        return planning.assign_visit(visit_id=made.pk, person=None, by=cast.service_manager, at=NOW)

    first, second = planned(), planned()
    assert {first.person, second.person} == {cast.service, other} and second.given_by.open == 0
    other.away_from = NOW.date()
    other.save()
    assert {planned().person, planned().person} == {cast.service}


@pytest.mark.embedded
def test_as_many_queries_for_two_people_as_for_ten(cast, row, other):
    def cost():
        made = order(row, cast.rep)
        with CaptureQueriesContext(connection) as captured:
            give(cast, made)
        return len(captured)

    give(cast, order(row, cast.rep))
    few = cost()
    for n in range(8):
        person(f"more_{n}", "service", cast.service.department)
    assert cost() <= few
