# ruff: noqa: E501 - a table: one address a line
"""remedial plans: in the table."""

from service.rules import remedial_steps as steps

from .page import Page, about
from .rights import EVERYWHERE, OWN, at, both, either, everybody, has, reaches

TEXT = {"happened": "x", "why": "y", "measures": "z"}
DAYS = dict.fromkeys(steps.OPEN, "4")
# At their own place they are responsible, and have the task.
own = at(OWN)
read = reaches("service.view")
seen = either(read, own)
reviews = both(seen, has("remedial.review"))
approves = both(seen, has("remedial.approve"))


def begun(world, case):
    return {"customer": world.get("customer", case).pk, "origin": "complaint", "subject": "x", **TEXT}


def part_of(plan, part, key):
    """The keys of a plan and of what hangs on it."""
    return lambda world, case: {"pk": world.get(plan, case).pk, key: world.get(part, case).pk}


def given(world, case):
    return {"what": "check the file", "person": world.cast.finance.pk, "due_on": "2026-03-06"}


def sent_back(step):
    return lambda world, case: {"seen": step, "to": steps.DRAFT, "reason": "not enough"}


REMEDIAL = [
    Page("service:remedial", get=has("service.view")),
    Page("service:remedial_filter", get=has("service.view")),
    Page("service:remedial_days", get=has("service.view")),
    Page("service:remedial_days_edit", get=has("remedial.review"), post=has("remedial.review"), data=lambda w, c: DAYS),
    Page("service:remedial_tasks", get=everybody),
    Page(
        "service:remedial_new",
        places=EVERYWHERE,
        get=has("remedial.draft"),
        post=both(has("remedial.draft"), read),
        data=begun,
        words=True,
    ),
    about("plan", "service:remedial_plan", EVERYWHERE, get=seen),
    about("plan", "service:remedial_pdf", EVERYWHERE, get=seen),
    Page(
        "service:remedial_versions",
        places=EVERYWHERE,
        args=lambda w, c: {"pk": w.get("plan", c).pk, "kind": "draft"},
        get=seen,
    ),
    about("plan", "service:remedial_write", EVERYWHERE, get=own, post=own, data=lambda w, c: TEXT | {"why": "another"}),
    about("plan", "service:remedial_submit", EVERYWHERE, post=own),
    about(
        "plan in review",
        "service:remedial_approve",
        EVERYWHERE,
        post=reviews,
        data=lambda w, c: {"seen": steps.DRAFT_REVIEW},
    ),
    about(
        "plan in approval",
        "service:remedial_approve",
        EVERYWHERE,
        post=approves,
        data=lambda w, c: {"seen": steps.DRAFT_APPROVAL},
    ),
    about("plan in review", "service:remedial_send_back", EVERYWHERE, post=reviews, data=sent_back(steps.DRAFT_REVIEW)),
    about(
        "plan in approval",
        "service:remedial_send_back",
        EVERYWHERE,
        post=approves,
        data=sent_back(steps.DRAFT_APPROVAL),
    ),
    about("plan to hand out", "service:remedial_task_new", EVERYWHERE, get=own, post=own, data=given),
    Page(
        "service:remedial_task_edit",
        places=EVERYWHERE,
        args=part_of("plan to hand out", "task to hand out", "task"),
        get=own,
        post=own,
        data=given,
    ),
    Page(
        "service:remedial_task_drop",
        places=EVERYWHERE,
        args=part_of("plan to hand out", "task to hand out", "task"),
        post=own,
    ),
    about("plan to hand out", "service:remedial_hand_over", EVERYWHERE, post=own),
    about("plan with feedback", "service:remedial_accept", EVERYWHERE, post=own),
    about(
        "plan",
        "service:remedial_assign",
        EVERYWHERE,
        post=reviews,
        data=lambda w, c: {"person": w.cast.service_manager.pk},
    ),
    about(
        "plan",
        "service:remedial_cancel",
        EVERYWHERE,
        post=either(own, reviews),
        data=lambda w, c: {"reason": "entered twice"},
    ),
    about(
        "plan",
        "service:remedial_link",
        EVERYWHERE,
        post=either(own, reviews),
        data=lambda w, c: {"entry": w.get("change", c).pk},
    ),
    Page(
        "service:remedial_unlink",
        places=EVERYWHERE,
        args=part_of("plan", "linked change", "entry"),
        post=either(own, reviews),
    ),
    about("plan task", "service:remedial_task", EVERYWHERE, get=own),
    about("plan task", "service:remedial_task_done", EVERYWHERE, post=own, data=lambda w, c: {"proof": "done"}),
    about("plan task", "service:remedial_task_back", EVERYWHERE, post=own, data=lambda w, c: {"reason": "not mine"}),
    about("plan file", "service:remedial_file", EVERYWHERE, get=seen, notes=True),
]
