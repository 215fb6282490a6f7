"""Two customers that are merged: visits, marks and the service person move, and come back when it is undone (row Ni7)."""

from datetime import timedelta

import pytest

from contracts.models import AfterSalesCustomer
from customers.domain import service_calls
from customers.domain.duplicates import merge as merging
from customers.domain.duplicates import unmerge
from customers.models import NoServiceCalls, ServiceCallReason
from service.domain.visits import fill
from service.models import ReturnVisit, VisitIdea
from tests.cast import NOW, customer

from .made import TODAY, plan, report, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("Ni7", "Nf15")
def test_what_service_knows_of_a_merged_customer_moves_and_comes_back(cast):
    early = {"stage": "official", "stage_since": NOW - timedelta(days=20)}
    one = customer(cast.rep, since=NOW - timedelta(days=9), created_by=cast.rep, **early)
    other = customer(cast.mate, since=NOW - timedelta(days=5), created_by=cast.mate, **early)
    plan()
    assert fill.fill(at=NOW) == 2
    report(visit(other, cast.mate, person=cast.mate), cast.mate, ideas=["a manual"])
    AfterSalesCustomer.objects.create(customer=other, person=cast.service)
    service_calls.set_mark(customer_id=other.pk, reason="by mail only", by=cast.mate, at=NOW)
    service_calls.allow_call(customer_id=other.pk, reason="once", until=TODAY, by=cast.mate, at=NOW)

    def standing():
        keys = [
            model.objects.order_by("pk").values_list("pk", "customer_id")
            for model in (ReturnVisit, AfterSalesCustomer, NoServiceCalls, ServiceCallReason)
        ]
        return [[tuple(row) for row in rows] for rows in keys]

    before = standing()
    record = merging.merge_customers(one_id=one.pk, other_id=other.pk, reason="Same", by=cast.manager, at=NOW)
    assert all(customer_id == one.pk for rows in standing() for _pk, customer_id in rows)
    assert VisitIdea.objects.get().visit.customer == one
    assert fill.fill(at=NOW) == 0, "marked by now"
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW)
    assert standing() == before
