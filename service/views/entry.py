"""Recording a service order and correcting it (row Ni21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts.domain.after_sales_people import staff
from crm_project.accounts.decorators import allowed
from crm_project.lib.query_values import key as key_of
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.access.masking import mask_on
from customers.domain.feedback.access import visible as visible_feedback
from customers.presenters import feedback as feedback_texts
from service.domain import access
from service.domain.orders import recording
from service.presenters import rotation

from ..forms.order import OrderForm
from ..models import OrderKind
from .loading import order_page


@allowed("service.record")
@require_http_methods(["GET", "POST"])
def new(request):
    """The customer may be named in the address (`?customer=7`): then their contacts are offered."""
    at = now()
    chosen = request.POST.get("customer") or request.GET.get("customer") or ""
    told = _feedback(request, at)
    form = OrderForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        at=at,
        customers=access.for_recording(request.user, at),
        chosen=access.named(request.user, chosen, at),
        staff=staff() if access.manages(request.user) else None,
        initial={
            "customer": request.GET.get("customer"),
            "reported_at": timezone.localtime(at, zone()).replace(second=0, microsecond=0),
            **(feedback_texts.as_order(told) if told else {}),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            order = recording.record_order(
                customer_id=form.cleaned_data["customer"].pk,
                by=request.user,
                at=at,
                fields=form.file(),
                assigned=form.cleaned_data.get("assigned"),
                rotate=form.cleaned_data.get("rotate", False),
                uploads=form.cleaned_data["files"],
                feedback=told,
            )
            said = _("%(number)s was recorded.") % {"number": order.number}
            messages.success(request, f"{said} {rotation.why(order.given_by)}" if order.given_by else said)
            return redirect("service:order", order.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "feedback": told}
    return render(request, "service/form.html", context, status=422 if form.errors else 200)


def _feedback(request, at):
    """What the customer said that the order is opened from (`feedback` of the form or the address), as this person may read it."""
    asked = key_of(request.POST.get("feedback") or request.GET.get("feedback", ""))
    rows = visible_feedback(request.user, at).select_related("customer__ownership")
    row = rows.filter(pk=asked).first() if asked else None
    return mask_on(request.user, row.customer, at).row(row) if row else None


@allowed("service.record")
@require_GET
def of_customer(request):
    """The fields that depend on the customer, once one is chosen: contact, contract, products with their warranty."""
    return render(request, "service/parts/of_customer.html", {"form": _so_far(request)})


@allowed("service.record")
@require_GET
def warranty(request):
    """What the warranty of the products chosen says, beside the kind, and that kind in its field where none is chosen yet."""
    form = _so_far(request)
    key, _sentence = form.proposal()
    swap = bool(key and not form["kind"].value())
    if swap:
        form = _so_far(request, kind=OrderKind.objects.filter(key=key).values_list("pk", flat=True).first())
    return render(request, "service/parts/warranty.html", {"form": form, "swap": swap})


def _so_far(request, **given):
    """The form with what was chosen until now, unchecked; nothing of a customer for whom one may record nothing."""
    at = now()
    customers, chosen = access.for_recording(request.user, at), request.GET.get("customer", "")
    names = ("customer", "contact", "contract", "kind", "kind_reason", "reported_at")
    initial = {name: request.GET[name] for name in names if request.GET.get(name)}
    initial |= {"lines": request.GET.getlist("lines"), **given}
    return OrderForm(at=at, customers=customers, chosen=access.named(request.user, chosen, at), initial=initial)


@order_page
@require_http_methods(["GET", "POST"])
def edit(request, order, at):
    """What was recorded; the work has forms of its own."""
    if "edit" not in access.steps(request.user, order):
        raise PermissionDenied
    mask = mask_on(request.user, order.customer, at)
    form = OrderForm(posted(request), instance=order, at=at).hide_numbers(mask.text)
    if request.method == "POST" and form.is_valid():
        try:
            recording.update_order(order_id=order.pk, by=request.user, at=at, fields=form.file())
            messages.success(request, _("Saved."))
            return redirect("service:order", order.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "order": mask.row(order)}
    return render(request, "service/form.html", context, status=422 if form.errors else 200)
