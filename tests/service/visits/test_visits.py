"""The life of a return visit: planned, postponed, made, reported; what its report brings (rows T21, T23, Nf15)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain import service_calls
from deals.models import Deal
from service.domain.visits import chase, outcomes, planning, plans, reporting
from service.models import ReturnVisit, ServiceOrder, VisitDemand, VisitIdea, VisitScore
from tests.cast import NOW, customer
from tests.service.orders import kind

from .made import TODAY, report, scores, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3), name="宁波海风电器有限公司")


def told(kind_):
    return sorted(Notice.objects.filter(kind=kind_).values_list("user__username", flat=True))


def refused(code, verb, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(at=NOW, **arguments)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.req("T23")
def test_a_visit_is_planned_given_to_somebody_postponed_and_cancelled(cast, row):
    made = visit(row, cast.rep)
    assert (made.status, made.person, made.report_due_on) == ("planned", None, TODAY + 3 * DAY)
    planning.assign_visit(visit_id=made.pk, person=None, by=cast.service_manager, at=NOW)
    made.refresh_from_db()
    assert made.person == cast.service and told("visit_assigned") == ["service"]
    refused("denied", planning.assign_visit, visit_id=made.pk, person=cast.service, by=cast.service)
    later = {"visit_id": made.pk, "reason": "stock-taking", "by": cast.service}
    refused("earlier", planning.postpone_visit, due_on=TODAY, **later)
    refused("reason", planning.postpone_visit, due_on=TODAY + DAY, **later | {"reason": " "})
    planning.postpone_visit(due_on=TODAY + 7 * DAY, at=NOW, **later)
    made.refresh_from_db()
    assert (made.due_on, made.report_due_on) == (TODAY + 7 * DAY, TODAY + 10 * DAY)
    planning.cancel_visit(visit_id=made.pk, reason="closed for good", by=cast.service, at=NOW)
    assert "status" in {refused("status", planning.hold_visit, visit_id=made.pk, held_on=TODAY, by=cast.service).code}
    entries = Entry.objects.filter(subject_type="returnvisit").order_by("pk").values_list("action", "reason")
    assert list(entries) == [
        ("visit.planned", ""),
        ("visit.assigned", ""),
        ("visit.postponed", "stock-taking"),
        ("visit.cancelled", "closed for good"),
    ]


def test_who_may_not_and_what_cannot_be_is_refused(cast, row):
    refused("denied", planning.plan_visit, customer_id=row.pk, by=cast.stranger, fields={"due_on": TODAY})
    refused("past", planning.plan_visit, customer_id=row.pk, by=cast.rep, fields={"due_on": TODAY - DAY})
    refused(
        "person", planning.plan_visit, customer_id=row.pk, by=cast.rep, fields={"due_on": TODAY}, person=cast.stranger
    )
    shut = {"customer_id": customer(cast.rep, restricted=True).pk, "fields": {"due_on": TODAY}}
    refused("person", planning.plan_visit, by=cast.rep, person=cast.service, **shut)
    made = visit(row, cast.service, person=cast.service_manager)
    refused("denied", planning.hold_visit, visit_id=made.pk, held_on=TODAY, by=cast.service)
    refused("future", planning.hold_visit, visit_id=made.pk, held_on=TODAY + DAY, by=cast.service_manager)


@pytest.mark.req("T21", "T23")
def test_the_report_brings_three_things(cast, row):
    made = visit(row, cast.service, person=cast.service)
    report(
        made,
        cast.service,
        *(4, 5, 3),
        words="The machine runs well.",
        demands=[reporting.Demand(text="two more pumps", quantity=Decimal(2), wanted_on=TODAY + 30 * DAY)],
        ideas=["a manual in Chinese", "  "],
    )
    made.refresh_from_db()
    assert (made.status, made.score, made.bad, made.opened_order) == ("done", Decimal("4.00"), False, None)
    assert (made.held_on, made.reported_by, made.words) == (TODAY, cast.service, "The machine runs well.")
    assert [one.score for one in VisitScore.objects.all()] == [4, 5, 3]
    assert (VisitDemand.objects.get().text, VisitIdea.objects.get().text) == ("two more pumps", "a manual in Chinese")
    assert told("visit_demand") == ["rep"] and not ServiceOrder.objects.exists()
    again = refused(
        "status", reporting.record_report, visit_id=made.pk, by=cast.service, held_on=TODAY, scores=scores(3)
    )
    assert str(cast.service) in again.sentence


@pytest.mark.req("T21")
def test_a_report_without_an_evaluation_is_refused(cast, row):
    made = visit(row, cast.service, person=cast.service)
    given = {"visit_id": made.pk, "by": cast.service, "held_on": TODAY}
    assert refused("empty", reporting.record_report, scores={}, words=" ", **given).field == "words"
    refused("score", reporting.record_report, scores=scores(6), **given)
    assert not VisitScore.objects.exists() and ReturnVisit.objects.get().status == "planned"


@pytest.mark.req("T21")
def test_a_bad_evaluation_opens_an_order_of_the_kind_that_is_set(cast, row):
    plans.save_rules(fields={"order_kind": kind("training"), "bad_score": 3}, by=cast.service_manager, at=NOW)
    made = visit(row, cast.service, person=cast.service)
    report(made, cast.service, 5, 3, words="nobody answers the phone")
    made.refresh_from_db()
    opened = ServiceOrder.objects.get()
    assert (made.bad, made.opened_order, opened.from_visit) == (True, opened, made)
    assert (opened.kind, opened.customer, opened.priority) == (kind("training"), row, "high")
    assert "Delivery 3" in opened.subject and opened.description == "nobody answers the phone"
    assert told("visit_bad") == ["rep"] and told("service_unassigned") == ["service_manager"]


@pytest.mark.req("T21")
def test_that_order_is_worded_for_the_service_managers_who_hear_of_it(cast, row):
    cast.service_manager.language = "zh-hans"
    cast.service_manager.save()
    report(visit(row, cast.service, person=cast.service), cast.service, 1)
    assert ServiceOrder.objects.get().subject.startswith("回访差评：")


@pytest.mark.req("T21")
def test_the_threshold_itself_is_bad_and_the_score_above_is_not(cast, row):
    report(visit(row, cast.service, person=cast.service), cast.service, 3, 3)
    assert not ServiceOrder.objects.exists()
    report(visit(row, cast.service, person=cast.service), cast.service, 5, 2)
    assert ServiceOrder.objects.count() == 1


# --- demands and ideas -------------------------------------------------------------------------------------------------------
@pytest.fixture
def demand(cast, row):
    made = visit(row, cast.service, person=cast.service)
    report(made, cast.service, demands=[reporting.Demand(text="two pumps")], ideas=["a manual"])
    return VisitDemand.objects.get()


def deal_fields():
    return {"name": "two pumps", "amount": Decimal(10), "currency": "CNY", "expected_close": TODAY + 30 * DAY}


@pytest.mark.req("T21")
def test_the_owner_turns_a_demand_into_a_deal_that_is_linked(cast, row, demand):
    refused("denied", outcomes.open_deal_of, demand_id=demand.pk, by=cast.mate, fields=deal_fields())
    made = outcomes.open_deal_of(demand_id=demand.pk, by=cast.rep, at=NOW, fields=deal_fields())
    demand.refresh_from_db()
    assert (demand.status, demand.deal, made.customer, made.from_demands.get()) == ("deal", made, row, demand)
    refused("decided", outcomes.open_deal_of, demand_id=demand.pk, by=cast.rep, fields=deal_fields())
    assert Deal.objects.count() == 1


@pytest.mark.req("T21")
def test_a_demand_is_put_aside_with_a_reason(cast, demand):
    refused("reason", outcomes.put_aside, demand_id=demand.pk, reason="", by=cast.rep)
    outcomes.put_aside(demand_id=demand.pk, reason="no budget this year", by=cast.rep, at=NOW)
    demand.refresh_from_db()
    assert (demand.status, demand.reason, demand.decided_by) == ("aside", "no budget this year", cast.rep)
    assert Entry.objects.get(action="visit.demand_decided").reason == "no budget this year"


@pytest.mark.req("T21")
def test_an_idea_gets_an_answer_that_the_customers_people_hear_of(cast, demand):
    idea = VisitIdea.objects.get()
    refused("denied", outcomes.answer_idea, idea_id=idea.pk, status="considered", by=cast.service)
    refused("answer", outcomes.answer_idea, idea_id=idea.pk, status="declined", by=cast.service_manager)
    outcomes.answer_idea(idea_id=idea.pk, status="accepted", answer="In May.", by=cast.service_manager, at=NOW)
    idea.refresh_from_db()
    assert (idea.status, idea.answer, idea.answered_by) == ("accepted", "In May.", cast.service_manager)
    assert told("visit_idea") == ["rep", "service"]
    again = {"idea_id": idea.pk, "status": "accepted", "answer": "In May.", "by": cast.service_manager}
    refused("same", outcomes.answer_idea, **again)


# --- no service calls ---------------------------------------------------------------------------------------------------------
@pytest.mark.req("Nf15")
@pytest.mark.parametrize("vip", [True, False])
def test_no_visit_to_a_vip_or_a_marked_customer_without_the_owners_written_reason(cast, vip):
    row = customer(cast.rep, vip=vip)
    if not vip:
        service_calls.set_mark(customer_id=row.pk, reason="by mail only", by=cast.rep, at=NOW)
    given = {"customer_id": row.pk, "by": cast.service, "fields": {"due_on": TODAY}, "person": cast.service}
    said = refused("vip" if vip else "no_calls", planning.plan_visit, **given)
    assert str(cast.rep) in said.sentence and said.field == "customer"
    service_calls.allow_call(customer_id=row.pk, reason="the pump leaks", until=TODAY, by=cast.rep, at=NOW)
    made = planning.plan_visit(at=NOW, **given)
    with pytest.raises(Refused):  # the reason is over by tomorrow
        report(made, cast.service, at=NOW + DAY)
    report(made, cast.service)
    allowed = Entry.objects.get(action="customer.call_allowed")
    assert (allowed.reason, allowed.actor, allowed.customer_id) == ("the pump leaks", cast.rep, row.pk)


@pytest.mark.req("Nf15")
def test_the_owner_visits_a_vip_as_before(cast):
    row = customer(cast.rep, vip=True)
    report(visit(row, cast.rep, person=cast.rep), cast.rep)
    assert ReturnVisit.objects.get().status == "done"


# --- chased -------------------------------------------------------------------------------------------------------------------
@pytest.mark.req("T23")
def test_a_visit_and_its_report_are_chased_once_each(cast, row):
    made = visit(row, cast.service, person=cast.service)
    assert chase.chase(at=NOW) == 1 and chase.chase(at=NOW) == 0
    assert told("visit_due") == ["service"]
    planning.hold_visit(visit_id=made.pk, held_on=TODAY, by=cast.service, at=NOW)
    assert chase.chase(at=NOW + 2 * DAY) == 0
    assert chase.chase(at=NOW + 3 * DAY) == 1 and told("visit_report_due") == ["service"]
    assert chase.chase(at=NOW + 4 * DAY) == 1 and chase.chase(at=NOW + 5 * DAY) == 0
    assert told("visit_report_late") == ["service", "service_manager"]
    report(made, cast.service, at=NOW + 6 * DAY, held_on=TODAY)
    assert chase.chase(at=NOW + 9 * DAY) == 0


def test_of_a_visit_that_nobody_makes_the_service_managers_hear(cast, row):
    visit(row, cast.rep)
    chase.chase(at=NOW)
    assert told("visit_due") == ["service_manager"]
