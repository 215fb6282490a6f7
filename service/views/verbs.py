"""What is done with a service order: taken on, begun, stopped, done, closed, cancelled, reopened, assigned (row Ni21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crm_project.lib.views import attempt, attempt_form, back
from service.domain import access
from service.domain.orders import assigning, ending, working

from ..forms.order import AssignForm, CancelForm, FinishForm, ReopenForm, WaitForm
from .detail import page
from .loading import order_page


def _allowed(request, order, step):
    if not access.may_step(request.user, order, step):
        raise PermissionDenied


def simple(step, verb, done):
    """The view of a verb that asks nothing; `done`: what is said afterwards."""

    @order_page
    @require_POST
    def view(request, order, at):
        _allowed(request, order, step)
        attempt(request, verb, order_id=order.pk, by=request.user, at=at, done=done % {"number": order.number})
        return back(request, reverse("service:order", args=[order.pk]))

    return view


def asking(step, form_class, verb, done):
    """The view of a verb that asks something: a refusal comes back with what was typed; the order that it returns is shown."""

    @order_page
    @require_POST
    def view(request, order, at):
        _allowed(request, order, step)
        form = form_class(request.POST)
        after = attempt_form(form, verb, order_id=order.pk, by=request.user, at=at)
        if after is None:
            return page(request, order, at, forms={step: form}, status=422)
        messages.success(request, done % {"number": order.number, "person": after.assigned})
        return redirect("service:order", after.pk)

    return view


accept = simple("accept", working.accept_order, _("You have accepted %(number)s."))
start = simple("start", working.start_order, _("%(number)s is under way."))
resume = simple("resume", working.resume_order, _("%(number)s is under way again: working time counts."))
confirm = simple("confirm", ending.confirm_order, _("The customer confirmed %(number)s."))
close = simple("close", ending.close_order, _("%(number)s is closed."))
wait = asking("wait", WaitForm, working.wait_with_order, _("%(number)s waits: working time does not count."))
finish = asking("finish", FinishForm, working.finish_order, _("%(number)s is done."))
cancel = asking("cancel", CancelForm, ending.cancel_order, _("%(number)s is cancelled."))
reopen = asking("reopen", ReopenForm, ending.reopen_order, _("%(number)s continues as a new order."))
assign = asking("assign", AssignForm, assigning.assign_order, _("%(number)s is assigned to %(person)s."))
