"""What is done with a service order: taken on, begun, stopped, done, closed, cancelled, reopened, assigned (row Ni21)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, attempt_form, back, message_of, origin
from crm_project.undo.views import offering
from service.domain import access
from service.domain.orders import assigning, ending, moving, working
from service.presenters import rotation
from service.rules.steps import step_to

from ..forms.again import typed_in
from ..forms.order import AssignForm, CancelForm, FinishForm, GiveForm, ReopenForm, WaitForm
from ..undo import key_of
from .detail import page
from .loading import order_page

# What is said after each step; those that lead to another order can't be undone.
SAID = {
    "accept": _("You have accepted %(number)s."),
    "start": _("%(number)s is under way."),
    "resume": _("%(number)s is under way again: working time counts."),
    "confirm": _("The customer confirmed %(number)s."),
    "close": _("%(number)s is closed."),
    "wait": _("%(number)s waits: working time does not count."),
    "finish": _("%(number)s is done."),
    "cancel": _("%(number)s is cancelled."),
    "reopen": _("%(number)s continues as a new order."),
    "assign": _("%(number)s is assigned to %(person)s."),
}


def _allowed(request, order, step):
    if not access.may_step(request.user, order, step):
        raise PermissionDenied


def _say(request, order, step, at, number, typed=None):
    """What was done with the order that a verb returned, with an undo where it can be taken back; `typed` stands in the form after it."""
    text = SAID[step] % {"number": number, "person": order.assigned}
    if order.given_by:
        text = f"{text} {rotation.why(order.given_by)}"
    if order.stood is None:
        messages.success(request, text)
        return
    given = {"order_id": order.pk, "before": order.stood, "came": origin(request)}
    if typed:
        given["typed"] = typed
    offering.done(request, text, key_of(step), at=at, subject=f"{order.number} · {order.subject}", **given)


def _page_of(order):
    return reverse("service:order", args=[order.pk])


def simple(step, verb):
    """The view of a verb that asks nothing."""

    @order_page
    @require_POST
    def view(request, order, at):
        _allowed(request, order, step)
        after = attempt(request, verb, order_id=order.pk, by=request.user, at=at)
        if after is not None:
            _say(request, after, step, at, order.number)
        return back(request, _page_of(order))

    return view


def asking(step, form_class, verb):
    """The view of a verb that asks something: a refusal comes back with what was typed; the order that it returns is shown, or the
    page from which the form was opened."""

    @order_page
    @require_POST
    def view(request, order, at):
        _allowed(request, order, step)
        form = form_class(request.POST)
        after = attempt_form(form, verb, order_id=order.pk, by=request.user, at=at)
        if after is None:
            return page(request, order, at, forms={step: form}, status=422)
        _say(request, after, step, at, order.number, typed_in(form))
        return back(request, _page_of(after))

    return view


accept = simple("accept", working.accept_order)
start = simple("start", working.start_order)
resume = simple("resume", working.resume_order)
confirm = simple("confirm", ending.confirm_order)
close = simple("close", ending.close_order)
wait = asking("wait", WaitForm, working.wait_with_order)
finish = asking("finish", FinishForm, working.finish_order)
cancel = asking("cancel", CancelForm, ending.cancel_order)
reopen = asking("reopen", ReopenForm, ending.reopen_order)
assign = asking("assign", AssignForm, assigning.assign_order)


@order_page
@require_POST
def move(request, order, at):
    """To another status, as on the board: the step that leads there; one that asks something opens its form."""
    to = request.POST.get("status", "")
    try:
        step, after = moving.move_order(order_id=order.pk, to=to, by=request.user, at=at)
        _say(request, after, step, at, order.number)
    except Refused as refusal:
        if refusal.code == "asks":
            asked = step_to(order.status, to)
            came = urlencode({"open": asked, "next": origin(request)})
            return redirect(f"{_page_of(order)}?{came}#{asked}-form")
        messages.error(request, refusal.sentence)
    return back(request, _page_of(order))


@order_page
@require_POST
def give(request, order, at):
    """To a person, or by rotation, as on the board and on the home page; helpers stay."""
    form = GiveForm(request.POST)
    after = attempt_form(form, assigning.assign_order, order_id=order.pk, by=request.user, at=at)
    if after is None:
        messages.error(request, message_of(form))
    else:
        _say(request, after, "assign", at, order.number)
    return back(request, _page_of(order))
