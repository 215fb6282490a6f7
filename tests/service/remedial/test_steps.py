"""The ten steps of a remedial plan: who takes each, what it refuses, that everything written stays (row M16)."""

from datetime import timedelta

import pytest

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.remedial import access, deciding, tasks, writing
from service.models import PlanMove, PlanTask, PlanText, RemedialPlan
from service.rules import remedial_steps as steps
from tests.cast import NOW, customer, person
from tests.service.orders import order

from .plans import DAY, DRAFT, MINUTE, REPORT, at_step, begun, decided, fresh, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


def waiting():
    """Who still has an unread notice, and of what."""
    return list(Notice.objects.filter(read_at=None).values_list("user__username", "kind").order_by("user__username"))


def refused(verb, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    return refusal.value


@pytest.mark.req("M16")
def test_the_ten_steps_in_their_order_each_by_whoever_the_rule_book_names(cast, row):
    """Service drafts, its manager reviews, the general manager approves, service hands out, two departments do it and service
    hears of it; service reports, its manager reviews, the general manager approves, and it is filed."""
    plan = begun(cast, row)
    assert (plan.number, plan.step, plan.holder) == ("R-000001", steps.DRAFT, cast.service)
    writing.submit(plan_id=plan.pk, by=cast.service, at=NOW + MINUTE)
    assert (fresh(plan).step, fresh(plan).holder) == (steps.DRAFT_REVIEW, cast.service_manager)
    decided(plan, cast.service_manager, at=NOW + 2 * MINUTE)
    assert (fresh(plan).step, fresh(plan).holder) == (steps.DRAFT_APPROVAL, cast.general_manager)
    assert waiting() == [("general_manager", "remedial_to_approve")], "the review is done"
    decided(plan, cast.general_manager, at=NOW + 3 * MINUTE)
    assert (fresh(plan).step, fresh(plan).holder) == (steps.HANDING_OVER, cast.service)
    first, second = task(cast, plan), task(cast, plan, person=cast.clerk, what="核对档案")
    tasks.hand_over(plan_id=plan.pk, by=cast.service, at=NOW + 4 * MINUTE)
    assert (fresh(plan).step, fresh(plan).holder) == (steps.EXECUTION, None)
    tasks.finish_task(task_id=first.pk, proof="reissued", by=cast.finance, at=NOW + 5 * MINUTE)
    assert waiting() == [("clerk", "remedial_task")]
    assert fresh(plan).step == steps.EXECUTION
    tasks.finish_task(task_id=second.pk, proof="checked", by=cast.clerk, at=NOW + 6 * MINUTE)
    assert (fresh(plan).step, fresh(plan).holder) == (steps.FEEDBACK, cast.service)
    tasks.accept(plan_id=plan.pk, by=cast.service, at=NOW + 7 * MINUTE)
    assert fresh(plan).step == steps.REPORT
    writing.save_text(plan_id=plan.pk, body=REPORT, by=cast.service, at=NOW + 8 * MINUTE)
    writing.submit(plan_id=plan.pk, by=cast.service, at=NOW + 9 * MINUTE)
    decided(plan, cast.service_manager, at=NOW + 10 * MINUTE)
    decided(plan, cast.general_manager, at=NOW + 11 * MINUTE)
    closed = fresh(plan)
    assert (closed.step, closed.holder, closed.closed_at) == (steps.CLOSED, None, NOW + 11 * MINUTE)
    moves = PlanMove.objects.filter(plan=plan)
    assert [move.to_step for move in moves] == list(steps.ORDER) and [move.turn for move in moves] == list(range(1, 11))
    said = Entry.objects.filter(subject_type="remedialplan", customer_id=row.pk).order_by("pk")
    assert [
        entry.action.split(".")[1]
        for entry in said
        if entry.action.split(".")[1] in dict.fromkeys(move.kind for move in moves)
    ] == [move.kind for move in moves]
    assert (told(cast.service_manager, "remedial_to_review"), told(cast.general_manager, "remedial_to_approve")) == (
        2,
        2,
    )
    assert (
        told(cast.finance, "remedial_task")
        == told(cast.clerk, "remedial_task")
        == told(cast.rep, "remedial_closed")
        == 1
    )


@pytest.mark.req("M16")
@pytest.mark.parametrize("step", steps.ORDER[1:])
def test_every_step_is_sent_back_to_any_earlier_one_with_a_reason_and_what_was_written_stays(cast, row, step):
    plan = at_step(cast, row, step)
    who = {steps.REVIEWER: cast.service_manager, steps.APPROVER: cast.general_manager, None: cast.general_manager}
    by = who.get(steps.TURNS.get(step), cast.service)
    texts, turn = PlanText.objects.filter(plan=plan).count(), plan.turn
    done = list(PlanTask.objects.filter(plan=plan, done_at__isnull=False).values_list("pk", flat=True))
    for n, to in enumerate(steps.earlier(step)):
        RemedialPlan.objects.filter(pk=plan.pk).update(
            **{f: getattr(plan, f) for f in ("step", "closed_at", "watched_until", "holder", "turn")}
        )
        PlanMove.objects.filter(plan=plan, turn__gt=turn).delete()
        again = done if to == steps.EXECUTION else ()
        assert (
            refused(deciding.send_back, plan_id=plan.pk, to=to, reason=" ", again=again, by=by, at=NOW, seen=step).code
            == "reason"
        )
        back = deciding.send_back(
            plan_id=plan.pk, to=to, reason="not enough", again=again, by=by, at=NOW + n * MINUTE, seen=step
        )
        move = PlanMove.objects.get(plan=plan, turn=back.turn)
        assert (back.step, move.from_step, move.reason, move.by) == (to, step, "not enough", by)
        assert PlanText.objects.filter(plan=plan).count() == texts
    assert refused(deciding.send_back, plan_id=plan.pk, to=step, reason="x", by=by, at=NOW, seen=back.step).code in (
        "step",
        "denied",
        "status",
        "own",
    )


@pytest.mark.req("M16")
def test_a_version_that_was_submitted_is_never_written_over(cast, row):
    plan = begun(cast, row)
    writing.save_text(plan_id=plan.pk, body=DRAFT | {"why": "unknown"}, by=cast.service, at=NOW)
    assert PlanText.objects.get().body["why"] == "unknown"
    writing.submit(plan_id=plan.pk, by=cast.service, at=NOW)
    deciding.send_back(
        plan_id=plan.pk, to=steps.DRAFT, reason="why?", by=cast.service_manager, at=NOW, seen=steps.DRAFT_REVIEW
    )
    writing.save_text(plan_id=plan.pk, body=DRAFT, by=cast.service, at=NOW)
    first, second = PlanText.objects.filter(plan=plan, kind="draft")
    assert (first.number, first.body["why"], second.number, second.body["why"]) == (1, "unknown", 2, DRAFT["why"])
    assert first.submitted_at and not second.submitted_at


@pytest.mark.req("M16")
def test_nobody_reviews_or_approves_what_they_wrote(cast, row):
    """A service manager may draft; then another one reviews, and where there is none it can't be submitted."""
    plan = begun(cast, row, by=cast.service_manager)
    refusal = refused(writing.submit, plan_id=plan.pk, by=cast.service_manager, at=NOW)
    assert refusal.code == "nobody" and fresh(plan).step == steps.DRAFT
    other = person("second_manager", "service_manager", cast.service.department)
    writing.submit(plan_id=plan.pk, by=cast.service_manager, at=NOW)
    assert fresh(plan).holder == other
    assert refused(decided, plan=plan, by=cast.service_manager).code == "own"
    assert not access.verbs_of(cast.service_manager, fresh(plan), NOW) & {"approve", "send_back"}
    assert decided(plan, other).step == steps.DRAFT_APPROVAL


@pytest.mark.req("M16")
def test_a_stand_in_decides_while_somebody_is_away_and_the_ledger_names_both(cast, row):
    plan = at_step(cast, row, steps.DRAFT_APPROVAL)
    assert refused(decided, plan=plan, by=cast.director).code == "denied"
    User.objects.filter(pk=cast.general_manager.pk).update(
        stand_in=cast.director, away_from=NOW.date(), away_until=(NOW + DAY).date()
    )
    assert plan.pk in access.visible(cast.director, NOW).values_list("pk", flat=True)
    decided(plan, cast.director)
    move = PlanMove.objects.get(plan=plan, from_step=steps.DRAFT_APPROVAL)
    assert (move.by, move.stood_in_for) == (cast.director, cast.general_manager)
    # Back again, they decide themselves.
    later = at_step(cast, customer(cast.rep), steps.DRAFT_APPROVAL)
    assert refused(decided, plan=later, by=cast.director, at=NOW + 2 * DAY).code == "denied"


def test_the_stand_in_of_the_responsible_person_writes_and_does_not_review_it_then(cast, row):
    plan = begun(cast, row)
    User.objects.filter(pk=cast.service.pk).update(stand_in=cast.service_manager, away_from=NOW.date())
    writing.save_text(plan_id=plan.pk, body=DRAFT, by=cast.service_manager, at=NOW)
    assert refused(writing.submit, plan_id=plan.pk, by=cast.service, at=NOW).code == "nobody"


@pytest.mark.parametrize(
    ("verb", "given", "code"),
    [
        (writing.submit, {"plan_id": True}, "empty"),
        (deciding.approve, {"plan_id": True, "seen": steps.DRAFT_REVIEW}, "status"),
        (deciding.cancel, {"plan_id": True, "reason": ""}, "reason"),
        (tasks.hand_over, {"plan_id": True}, "status"),
        (tasks.accept, {"plan_id": True}, "status"),
        (deciding.send_back, {"plan_id": True, "to": steps.DRAFT, "reason": "x", "seen": ""}, "status"),
    ],
)
def test_what_cannot_be_done_now_is_refused_and_changes_nothing(cast, row, verb, given, code):
    plan = begun(cast, row, body={"happened": "x"})
    before = RemedialPlan.objects.values().get()
    given = given | {"plan_id": plan.pk}
    assert refused(verb, by=cast.service, at=NOW, **given).code == code
    assert RemedialPlan.objects.values().get() == before


@pytest.mark.req("M16")
def test_it_begins_from_a_complaint_a_wrong_file_an_order_or_a_visit_by_service_only(cast, row):
    made = order(row, cast.rep)
    for origin, given in (("wrong_file", {}), ("order", {"order": made}), ("visit", {"reference": "V-12"})):
        assert begun(cast, row, origin=origin, **given).origin == origin
    assert refused(begun, cast=cast, row=row, origin="order").code == "order"
    other = customer(cast.rep)
    assert refused(begun, cast=cast, row=other, origin="order", order=made).code == "order"
    assert refused(begun, cast=cast, row=row, subject=" ").code == "subject"
    for who in (cast.rep, cast.general_manager, cast.finance):
        assert refused(begun, cast=cast, row=row, by=who).code == "denied"


def test_a_service_manager_makes_somebody_else_responsible(cast, row):
    plan = begun(cast, row)
    other = person("service_two", "service", cast.service.department)
    assert refused(deciding.assign, plan_id=plan.pk, person=other, by=cast.service, at=NOW).code == "denied"
    assert refused(deciding.assign, plan_id=plan.pk, person=cast.rep, by=cast.service_manager, at=NOW).code == "staff"
    deciding.assign(plan_id=plan.pk, person=other, by=cast.service_manager, at=NOW)
    assert (fresh(plan).responsible, fresh(plan).holder) == (other, other) and told(other, "remedial_assigned") == 1
    assert refused(writing.submit, plan_id=plan.pk, by=cast.service, at=NOW).code == "denied"


def test_a_draft_that_is_not_needed_is_cancelled(cast, row):
    plan = begun(cast, row)
    assert deciding.cancel(plan_id=plan.pk, reason="entered twice", by=cast.service, at=NOW).step == steps.CANCELLED
    assert fresh(plan).next_at is None and refused(writing.submit, plan_id=plan.pk, by=cast.service, at=NOW)
