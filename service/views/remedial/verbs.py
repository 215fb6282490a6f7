"""What is done with a remedial plan: submitted, approved, sent back, handed out, accepted, given to somebody, cancelled (row M16)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crm_project.lib.views import attempt, attempt_form, back
from customers.domain.access.masking import mask_for
from service.domain.remedial import access, correcting, deciding, tasks, writing
from service.rules.remedial_steps import VERBS

from ...forms.remedial import ApproveForm, PlanCancelForm, ResponsibleForm
from .detail import link_form, page, send_back_form
from .loading import plan_page


def check(request, plan, verb, at):
    """403 for whoever may not do it here; where it stands elsewhere by now, the verb says so in words."""
    if plan.step in VERBS[verb] and not access.may_do(request.user, plan, verb, at):
        raise PermissionDenied


def after(request, plan, at):
    """Where a verb leads: to the plan, or home for who stood in and sees it no longer."""
    if access.visible(request.user, at).filter(pk=plan.pk).exists():
        return reverse("service:remedial_plan", args=[plan.pk])
    return reverse("home")


def simple(verb_key, verb, done):
    """The view of a verb that asks nothing; `done`: what is said afterwards."""

    @plan_page
    @require_POST
    def view(request, plan, at):
        check(request, plan, verb_key, at)
        attempt(request, verb, plan_id=plan.pk, by=request.user, at=at, done=done % {"number": plan.number})
        return back(request, reverse("service:remedial_plan", args=[plan.pk]))

    return view


def asking(verb_key, form_of, verb, done):
    """The view of a verb that asks something: a refusal comes back with what was typed."""

    @plan_page
    @require_POST
    def view(request, plan, at):
        check(request, plan, verb_key, at)
        form = form_of(request, plan, at)
        if attempt_form(form, verb, plan_id=plan.pk, by=request.user, at=at):
            messages.success(request, done % {"number": plan.number})
            return redirect(after(request, plan, at))
        return page(request, plan, at, forms={verb_key: form}, status=422)

    return view


def _send_back(*, again=(), **given):
    return deciding.send_back(again=[task.pk for task in again], **given)


def _link(*, entry, **given):
    return correcting.link(entry_id=entry, **given)


def _link_form(request, plan, at):
    return link_form(plan, mask_for(request.user, plan.customer, plan.customer.ownership_or_none, at), request.POST)


submit = simple("submit", writing.submit, _("%(number)s was sent to review."))
hand_over = simple("hand_over", tasks.hand_over, _("The tasks of %(number)s are handed out."))
accept = simple("accept", tasks.accept, _("The feedback is accepted: now the report."))
approve = asking(
    "approve", lambda request, plan, at: ApproveForm(request.POST), deciding.approve, _("%(number)s is approved.")
)
send_back = asking(
    "send_back",
    lambda request, plan, at: send_back_form(plan, request.user, at, request.POST),
    _send_back,
    _("%(number)s was sent back."),
)
cancel = asking(
    "cancel", lambda request, plan, at: PlanCancelForm(request.POST), deciding.cancel, _("%(number)s is cancelled.")
)
assign = asking(
    "assign",
    lambda request, plan, at: ResponsibleForm(request.POST),
    deciding.assign,
    _("%(number)s has another responsible person."),
)
link = asking("link", _link_form, _link, _("The change is linked to %(number)s."))


@plan_page
@require_POST
def unlink(request, plan, at, entry):
    """Take the link to a change of the file away."""
    check(request, plan, "link", at)
    attempt(
        request, correcting.unlink, plan_id=plan.pk, entry_id=entry, by=request.user, at=at, done=str(_("Removed."))
    )
    return redirect("service:remedial_plan", plan.pk)
