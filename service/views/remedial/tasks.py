"""Tasks of remedial plans: given out by service, proven or given back by whoever has them (row M16)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.lib.views import attempt, attempt_form, posted
from customers.domain import access as customer_access
from customers.domain.access.masking import mask_on
from service.domain.remedial import access, tasks
from service.presenters.remedial import words
from service.rules.remedial_steps import VERBS

from ...forms.remedial import ProofForm, ReturnForm, TaskForm
from .loading import plan_page, task_page, task_verb
from .verbs import check


@plan_page
@require_http_methods(["GET", "POST"])
def new(request, plan, at):
    """Give somebody a task."""
    return _task_form(request, plan, at, None)


@plan_page
@require_http_methods(["GET", "POST"])
def edit(request, plan, at, task):
    """Change a task that is not done: what, who, until when."""
    return _task_form(request, plan, at, get_object_or_404(plan.tasks, pk=task))


def _task_form(request, plan, at, task):
    check(request, plan, "set_task", at)
    if request.method == "GET" and (plan.step not in VERBS["set_task"] or (task and task.done_at)):
        return redirect("service:remedial_plan", plan.pk)
    mask = mask_on(request.user, plan.customer, at)
    form = TaskForm(posted(request), instance=task).hide_numbers(mask.text)
    which = task.pk if task else None
    if attempt_form(form, tasks.set_task, plan_id=plan.pk, task_id=which, by=request.user, at=at):
        messages.success(request, _("Saved."))
        return redirect("service:remedial_plan", plan.pk)
    context = {"form": form, "plan": mask.row(plan), "task": task}
    return render(request, "service/remedial/task_form.html", context, status=422 if form.errors else 200)


@plan_page
@require_POST
def drop(request, plan, at, task):
    """Take a task back that is not done."""
    check(request, plan, "set_task", at)
    attempt(
        request, tasks.drop_task, plan_id=plan.pk, task_id=task, by=request.user, at=at, done=_("The task is removed.")
    )
    return redirect("service:remedial_plan", plan.pk)


@task_page
@require_GET
def task(request, task, at):
    """What one has to do, and nothing else of the plan."""
    return _page(request, task, at)


def _page(request, task, at, *, proof=None, given_back=None, status=200):
    task = mask_on(request.user, task.plan.customer, at).row(task)
    plan = task.plan
    label, tone = words.task_state(task, at)
    context = {
        "task": task,
        "plan": plan,
        "label": label,
        "tone": tone,
        "open": task.done_at is None,
        "proof_form": proof or ProofForm(initial={"proof": task.proof}),
        "return_form": given_back or ReturnForm(),
        "opens_customer": customer_access.opened(request.user, plan.customer_id, at)[0] is not None,
        "opens_plan": access.visible(request.user, at).filter(pk=plan.pk).exists(),
        "files": task.files.all(),
    }
    return render(request, "service/remedial/task.html", context, status=status)


def _finish(*, files, **given):
    return tasks.finish_task(uploads=files, **given)


@task_verb(ProofForm, "proof")
@require_POST
def finish(request, task, at):
    """The task is done, with its proof."""
    form = ProofForm(request.POST, request.FILES)
    if attempt_form(form, _finish, task_id=task.pk, by=request.user, at=at):
        messages.success(request, _("Thank you: service is told once all tasks are done."))
        return redirect("service:remedial_task", task.pk)
    return _page(request, task, at, proof=form, status=422)


@task_verb(ReturnForm, "reason")
@require_POST
def give_back(request, task, at):
    """One can't do it: service hears why."""
    form = ReturnForm(request.POST)
    if attempt_form(form, tasks.return_task, task_id=task.pk, by=request.user, at=at):
        messages.success(request, _("You have given the task back: service has your reason."))
        return redirect("service:remedial_tasks")
    return _page(request, task, at, given_back=form, status=422)
