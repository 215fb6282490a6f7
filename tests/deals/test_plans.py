"""Sales plans: submitted, decided, added up beside what came of them (rows Nf3, Nf1)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.domain.handover import leaving
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from deals.domain import closing, sales_plans
from deals.models import SalesPlan
from reports.domain import figures
from tests.cast import NOW, customer, followup, moment
from tests.deals.world import deal

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def submit(by, amount=100000, span="month", starts_on=MARCH, at=NOW):
    fields = {"amount": Decimal(amount), "new_customers": 3, "visits": 8, "note": "three renewals are due"}
    return sales_plans.submit_plan(by=by, at=at, span=span, starts_on=starts_on, fields=fields)


def decided(plan, approve=True, decision=""):
    asked = Request.objects.filter(kind="sales_plan", about=f"plan:{plan.pk}").latest("pk")
    decide(request_id=asked.pk, by=asked.decider, approve=approve, decision=decision, at=NOW)
    plan.refresh_from_db()
    return asked


@pytest.mark.req("Nf3")
def test_a_rep_submits_and_the_manager_decides(cast, clock, signed_in):
    form = {
        "period": "month:2026-03-01",
        "amount": "100000",
        "new_customers": "3",
        "visits": "8",
        "note": "three renewals",
    }
    signed_in(cast.rep).post("/deals/plans/new/", form)
    plan = SalesPlan.objects.get()
    assert (plan.person, plan.department, plan.status) == (cast.rep, cast.departments["sales"], "waiting")
    asked = decided(plan)
    assert asked.decider == cast.manager and (plan.status, plan.decided_by) == ("accepted", cast.manager)


@pytest.mark.req("Nf3")
def test_a_plan_sent_back_is_submitted_anew_with_what_was_typed(cast, clock, signed_in):
    plan = submit(cast.rep)
    with pytest.raises(Refused) as refusal:
        submit(cast.rep)
    assert refusal.value.code == "status"
    decided(plan, approve=False, decision="more visits, please")
    client = signed_in(cast.rep)
    assert "more visits, please" in client.get("/deals/plans/").text
    page = client.get(f"/deals/plans/new/?plan={plan.pk}").text
    assert "more visits, please" in page and "three renewals are due" in page
    assert submit(cast.rep, 120000).pk == plan.pk
    decided(plan)
    assert (plan.status, plan.amount) == ("accepted", Decimal(120000))


@pytest.mark.req("Nf3", "Nf1")
def test_accepted_plans_add_up_to_the_departments_beside_what_came_of_it(cast, clock, signed_in):
    row = customer(cast.rep)
    made = deal(row, cast.rep)
    closing.win_deal(deal_id=made.pk, reason="good", competitor="", by=cast.rep, at=NOW)
    followup(row, cast.rep, NOW, kind="visit_out")
    for person, amount in ((cast.rep, 100000), (cast.mate, 50000)):
        decided(submit(person, amount))
    submit(cast.east_rep, 7000)
    group = signed_in(cast.manager).get("/deals/plans/").context["groups"]
    sales = group[0]
    assert [str(g["department"]) for g in group] == ["Sales", "East"]
    assert sales["sum"] == [(Decimal(150000), Decimal(120000)), (6, 1), (16, 1)]
    assert group[1]["sum"][0] == (0, 0), "a plan that waits does not count"


@pytest.mark.req("Nf3")
def test_whose_plans_one_sees(cast, clock):
    for person in (cast.rep, cast.mate, cast.stranger):
        submit(person)
    seen = {
        name: {p.person.username for p in sales_plans.visible(getattr(cast, name))}
        for name in ("rep", "manager", "general_manager", "finance")
    }
    assert seen == {
        "rep": {"rep"},
        "manager": {"rep", "mate"},
        "general_manager": {"rep", "mate", "stranger"},
        "finance": set(),
    }


@pytest.mark.parametrize(
    "span, start",
    [
        ("month", date(2026, 2, 1)),
        ("month", date(2026, 3, 2)),
        ("quarter", date(2026, 3, 1)),
        ("quarter", date(2025, 10, 1)),
    ],
)
def test_a_period_that_is_over_or_none_is_refused(cast, clock, span, start):
    with pytest.raises(Refused) as refusal:
        submit(cast.rep, span=span, starts_on=start)
    assert refusal.value.code == "period"


def test_periods():
    assert sales_plans.starts("quarter", date(2026, 5, 9)) == date(2026, 4, 1) and sales_plans.after(
        "quarter", date(2026, 10, 1)
    ) == date(2027, 1, 1)
    assert sales_plans.after("month", date(2026, 1, 1), -1) == date(2025, 12, 1)


@pytest.mark.req("Nf1", "Z2")
def test_what_came_of_a_plan_is_what_the_figures_count(cast, clock):
    row = customer(cast.rep, since=moment("2026-02-02 09:00"))
    followup(row, cast.rep, moment("2026-03-02 08:00"), "look", kind="visit_out")  # says too little to be valid
    followup(row, cast.rep, moment("2026-03-02 08:30"), "谈了三年框架协议的付款条件", kind="visit_out")
    followup(row, cast.rep, moment("2026-03-02 08:45"), "客户来访，看了新的生产线样品", kind="visit_in")
    found = sales_plans.reached([cast.rep.pk, cast.mate.pk], "month", MARCH)
    counted = figures.count([cast.rep.pk], MARCH, date(2026, 3, 31))[cast.rep.pk]
    assert found[cast.rep.pk]["visits"] == counted["visits"] == 2
    assert found[cast.mate.pk] == {"won": 0, "new_customers": 0, "visits": 0}


@pytest.mark.embedded
def test_the_list_takes_the_same_queries_for_one_and_thirty(cast, clock, signed_in):
    submit(cast.rep)
    client = signed_in(cast.manager)
    client.get("/deals/plans/")
    with CaptureQueriesContext(connection) as one:
        client.get("/deals/plans/")
    row = SalesPlan.objects.get()
    for n in range(30):
        person = type(cast.rep).objects.create(
            username=f"r{n}", full_name=f"R{n}", role=cast.rep.role, department=cast.rep.department, password="!"
        )
        SalesPlan.objects.create(
            person=person,
            department=row.department,
            span="month",
            starts_on=MARCH,
            amount=1,
            note="x",
            submitted_at=NOW,
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/deals/plans/")
    assert len(many) == len(one)


@pytest.mark.req("Ne9")
def test_a_plan_of_a_leaver_waits_no_longer_than_its_request(cast, clock):
    plan = submit(cast.rep)
    leaving.close_account(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    plan.refresh_from_db()
    assert (plan.status, Request.objects.get(kind="sales_plan").status) == ("returned", "withdrawn")
