"""Many at the same return visits in the same instant (rows T21, T23)."""

from datetime import timedelta

import pytest

from contracts.domain import after_sales_people
from contracts.models import AfterSalesCustomer
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.visits import chase, fill, outcomes, reporting
from service.models import ReturnVisit, ServiceOrder, VisitDemand, VisitScore
from tests.cast import NOW, assemble, customer, person
from tests.parallel import at_once

from .made import TODAY, plan, report, visit

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def refused(results):
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)], results
    return [r for r in results if isinstance(r, Refused)]


@pytest.mark.req("T23")
def test_runs_at_once_plan_each_visit_once():
    cast = assemble()
    plan()
    for _n in range(30):
        customer(cast.rep, stage="official", stage_since=NOW - timedelta(days=20))
    results = at_once([lambda: fill.fill(at=NOW)] * 4)
    assert sum(results) == 30 == ReturnVisit.objects.count()
    assert ReturnVisit.objects.values("customer").distinct().count() == 30
    assert Notice.objects.filter(kind="visits_planned").count() == 1


@pytest.mark.req("T21", "T23")
def test_of_two_reports_of_one_visit_one_stands_and_the_other_hears_whose():
    cast = assemble()
    made = visit(customer(cast.rep), cast.rep)
    staff = [person(f"staff_{n}", "service", cast.service.department) for n in range(8)]
    results = at_once([lambda who=who: report(made, who, 1, 2) for who in staff])
    losers = refused(results)
    winner = ReturnVisit.objects.get().reported_by
    assert len(losers) == 7 and all(str(winner) in loser.sentence for loser in losers)
    assert ServiceOrder.objects.count() == 1 and VisitScore.objects.count() == 2


def test_a_demand_becomes_a_deal_or_is_put_aside_once():
    cast = assemble()
    made = visit(customer(cast.rep), cast.service, person=cast.service)
    report(made, cast.service, demands=[reporting.Demand(text="pumps")])
    pk = VisitDemand.objects.get().pk
    fields = {"name": "pumps", "amount": 5, "currency": "CNY", "expected_close": TODAY + timedelta(days=9)}
    results = at_once(
        [
            lambda: outcomes.open_deal_of(demand_id=pk, by=cast.rep, at=NOW, fields=fields),
            lambda: outcomes.put_aside(demand_id=pk, reason="no budget", by=cast.rep, at=NOW),
        ]
        * 2
    )
    assert len(refused(results)) == 3


def test_chased_by_several_at_once_everybody_hears_once():
    cast = assemble()
    for _n in range(10):
        visit(customer(cast.rep), cast.service, person=cast.service)
    at_once([lambda: chase.chase(at=NOW)] * 4)
    assert Notice.objects.filter(kind="visit_due", user=cast.service).count() == 10


@pytest.mark.req("Nc13")
def test_a_customer_given_to_two_at_once_has_one_service_person():
    cast = assemble()
    rows = [customer(cast.rep, stage="official") for _n in range(5)]
    staff = [person(f"staff_{n}", "service", cast.service.department) for n in range(4)]
    give = after_sales_people.assign_customers
    at_once(
        [
            lambda who=who: give(customer_ids=[row.pk for row in rows], person=who, by=cast.service_manager, at=NOW)
            for who in staff
        ]
    )
    assert AfterSalesCustomer.objects.count() == 5
