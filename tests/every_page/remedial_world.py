"""Remedial plans of the company of all cases: one at each step that a verb asks for, at every place; at one's own place one is
responsible and has the task."""

from datetime import timedelta

from django.core.files.base import ContentFile

from crm_project.audit.domain import log
from service.models import PlanFile, RemedialPlan
from service.rules import remedial_steps as steps
from tests.cast import NOW

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL

# {thing: its step}
STEPS = {
    "plan": steps.DRAFT,
    "plan in review": steps.DRAFT_REVIEW,
    "plan in approval": steps.DRAFT_APPROVAL,
    "plan to hand out": steps.HANDING_OVER,
    "plan with feedback": steps.FEEDBACK,
}
BODY = {"happened": "x", "why": "y", "measures": "z"}


def furnish_remedial(world):
    """For every role at its own customer, and at each of the other places."""
    for role in world.viewers:
        _place(world, OWN, role)
    for place in (DEPT, BELOW, OTHER, POOL, FAR):
        _place(world, place)


def _place(world, place, role=None):
    row, cast = world.things["customer"][role, place], world.cast
    responsible = world.viewers[role] if role else cast.service
    for name, step in STEPS.items():
        holder = {"plan in review": cast.service_manager, "plan in approval": cast.general_manager}.get(
            name, responsible
        )
        plan = RemedialPlan.objects.create(
            number=f"R-{RemedialPlan.objects.count() + 900001}",
            customer=row,
            origin="complaint",
            subject=name,
            responsible=responsible,
            holder=holder,
            step=step,
            step_since=NOW,
            turn=1,
            begun_at=NOW,
            changed_at=NOW,
        )
        world.keep(name, place, plan, role)
    plan, given = world.things["plan"][role, place], world.things["plan to hand out"][role, place]
    for number in (1, 2):
        plan.texts.create(kind="draft", number=number, body=BODY, by=cast.service, at=NOW, submitted_at=NOW)
    changed = {"action": "customer.changed", "subject": row, "changes": {"address": ["here", "there"]}}
    world.keep("change", place, log.record(by=cast.service, at=NOW, **changed), role)
    linked = log.record(by=cast.service, at=NOW, **changed)
    plan.corrections.create(entry=linked, by=cast.service, at=NOW)
    world.keep("linked change", place, linked, role)
    _tasks(world, place, role, given)


def _tasks(world, place, role, plan):
    person = world.viewers[role] if role else world.cast.finance
    fields = {"person": person, "due_on": (NOW + timedelta(days=3)).date(), "set_at": NOW}
    world.keep("task to hand out", place, plan.tasks.create(what="x", **fields), role)
    task = plan.tasks.create(what="y", handed_at=NOW, **fields)
    world.keep("plan task", place, task, role)
    done = world.things["plan with feedback"][role, place]
    done.tasks.create(what="z", handed_at=NOW, done_at=NOW, proof="done", **fields)
    proof = PlanFile(task=task, name="proof.txt", size=5, by=person, at=NOW)
    proof.file.save("proof.txt", ContentFile(b"proof"))
    world.keep("plan file", place, proof, role)
