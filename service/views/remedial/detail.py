"""One remedial plan: the map of its steps, what was written, tasks, corrections, decisions, and what may be done now (row M16)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.lib.views import say_unshown
from customers.domain.access.masking import mask_on
from service.domain.remedial import access, correcting, stored
from service.domain.targets.versions import targets_at
from service.models import PlanTask
from service.presenters.remedial import corrections, map, words
from service.rules.remedial_steps import DECISIONS, DRAFT, EXECUTION, HANDING_OVER, REPORT, earlier, text_of

from ...forms.remedial import (
    ApproveForm,
    LinkForm,
    PlanCancelForm,
    ResponsibleForm,
    SendBackForm,
)
from .loading import plan_page


@plan_page
@require_GET
def detail(request, plan, at):
    """The page of the plan."""
    return page(request, plan, at)


def content(request, plan, at):
    """What page and document show alike; a constant number of queries."""
    mask = mask_on(request.user, plan.customer, at)
    texts = [mask.row(row) for row in plan.texts.select_related("by")]
    moves = [mask.row(row) for row in plan.moves.select_related("by", "stood_in_for", "text", "order")]
    rows = plan.tasks.select_related("person", "department", "done_by").prefetch_related("files")
    tasks = [mask.row(row) for row in rows]
    return {
        "mask": mask,
        "moves": moves,
        "all_tasks": tasks,
        "drafts": [text for text in texts if text.kind == DRAFT],
        "reports": [text for text in texts if text.kind == REPORT],
        "tasks": words.task_rows(tasks, at),
        "decisions": words.decision_rows(moves),
        "corrections": corrections.rows(correcting.linked(plan), mask),
    }


def send_back_form(plan, user, at, data=None):
    """The form, with the tasks that can be done again where it may go back to the departments."""
    steps = earlier(plan.step)
    done = PlanTask.objects.filter(plan=plan, done_at__isnull=False).select_related("person")
    tasks = done if EXECUTION in steps or HANDING_OVER in steps else done.none()
    return SendBackForm(data, steps=steps, tasks=tasks, initial={"seen": plan.step})


def link_form(plan, mask, data=None):
    """The form, with the changes of the file that are not linked yet."""
    offered = corrections.choices(correcting.offered(plan)[: correcting.OFFERED], mask)
    return LinkForm(data, choices=offered)


def page(request, plan, at, *, forms=None, status=200):
    """The plan with the forms of what comes next; those refused (`forms`, by name) come back filled."""
    forms, shown = forms or {}, content(request, plan, at)
    may = access.verbs_of(request.user, plan, at)
    say_unshown(request, forms, may)
    days = stored.days_at(at)
    reading = stored.plan_reading(plan, days, targets_at(at))
    label, tone = words.state(plan)
    due_text, due_tone = map.standing(plan, reading, at)
    reports, drafts = shown["reports"], shown["drafts"]
    link = forms.get("link") or ("link" in may and link_form(plan, shown["mask"]) or None)
    plan = shown["mask"].row(plan)
    context = shown | {
        "plan": plan,
        "label": label,
        "tone": tone,
        "stations": map.stations(plan, shown["moves"], shown["all_tasks"], days, at),
        "due_text": due_text,
        "due_tone": due_tone,
        "allowed_days": map.days_text(days[plan.step]) if plan.step in days else "",
        "facts": words.facts(plan),
        "draft": _shown(drafts),
        "report": _shown(reports),
        "may": may,
        "ready": "submit" in may and _complete(reports if plan.step == REPORT else drafts),
        "wrote": plan.step in DECISIONS and request.user.pk in access.writers(plan, text_of(plan.step)),
        "came_back": _came_back(shown["moves"]),
        "approve_form": forms.get("approve") or ApproveForm(initial={"seen": plan.step}),
        "send_back_form": forms.get("send_back")
        or ("send_back" in may and send_back_form(plan, request.user, at) or None),
        "cancel_form": forms.get("cancel") or PlanCancelForm(),
        "assign_form": forms.get("assign") or ResponsibleForm(),
        "link_form": link,
        "crumbs": [
            (_("Remedial plans"), reverse("service:remedial")),
            (plan.customer.name, reverse("customers:detail", args=[plan.customer_id])),
        ],
    }
    return render(request, "service/remedial/detail.html", context, status=status)


def _shown(versions):
    """The newest version of a text for the page; None where nothing was written."""
    if not versions:
        return None
    text = versions[-1]
    return {"parts": words.parts(text), "note": words.version_note(text), "several": len(versions) > 1}


def _complete(versions):
    """Whether every part of the newest version is written."""
    return bool(versions) and all(content.strip() for _name, content in words.parts(versions[-1]))


def _came_back(moves):
    """The reason for which it stands here, where it was sent back or reopened."""
    last = moves[-1] if moves else None
    return words.decision_rows([last])[0] if last and last.kind in ("sent_back", "reopened") else None
