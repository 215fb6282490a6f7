"""After a plan is closed: a relapse reopens it and tells the general manager; the days over without one, it is proven (row M16)."""

from datetime import timedelta

import pytest

from crm_project.accounts.domain import settings_store
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.company_settings import WATCH_DAYS
from service.domain.orders import ending, working
from service.domain.remedial import due, tasks, watching, writing
from service.models import OrderCause, PlanMove
from service.rules import remedial_steps as steps
from tests.cast import NOW, customer
from tests.service.orders import order
from tests.service.visits.made import report, visit

from .plans import DAY, MINUTE, at_step, decided, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


@pytest.fixture
def cause():
    return OrderCause.objects.get(name="Transport")


@pytest.fixture
def closed(cast, row, cause):
    return at_step(cast, row, steps.CLOSED, cause=cause)


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


def done(cast, row, cause, at):
    made = order(row, cast.rep, at=at)
    working.accept_order(order_id=made.pk, by=cast.service, at=at)
    return working.finish_order(order_id=made.pk, content="x", cause=cause, by=cast.service, at=at + MINUTE)


@pytest.mark.req("M16")
def test_a_new_order_of_the_same_cause_reopens_it_and_tells_the_general_manager(cast, row, cause, closed):
    again = done(cast, row, cause, NOW + 89 * DAY)
    plan = fresh(closed)
    assert (plan.step, plan.round, plan.closed_at, plan.holder) == (steps.DRAFT, 2, None, cast.service)
    move = PlanMove.objects.get(plan=plan, kind="reopened")
    assert (move.order, move.by, move.from_step) == (again, None, steps.CLOSED)
    assert told(cast.general_manager, "remedial_reopened") == told(cast.service_manager, "remedial_reopened") == 1
    # Reopened once, not once more by the timetable.
    assert due.run(at=NOW + 89 * DAY + 2 * MINUTE) == 0 and fresh(closed).round == 2


@pytest.mark.req("M16")
def test_another_cause_another_customer_or_a_later_day_does_not(cast, row, cause, closed):
    other = OrderCause.objects.exclude(pk=cause.pk).first()
    done(cast, row, other, NOW + DAY)
    done(cast, customer(cast.rep), cause, NOW + DAY)
    made = order(row, cast.rep, at=NOW + 2 * DAY)
    ending.cancel_order(order_id=made.pk, reason="twice", by=cast.service_manager, at=NOW + 2 * DAY)
    assert fresh(closed).step == steps.CLOSED
    due.run(at=NOW + 91 * DAY)
    done(cast, row, cause, NOW + 92 * DAY)
    assert fresh(closed).proven


@pytest.mark.req("M16")
def test_the_days_over_without_a_relapse_it_is_proven_once(cast, closed):
    assert closed.watched_until - NOW > 90 * DAY and closed.next_at == closed.watched_until
    due.run(at=closed.watched_until - MINUTE)
    assert not fresh(closed).proven
    for _again in range(2):
        due.run(at=closed.watched_until)
    assert fresh(closed).proven_at == closed.watched_until and fresh(closed).next_at is None
    assert told(cast.general_manager, "remedial_proven") == told(cast.service, "remedial_proven") == 1


def test_how_many_days_is_a_setting(cast, row, cause):
    settings_store.set_value(setting=WATCH_DAYS, value=10, by=None, at=NOW)
    plan = at_step(cast, row, steps.CLOSED, cause=cause)
    due.run(at=NOW + 11 * DAY)
    assert fresh(plan).proven


def test_it_waits_for_an_order_of_these_days_whose_cause_nobody_knows_yet(cast, row, cause, closed):
    made = order(row, cast.rep, at=NOW + 89 * DAY)
    due.run(at=closed.watched_until)
    assert not fresh(closed).proven and fresh(closed).next_at == closed.watched_until + DAY
    later = closed.watched_until + MINUTE
    working.accept_order(order_id=made.pk, by=cast.service, at=later)
    working.finish_order(order_id=made.pk, content="x", cause=cause, by=cast.service, at=later + MINUTE)
    assert fresh(closed).step == steps.DRAFT


def test_the_order_from_which_it_began_reported_once_more_reopens_it_without_a_cause(cast, row):
    made = order(row, cast.rep)
    working.start_order(order_id=made.pk, by=cast.service, at=NOW)
    working.finish_order(order_id=made.pk, content="x", by=cast.service, at=NOW)
    ending.close_order(order_id=made.pk, by=cast.service, at=NOW)
    plan = at_step(cast, row, steps.CLOSED, origin="order", order=made)
    ending.reopen_order(order_id=made.pk, reason="again", by=cast.service, at=NOW + DAY)
    assert due.run(at=NOW + DAY) == 1 and fresh(plan).step == steps.DRAFT


@pytest.mark.req("M16")
def test_a_bad_return_visit_reopens_what_is_still_watched(cast, row, closed):
    assert watching.bad_visit(customer_id=row.pk, reference="V-7", by=cast.service, at=NOW + DAY) == 1
    assert PlanMove.objects.get(plan=closed, kind="reopened").reason == "V-7"
    other = at_step(cast, customer(cast.rep), steps.CLOSED)
    later = other.watched_until
    assert watching.bad_visit(customer_id=other.customer_id, reference="V-8", by=None, at=later) == 0


@pytest.mark.req("M16")
def test_the_report_of_a_bad_return_visit_reopens_it_and_names_the_order_that_it_opened(cast, row, closed):
    made = visit(row, cast.rep, person=cast.service, due_on=(NOW + DAY).date())
    told_of = report(made, cast.service, 4, 4, 4, 4, 4, at=NOW + DAY)
    assert not told_of.bad and fresh(closed).step == steps.CLOSED
    made = visit(row, cast.rep, person=cast.service, due_on=(NOW + 2 * DAY).date())
    bad = report(made, cast.service, 1, 1, 1, 1, 1, at=NOW + 2 * DAY)
    move = PlanMove.objects.get(plan=closed, kind="reopened")
    assert (fresh(closed).step, move.order, move.by) == (steps.DRAFT, bad.opened_order, cast.service)
    assert told(cast.general_manager, "remedial_reopened") == 1


def test_a_second_round_needs_a_task_of_its_own(cast, row, cause, closed):
    done(cast, row, cause, NOW + DAY)
    writing.submit(plan_id=closed.pk, by=cast.service, at=NOW + 2 * DAY)
    for by in (cast.service_manager, cast.general_manager):
        decided(closed, by, at=NOW + 2 * DAY)
    with pytest.raises(Refused, match="at least one task"):
        tasks.hand_over(plan_id=closed.pk, by=cast.service, at=NOW + 2 * DAY)
