"""The list fills itself from the plans: whom, when, for whom, nothing twice, no VIP (rows T23, Nf15)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.domain import after_sales_people
from contracts.models import Contract, Delivery
from contracts.ratings.models import KeyStatus
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from customers.domain import service_calls
from service.domain.visits import fill, planning
from service.models import ReturnVisit, ServiceOrder
from tests.cast import NOW, customer
from tests.service.orders import kind, order

from .made import TODAY, plan, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def official(cast, days=20, **fields):
    """A customer that became official so many days ago."""
    return customer(cast.rep, stage="official", stage_since=NOW - days * DAY, **fields)


def planned():
    return list(ReturnVisit.objects.order_by("pk").values_list("customer_id", "due_on"))


@pytest.mark.req("T23")
def test_official_customers_come_so_many_days_after_they_became_official_and_after_each_visit(cast):
    plan()
    soon, later = official(cast, 20), official(cast, 10)
    assert fill.fill(at=NOW) == 1 and planned() == [(soon.pk, TODAY + 10 * DAY)]
    assert fill.fill(at=NOW) == 0, "nothing twice"
    assert fill.fill(at=NOW + 6 * DAY) == 1 and planned()[1] == (later.pk, TODAY + 20 * DAY)
    made = ReturnVisit.objects.get(customer=soon)
    planning.assign_visit(visit_id=made.pk, person=cast.service, by=cast.service_manager, at=NOW)
    report(made, cast.service, at=NOW + 12 * DAY)
    assert fill.fill(at=NOW + 27 * DAY) == 0
    assert fill.fill(at=NOW + 28 * DAY) == 1 and planned()[2] == (soon.pk, TODAY + 42 * DAY)
    assert Entry.objects.filter(action="visit.planned", actor=None).count() == 3
    assert Notice.objects.filter(kind="visits_planned", user=cast.service).count() == 3


@pytest.mark.req("T23")
def test_a_cancelled_visit_comes_back_in_its_next_turn_only(cast):
    plan()
    row = official(cast, 20)
    fill.fill(at=NOW)
    planning.cancel_visit(visit_id=ReturnVisit.objects.get().pk, reason="moved", by=cast.service, at=NOW)
    assert fill.fill(at=NOW + DAY) == 0
    assert fill.fill(at=NOW + 26 * DAY) == 1 and planned()[1] == (row.pk, TODAY + 40 * DAY)


@pytest.mark.req("Nf15")
def test_no_vip_no_marked_merged_or_removed_customer_is_ever_planned(cast):
    plan()
    official(cast, vip=True)
    service_calls.set_mark(customer_id=(marked := official(cast)).pk, reason="by mail only", by=cast.rep, at=NOW)
    service_calls.allow_call(customer_id=marked.pk, reason="one call", until=TODAY, by=cast.rep, at=NOW)
    official(cast, merged_into=customer(cast.rep))
    official(cast, removed_at=NOW)
    customer(cast.rep, stage="intent")
    assert fill.fill(at=NOW) == 0


@pytest.mark.req("T23")
def test_what_was_due_before_a_plan_began_is_spread_over_its_first_turn(cast):
    plan(starts_on=TODAY, days=10)
    rows = [official(cast, 400) for _n in range(10)]
    assert fill.fill(at=NOW) == 10
    assert {due for _pk, due in planned()} == {TODAY + n * DAY for n in range(10)}
    assert all(due == TODAY + (pk % 10) * DAY for pk, due in planned()) and len(rows) == 10


def test_key_customers_and_those_of_a_class(cast):
    plan(whom="key", name="key")
    plan(whom="level", level="core", name="core")
    key, core = customer(cast.rep), customer(cast.rep, level="core", since=NOW - 25 * DAY)
    KeyStatus.objects.create(customer=key, kind="key", since=NOW - 20 * DAY)
    customer(cast.rep, level="growth", since=NOW - 25 * DAY)
    assert fill.fill(at=NOW) == 2
    assert planned() == [(key.pk, TODAY + 10 * DAY), (core.pk, TODAY + 5 * DAY)]


@pytest.mark.req("T23")
def test_after_an_order_of_a_kind_and_after_a_delivery(cast):
    plan(whom="order", kind=kind("training"), days=7, name="after training")
    plan(whom="delivery", days=14, name="after delivery")
    row = customer(cast.rep)
    trained, other = order(row, cast.rep, kind=kind("training")), order(row, cast.rep)
    ServiceOrder.objects.filter(pk__in=[trained.pk, other.pk]).update(status="done", accepted_at=NOW, done_at=NOW)
    contract = Contract.objects.create(
        customer=row, number="N-1", signed_at=NOW, amount=5, owner=cast.rep, recorded_at=NOW, status="confirmed"
    )
    Delivery.objects.create(contract=contract, planned_on=TODAY, delivered_on=TODAY - 5 * DAY, what="a pump")
    Delivery.objects.create(contract=contract, planned_on=TODAY, delivered_on=date(2025, 12, 1), what="before the plan")
    Delivery.objects.create(contract=contract, planned_on=TODAY, what="not delivered")
    assert fill.fill(at=NOW) == 2 and fill.fill(at=NOW) == 0
    assert planned() == [(row.pk, TODAY + 7 * DAY), (row.pk, TODAY + 9 * DAY)]
    assert ReturnVisit.objects.get(order=trained).plan.name == "after training"


@pytest.mark.req("Nc13", "T23")
def test_who_makes_the_visits(cast):
    rows = [official(cast) for _n in range(2)]
    after_sales_people.assign_customers(customer_ids=[rows[0].pk], person=cast.service, by=cast.service_manager, at=NOW)
    for visitor, person in (("service", None), ("owner", None), ("named", cast.mate), ("least_busy", None)):
        plan(visitor=visitor, person=person, name=visitor)
    fill.fill(at=NOW)
    found = {}
    for visit in ReturnVisit.objects.order_by("pk"):
        found.setdefault(visit.plan.name, []).append(visit.person)
    assert found == {
        "service": [cast.service, None],
        "owner": [cast.rep, cast.rep],
        "named": [cast.mate, cast.mate],
        "least_busy": [cast.service, cast.service],
    }


def test_a_plan_that_is_switched_off_or_begins_later_plans_nothing(cast):
    plan(active=False)
    plan(starts_on=TODAY + 15 * DAY)
    official(cast)
    assert fill.fill(at=NOW) == 0


def test_a_run_that_breaks_off_is_finished_by_the_next(cast, monkeypatch):
    monkeypatch.setattr(fill, "AT_ONCE", 2)
    plan()
    rows = [official(cast) for _n in range(5)]
    create, seen = fill.bulk.create, []

    def breaking(objects):
        seen.append(type(objects[0]))
        if seen.count(ReturnVisit) == 2:
            raise RuntimeError("killed")
        return create(objects)

    monkeypatch.setattr(fill.bulk, "create", breaking)
    with pytest.raises(RuntimeError):
        fill.fill(at=NOW)
    assert ReturnVisit.objects.count() == 2 == Entry.objects.filter(action="visit.planned").count()
    assert fill.fill(at=NOW) == 3
    assert sorted(pk for pk, _due in planned()) == sorted(row.pk for row in rows)


@pytest.mark.embedded
def test_filling_takes_the_same_queries_for_one_customer_and_for_forty(cast):
    plan()

    def cost(n):
        for _n in range(n):
            official(cast)
        with CaptureQueriesContext(connection) as captured:
            assert fill.fill(at=NOW) == n
        return len(captured)

    one = cost(1)
    assert cost(40) <= one + 4  # the keys of many rows are drawn before


@pytest.mark.req("M10")
def test_a_restricted_customer_is_visited_by_its_owner(cast):
    plan(visitor="least_busy")
    official(cast, restricted=True)
    fill.fill(at=NOW)
    assert ReturnVisit.objects.get().person == cast.rep
