"""Collected information: handed in by anyone who may see the name, decided by the file keeper, seen by its giver (row T1)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, attempt_form, now, posted, refusal_into
from customers.domain.access import opened
from customers.domain.access.gate import pass_gate
from customers.domain.access.masking import closed_fields, mask_for, shown
from customers.domain.information import access, deciding, giving
from customers.domain.reviews.access import RIGHT
from customers.models import Customer, InformationReport
from customers.presenters import information as words
from customers.presenters.reviews import value_of

from ..forms.information import DeclineForm, InformationForm, TakeOverForm
from .asking import asked_customer


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def hand_in(request, pk):
    """Hand in what one knows about a customer, also one that belongs to somebody else: the page shows its name only."""
    at = now()
    try:
        customer, seen = asked_customer(request, pk, at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("customers:list")
    form = InformationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            giving.hand_in(customer=customer, by=request.user, at=at, **form.given())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Thank you: the file keeper checks it, and you will be notified."))
            return redirect("customers:detail", pk) if seen else redirect("customers:information_mine")
    context = {"form": form, "customer": customer, "seen": seen, "ref": request.GET.get("ref", "")}
    return render(request, "customers/information/hand_in.html", context, status=422 if form.errors else 200)


@allowed("customer.view")
@require_GET
def mine(request):
    """What one handed in, and what became of it."""
    page = paged(request, access.mine(request.user).select_related("decided_by"), order=("-given_at", "-id"))
    context = {"page": page, "rows": [words.given_row(row) for row in page.rows]}
    return render(request, "customers/information/mine.html", context)


@allowed(RIGHT)
@require_GET
def work_list(request):
    """What is to be checked, or was decided."""
    at, tab = now(), "decided" if request.GET.get("tab") == "decided" else "open"
    rows = access.to_decide(request.user, at).select_related("customer", "given_by")
    if tab == "open":
        page = paged(request, rows.filter(status="open"), order=("given_at", "id"))
    else:
        page = paged(request, rows.exclude(status="open"), order=("-given_at", "-id"))
    root = reverse("customers:information")
    context = {
        "page": page,
        "tab": tab,
        "rows": [words.decided_row(row) for row in shown(request.user, page.rows)],
        "tabs": [
            {"label": label, "url": f"{root}?tab={key}", "active": key == tab}
            for key, label in (("open", _("To be checked")), ("decided", _("Checked")))
        ],
    }
    return render(request, "customers/information/list.html", context)


def _report(request, pk, at):
    """(report, customer, ownership) that the person decides about; past the gate of a restricted file."""
    row = get_object_or_404(InformationReport.objects.select_related("given_by", "decided_by"), pk=pk)
    customer, ownership = opened(request.user, row.customer_id, at)
    if customer is None:
        raise Http404
    if not access.to_decide(request.user, at).filter(pk=pk).exists():
        raise PermissionDenied
    pass_gate(request.user, customer, ownership, at)
    row.customer = customer
    return row, customer, ownership


@allowed(RIGHT)
@require_http_methods(["GET", "POST"])
def one(request, pk):
    """One report beside what stands in the file; marked values are taken over."""
    at = now()
    row, customer, ownership = _report(request, pk, at)
    mask = mask_for(request.user, customer, ownership, at)
    form = TakeOverForm(posted(request), report=row, closed=closed_fields(mask, Customer)).hide_numbers(mask.text)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.take_over(report_id=row.pk, by=request.user, at=at, **form.chosen())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Taken over into the file; the person who handed it in is notified."))
            return redirect("customers:information")
    return _shown(request, row, customer, mask, form, DeclineForm())


def _shown(request, row, customer, mask, form, decline_form):
    context = {
        "report": mask.row(row),
        "customer": customer,
        "decided": words.given_row(row) if row.decided_by else None,
        "proposals": words.proposals(row, mask),
        "form": form,
        "rows": [(value_of(customer, name, (), mask), take, value, seen) for name, take, value, seen in form.rows()],
        "decline_form": decline_form,
        "is_open": row.status == InformationReport.Status.OPEN,
    }
    wrong = form.errors or decline_form.errors
    return render(request, "customers/information/one.html", context, status=422 if wrong else 200)


@allowed(RIGHT)
@require_POST
def keep(request, pk):
    """Keep it as a note in the file."""
    at = now()
    row, _customer, _ownership = _report(request, pk, at)
    attempt(
        request,
        deciding.keep_note,
        report_id=row.pk,
        by=request.user,
        at=at,
        done=_("Kept as a note in the file; the person who handed it in is notified."),
    )
    return redirect("customers:information")


@allowed(RIGHT)
@require_POST
def decline(request, pk):
    """Decline it with a reason."""
    at = now()
    row, customer, ownership = _report(request, pk, at)
    mask = mask_for(request.user, customer, ownership, at)
    form = DeclineForm(posted(request))
    if attempt_form(form, deciding.decline, report_id=row.pk, by=request.user, at=at):
        messages.success(request, _("Declined; the person who handed it in reads the reason."))
        return redirect("customers:information")
    take = TakeOverForm(None, report=row, closed=closed_fields(mask, Customer)).hide_numbers(mask.text)
    return _shown(request, row, customer, mask, take, form)
