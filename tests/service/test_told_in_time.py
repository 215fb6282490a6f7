"""What changes an order's clock between two runs of the timetable swallows no reminder and no lateness (row Ni21)."""

from datetime import timedelta

import pytest

from contracts.ratings.models import KeyStatus
from crm_project.notices.models import Notice
from customers.domain.duplicates import merge, unmerge
from customers.domain.records import update_customer
from customers.models import Customer
from service.domain.orders import recording
from service.domain.targets import due, versions
from service.models import ServiceOrder
from tests.cast import NOW, customer

from .orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ni21")]
MINUTE = timedelta(minutes=1)
QUICKLY = {"kind": "*", "priority": "*", "class": "vip", "response": 30, "completion": 480}
KEY = {"kind": "*", "priority": "*", "class": "key", "response": 20, "completion": 480}


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


@pytest.fixture
def classes(cast):
    """VIP and key customers are answered sooner than the others, who wait two hours at most."""
    body = versions.STANDARD | {"targets": [KEY, QUICKLY, *versions.STANDARD["targets"]]}
    versions.set_targets(body=body, by=cast.service_manager, at=NOW - MINUTE)


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


def test_a_correction_just_after_the_time_of_the_reminder_does_not_swallow_it(cast, row):
    made = order(row, cast.rep)
    recording.update_order(order_id=made.pk, by=cast.rep, at=NOW + 97 * MINUTE, fields={"subject": "漏水"})
    for _again in range(2):
        due.tell_due(at=NOW + 100 * MINUTE)
    assert told(cast.service_manager, "service_remind_response") == 1
    recording.update_order(order_id=made.pk, by=cast.rep, at=NOW + 121 * MINUTE, fields={"subject": "又漏水"})
    for _again in range(2):
        due.tell_due(at=NOW + 125 * MINUTE)
    assert told(cast.service_manager, "service_late_response") == 1
    assert ServiceOrder.objects.get().next_at > NOW + 125 * MINUTE


def test_an_order_that_is_late_when_it_is_recorded_is_told_at_the_next_run(cast, row):
    order(row, cast.rep, at=NOW + 300 * MINUTE, reported_at=NOW)
    due.tell_due(at=NOW + 305 * MINUTE)
    assert told(cast.service_manager, "service_late_response") == 1


def test_a_customer_who_becomes_a_vip_is_late_by_the_targets_of_vips(cast, row, classes):
    order(row, cast.rep)
    due.tell_due(at=NOW + 30 * MINUTE)
    assert told(cast.service_manager, "service_late_response") == 0
    update_customer(customer_id=row.pk, by=cast.rep, at=NOW + 31 * MINUTE, fields={"vip": True})
    for _again in range(2):
        due.tell_due(at=NOW + 40 * MINUTE)
    assert told(cast.service_manager, "service_late_response") == 1
    assert ServiceOrder.objects.get().due_at == NOW + 30 * MINUTE


def test_the_same_for_key_customers_and_after_a_merge(cast, row, classes):
    order(row, cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW + 5 * MINUTE, reason="2026-Q1")
    other = customer(cast.rep, since=NOW - timedelta(days=2), created_by=cast.rep, vip=True)
    later = order(customer(cast.rep, since=NOW - timedelta(days=3), created_by=cast.rep), cast.rep)
    merge.merge_customers(
        one_id=later.customer_id, other_id=other.pk, reason="same", by=cast.manager, at=NOW + 5 * MINUTE
    )
    due.tell_due(at=NOW + 10 * MINUTE)
    dues = ServiceOrder.objects.order_by("pk").values_list("due_at", flat=True)
    assert list(dues) == [NOW + 20 * MINUTE, NOW + 30 * MINUTE]
    assert Customer.objects.get(pk=later.customer_id).vip


def test_new_targets_that_make_an_order_late_tell_of_it(cast, row):
    order(row, cast.rep)
    body = versions.STANDARD | {"targets": [QUICKLY | {"class": "*"}]}
    versions.set_targets(body=body, by=cast.service_manager, at=NOW + 40 * MINUTE)
    due.tell_due(at=NOW + 45 * MINUTE)
    assert told(cast.service_manager, "service_late_response") == 1


def test_a_merge_taken_apart_gives_an_order_the_targets_of_its_own_customer_again(cast, classes):
    kept = customer(cast.rep, since=NOW - timedelta(days=3), created_by=cast.rep, level="ordinary")
    own = customer(cast.rep, since=NOW - timedelta(days=2), created_by=cast.rep, level="core")
    core = QUICKLY | {"class": "core"}
    body = versions.STANDARD | {"targets": [core, *versions.STANDARD["targets"]]}
    versions.set_targets(body=body, by=cast.service_manager, at=NOW)
    Customer.objects.filter(pk__in=[kept.pk, own.pk]).update(changed_at=NOW - timedelta(days=2))
    order(own, cast.rep)
    given = {"one_id": kept.pk, "other_id": own.pk, "reason": "same", "by": cast.manager}
    record = merge.merge_customers(**given, at=NOW + MINUTE)
    due.tell_due(at=NOW + 5 * MINUTE)
    assert ServiceOrder.objects.get().due_at == NOW + 120 * MINUTE
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW + 6 * MINUTE)
    due.tell_due(at=NOW + 10 * MINUTE)
    assert ServiceOrder.objects.get().due_at == NOW + 30 * MINUTE
