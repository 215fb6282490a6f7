"""Several people at the same remedial plan in the same instant (row M16)."""

import threading

import pytest

from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.remedial import access, deciding, due, tasks, writing
from service.models import PlanMove, PlanTask, RemedialPlan
from service.rules import remedial_steps as steps
from tests.cast import NOW, assemble, customer, person
from tests.parallel import at_once

from .plans import at_step, begun, fresh

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def refused(results):
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)], results
    return [r for r in results if isinstance(r, Refused)]


def approves(plan, by, seen):
    return lambda: deciding.approve(plan_id=plan.pk, by=by, at=NOW, seen=seen)


@pytest.mark.req("M16")
def test_of_two_who_approve_one_step_at_once_one_does():
    """Both have every right, so that only the step they saw tells the second that somebody was faster."""
    cast = assemble()
    plan = at_step(cast, customer(cast.rep), steps.DRAFT_REVIEW)
    other = person("second_manager", "service_manager", cast.service.department)
    results = at_once([approves(plan, who, steps.DRAFT_REVIEW) for who in (cast.service_manager, other)] * 3)
    assert {refusal.code for refusal in refused(results)} == {"status"} and len(refused(results)) == 5
    assert fresh(plan).step == steps.DRAFT_APPROVAL
    assert PlanMove.objects.filter(plan=plan, from_step=steps.DRAFT_REVIEW).count() == 1


@pytest.mark.req("M16")
@pytest.mark.parametrize("first", ["approve", "send_back"])
def test_sent_back_while_it_is_approved_ends_in_the_one_that_held_the_lock(first, monkeypatch):
    """The first stops while it holds the plan, until the second waits for it: each order of the two, not hoped for."""
    cast = assemble()
    plan = at_step(cast, customer(cast.rep), steps.DRAFT_REVIEW)
    other = person("second_manager", "service_manager", cast.service.department)
    holds, goes_on, real, once = threading.Event(), threading.Event(), access.writers, []

    def stops(plan, kind):
        found = real(plan, kind)
        if not once:
            once.append(True)
            holds.set()
            assert goes_on.wait(timeout=30)
        return found

    monkeypatch.setattr(access, "writers", stops)
    verbs = {
        "approve": approves(plan, cast.service_manager, steps.DRAFT_REVIEW),
        "send_back": lambda: deciding.send_back(
            plan_id=plan.pk, to=steps.DRAFT, reason="x", by=other, at=NOW, seen=steps.DRAFT_REVIEW
        ),
    }
    second = next(name for name in verbs if name != first)

    def later():
        assert holds.wait(timeout=30)
        threading.Timer(0.3, goes_on.set).start()
        return verbs[second]()

    results = at_once([verbs[first], later])
    assert not isinstance(results[0], Exception) and results[1].code == "status"
    assert fresh(plan).step == (steps.DRAFT_APPROVAL if first == "approve" else steps.DRAFT)
    assert PlanMove.objects.filter(plan=plan, from_step=steps.DRAFT_REVIEW).count() == 1


def test_the_last_two_tasks_done_at_once_bring_it_back_to_service_once():
    cast = assemble()
    plan = at_step(cast, customer(cast.rep), steps.EXECUTION, people=[cast.finance, cast.clerk])
    rows = PlanTask.objects.filter(plan=plan).select_related("person")
    results = at_once(
        [lambda row=row: tasks.finish_task(task_id=row.pk, proof="x", by=row.person, at=NOW) for row in rows]
    )
    assert not refused(results) and fresh(plan).step == steps.FEEDBACK
    assert PlanMove.objects.filter(plan=plan, to_step=steps.FEEDBACK).count() == 1


def test_submitted_twice_at_once_it_is_sent_to_review_once():
    cast = assemble()
    plan = begun(cast, customer(cast.rep))
    results = at_once([lambda: writing.submit(plan_id=plan.pk, by=cast.service, at=NOW)] * 4)
    assert len(refused(results)) == 3 and fresh(plan).turn == 2


def test_several_runs_of_the_timetable_tell_once():
    cast = assemble()
    for _n in range(6):
        begun(cast, customer(cast.rep))
    at = RemedialPlan.objects.first().due_at
    results = at_once([lambda: due.run(at=at)] * 4)
    assert not refused(results) and Notice.objects.filter(kind="remedial_late", user=cast.service).count() == 6
