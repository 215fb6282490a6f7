"""One feedback: what was said, answered, passed on, closed, opened again (row Nh8)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities.models import Attachment
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone
from crm_project.lib.views import now, refusal_into
from customers.domain.access import opened
from customers.domain.access.gate import pass_gate
from customers.domain.access.masking import mask_on
from customers.domain.feedback import access, answering
from customers.models import CustomerFeedback
from customers.presenters import feedback as words
from service.domain import access as service_access

from ...forms.feedback import AnswerForm, CloseForm, PassOnForm, ReopenForm

NEAR = ("kind__department", "kind__person", "contact", "answerer", "answered_by", "recorded_by", "customer__ownership")


@login_required
@require_GET
def one(request, pk):
    """What was said and done."""
    at = now()
    return _page(request, _row(request, pk, at), at)


@login_required
@require_POST
def answer(request, pk):
    """Keep what the customer was told."""
    return _acted(request, pk, "answer", AnswerForm(request.POST), answering.answer_feedback)


@login_required
@require_POST
def pass_on(request, pk):
    """Give it to whom it belongs."""
    form = PassOnForm(request.POST, colleagues=access.colleagues(request.user))
    return _acted(request, pk, "pass_on", form, answering.pass_on)


@login_required
@require_POST
def close(request, pk):
    """Nothing is left to do."""
    answered = CustomerFeedback.objects.filter(pk=pk, status=CustomerFeedback.Status.ANSWERED).exists()
    return _acted(request, pk, "close", CloseForm(request.POST, answered=answered), answering.close_feedback)


@login_required
@require_POST
def reopen(request, pk):
    """The answer was not enough."""
    return _acted(request, pk, "reopen", ReopenForm(request.POST), answering.reopen_feedback)


def _acted(request, pk, name, form, verb):
    """Do what the form says and show the feedback; refused, the page comes back with what was typed."""
    at = now()
    row = _row(request, pk, at)
    if not access.may_act(request.user, row, at):
        raise PermissionDenied(_("Only who answers or entered this feedback does this."))
    if form.is_valid():
        try:
            verb(feedback_id=row.pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return redirect("customers:feedback_one", pk)
    return _page(request, row, at, **{name: form})


def _page(request, row, at, **typed):
    user = request.user
    forms: dict[str, Form] = {}
    if access.may_answer(user, row, at):
        local = timezone.localtime(at, zone()).replace(second=0, microsecond=0)
        forms["answer"] = AnswerForm(initial={"told_at": local})
        forms["pass_on"] = PassOnForm(colleagues=access.colleagues(user))
    if access.may_close(user, row, at):
        forms["close"] = CloseForm(answered=row.status == CustomerFeedback.Status.ANSWERED)
    if access.may_reopen(user, row, at):
        forms["reopen"] = ReopenForm()
    mask = mask_on(user, row.customer, at)
    customer = opened(user, row.customer_id, at)[0]
    shown = mask.row(row)
    context = {
        "row": shown,
        "line": words.line(shown, at),
        "why": words.why(row),
        "source": words.source(row),
        "customer": customer,
        "entries": words.history(row.entries.select_related("by"), mask),
        "files": row.kept_files if customer else [],
        "orders": service_access.visible(user).filter(feedback=row).order_by("pk"),
        "may_order": service_access.may_record(user, row.customer) and row.status == CustomerFeedback.Status.OPEN,
        "forms": forms | typed,
    }
    return render(request, "customers/feedback/one.html", context, status=422 if typed else 200)


def _row(request, pk, at):
    """Feedback that the person may read, or of a customer whose page they open, past the gate of a restricted file; else 404."""
    files = Prefetch("files", Attachment.objects.filter(voided_at=None), to_attr="kept_files")
    row = get_object_or_404(CustomerFeedback.objects.select_related(*NEAR).prefetch_related(files), pk=pk)
    if access.visible(request.user, at).filter(pk=pk).exists():
        return row
    customer, ownership = opened(request.user, row.customer_id, at)
    if customer is None:
        raise Http404
    pass_gate(request.user, customer, ownership, at)
    return row
