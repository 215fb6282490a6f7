"""What remedial plans are made of in tests: a plan brought to a step by the verbs, each at its moment."""

from datetime import timedelta

from service.domain.remedial import deciding, tasks, writing
from service.models import PlanTask, RemedialPlan
from service.rules import remedial_steps as steps
from tests.cast import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DRAFT = {"happened": "收件人写错", "why": "录入时选错分公司", "measures": "更正档案，逐一核对合同"}
REPORT = {"done": "档案已更正", "result": "客户已确认", "prevention": "录入后由第二人核对"}


def begun(cast, row, *, at=NOW, by=None, **fields):
    """A plan at its first step, its draft written."""
    given = {"origin": "complaint", "subject": "发票寄错地址", "reference": "call of Monday", "body": DRAFT, **fields}
    return writing.begin(customer_id=row.pk, by=by or cast.service, at=at, **given)


def decided(plan, by, *, at=NOW):
    return deciding.approve(plan_id=plan.pk, by=by, at=at, seen=fresh(plan).step)


def fresh(plan):
    return RemedialPlan.objects.get(pk=plan.pk)


def task(cast, plan, *, person=None, at=NOW, due=None, what="更正发票抬头", by=None):
    due_on = due or (at + 3 * DAY).date()
    return tasks.set_task(
        plan_id=plan.pk, what=what, person=person or cast.finance, due_on=due_on, by=by or cast.service, at=at
    )


def at_step(cast, row, step, *, at=NOW, people=None, **fields):
    """A plan that stands at this step, with a task of each of these people (finance) from the departments on."""
    plan = begun(cast, row, at=at, **fields)
    way = {
        steps.DRAFT: lambda: writing.submit(plan_id=plan.pk, by=cast.service, at=at),
        steps.DRAFT_REVIEW: lambda: decided(plan, cast.service_manager, at=at),
        steps.DRAFT_APPROVAL: lambda: decided(plan, cast.general_manager, at=at),
        steps.HANDING_OVER: lambda: _handed_over(cast, plan, people or [cast.finance], at),
        steps.EXECUTION: lambda: _done(plan, at),
        steps.FEEDBACK: lambda: tasks.accept(plan_id=plan.pk, by=cast.service, at=at),
        steps.REPORT: lambda: _reported(cast, plan, at),
        steps.REPORT_REVIEW: lambda: decided(plan, cast.service_manager, at=at),
        steps.REPORT_APPROVAL: lambda: decided(plan, cast.general_manager, at=at),
    }
    while fresh(plan).step != step:
        way[fresh(plan).step]()
    return fresh(plan)


def _handed_over(cast, plan, people, at):
    for person in people:
        task(cast, plan, person=person, at=at)
    tasks.hand_over(plan_id=plan.pk, by=cast.service, at=at)


def _done(plan, at):
    for row in PlanTask.objects.filter(plan=plan, done_at=None).select_related("person"):
        tasks.finish_task(task_id=row.pk, proof="done", by=row.person, at=at)


def _reported(cast, plan, at):
    writing.save_text(plan_id=plan.pk, body=REPORT, by=cast.service, at=at)
    writing.submit(plan_id=plan.pk, by=cast.service, at=at)
