"""What is done with a service order: taken on, begun, stopped, done, closed, cancelled, reopened, assigned (row Ni21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, back, refusal_into
from service.domain import access
from service.domain.orders import assigning, ending, working

from ..forms.order import AssignForm, CancelForm, FinishForm, ReopenForm, WaitForm
from .detail import page
from .loading import order_page


def _worked(request, order):
    if not access.may_work(request.user, order):
        raise PermissionDenied


def _step(request, order, at, verb, done):
    """A verb that asks nothing."""
    _worked(request, order)
    attempt(request, verb, order_id=order.pk, by=request.user, at=at, done=done % {"number": order.number})
    return back(request, reverse("service:order", args=[order.pk]))


def _asked(request, order, at, name, form, verb, done):
    """A verb that asks something; what was typed comes back with a refusal."""
    _worked(request, order)
    if form.is_valid():
        try:
            verb(order_id=order.pk, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, done % {"number": order.number})
            return redirect("service:order", order.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return page(request, order, at, forms={name: form}, status=422)


@order_page
@require_POST
def accept(request, order, at):
    """Take it on."""
    return _step(request, order, at, working.accept_order, _("You have accepted %(number)s."))


@order_page
@require_POST
def start(request, order, at):
    """Begin the work."""
    return _step(request, order, at, working.start_order, _("%(number)s is under way."))


@order_page
@require_POST
def resume(request, order, at):
    """Go on after waiting."""
    return _step(request, order, at, working.resume_order, _("%(number)s is under way again: working time counts."))


@order_page
@require_POST
def confirm(request, order, at):
    """The customer says that it is done."""
    return _step(request, order, at, ending.confirm_order, _("The customer confirmed %(number)s."))


@order_page
@require_POST
def close(request, order, at):
    """Nothing is left to do."""
    return _step(request, order, at, ending.close_order, _("%(number)s is closed."))


@order_page
@require_POST
def wait(request, order, at):
    """Stop the completion clock."""
    form = WaitForm(request.POST)
    return _asked(
        request, order, at, "wait", form, working.wait_with_order, _("%(number)s waits: working time does not count.")
    )


@order_page
@require_POST
def finish(request, order, at):
    """The work is done."""
    form = FinishForm(request.POST)
    return _asked(request, order, at, "finish", form, working.finish_order, _("%(number)s is done."))


@order_page
@require_POST
def cancel(request, order, at):
    """It is not needed any more."""
    form = CancelForm(request.POST)
    return _asked(request, order, at, "cancel", form, ending.cancel_order, _("%(number)s is cancelled."))


@order_page
@require_POST
def reopen(request, order, at):
    """The same trouble again."""
    _worked(request, order)
    form = ReopenForm(request.POST)
    if form.is_valid():
        again = attempt(
            request,
            ending.reopen_order,
            order_id=order.pk,
            by=request.user,
            at=at,
            done=_("%(number)s continues as a new order.") % {"number": order.number},
            **form.cleaned_data,
        )
        return redirect("service:order", again.pk if again else order.pk)
    return page(request, order, at, forms={"reopen": form}, status=422)


@order_page
@require_POST
def assign(request, order, at):
    """Give it to somebody, or to the person with the fewest."""
    if not access.manages(request.user):
        raise PermissionDenied
    form = AssignForm(request.POST, staff=access.staff())
    if form.is_valid():
        person = form.cleaned_data["person"] or assigning.least_busy(list(access.staff()))
        attempt(
            request,
            assigning.assign_order,
            order_id=order.pk,
            person=person,
            by=request.user,
            at=at,
            done=_("%(number)s is assigned to %(person)s.") % {"number": order.number, "person": person},
        )
        return back(request, reverse("service:order", args=[order.pk]))
    return page(request, order, at, forms={"assign": form}, status=422)
