"""The one way to the pages of remedial plans and their tasks: through permission, with a reason where the file is restricted."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate
from service.domain.remedial import access

NEAR_TASK = ("plan__customer__ownership__owner", "plan__customer__ownership__department", "plan__responsible", "person")


def plan_page(view):
    """The view gets (request, plan, at, …) for a plan that the user may see; else 404, or the gate of a restricted file (M10)."""

    @login_required
    @wraps(view)
    def inner(request, pk, **rest):
        at = now()
        rows = access.visible(request.user, at).select_related(*access.NEAR, "begun_by", "customer__standing")
        plan = get_object_or_404(rows, pk=pk)
        pass_gate(request.user, plan.customer, plan.customer.ownership_or_none, at)
        return view(request, plan, at, **rest)

    return inner


def _task_loaded(view, gone):
    @login_required
    @wraps(view)
    def inner(request, pk, **rest):
        at = now()
        task = access.tasks_of(request.user, at).select_related(*NEAR_TASK).filter(pk=pk).first()
        if task is None:
            return gone(request)
        customer = task.plan.customer
        pass_gate(request.user, customer, customer.ownership_or_none, at)
        return view(request, task, at, **rest)

    return inner


def task_page(view):
    """The view gets (request, task, at) for a task that the user has, or had, or stands in for; nothing else of the plan."""

    def gone(request):
        raise Http404

    return _task_loaded(view, gone)


def task_verb(form_class, asked):
    """A decorator: the same for what is posted by `form_class`, whose field `asked` was typed. A task that is the user's no longer
    gives a page that says so, with what was typed; it is the same for a task that never was, so that it tells nothing of it."""

    def gone(request):
        form = form_class(request.POST, request.FILES)
        return render(request, "service/remedial/task_gone.html", {"field": form[asked]}, status=404)

    return lambda view: _task_loaded(view, gone)
