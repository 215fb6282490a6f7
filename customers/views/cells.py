"""Changing one value in its cell of the list: the fields, checks and verb of the whole form; the stage by its request (rows Nc1-Nc4, Nc9)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignment.forms.ownership import IntentForm
from crm_project.lib.refused import Refused
from crm_project.lib.views import posted, refusal_into
from crm_project.ui.components.icons import plain
from customers.domain import access, records, stages
from customers.domain.access.masking import closed_fields, mask_for
from customers.presenters import columns as cols

from ..forms.customer import CellForm
from ..models import Customer
from .list_rows import OneCell
from .loading import customer_page


@require_http_methods(["GET", "POST"])
@customer_page
def cell(request, customer, ownership, at, column):
    """The form for the cell; once saved, what the cell shows now. A refusal stands in the cell, with what was typed."""
    shown = cols.COLUMNS.get(column)
    if shown is None or not shown.edits:
        raise Http404
    if column == cols.STAGE:
        return _stage(request, customer, ownership, at, shown)
    mask = mask_for(request.user, customer, ownership, at)
    closed = closed_fields(mask, Customer)
    if not access.may_edit(request.user, customer, ownership) or set(shown.edits) & set(closed):
        raise PermissionDenied
    form = CellForm(
        posted(request),
        instance=customer,
        user=request.user,
        at=at,
        closed=closed,
        only=shown.edits,
        auto_id=f"cell-{customer.pk}-%s",
    ).hide_numbers(mask.text)
    if form.is_bound and form.is_valid():
        try:
            records.update_customer(
                customer_id=customer.pk,
                by=request.user,
                at=at,
                fields=form.file(),
                regions=form.cleaned_data.get("regions"),
            )
            return HttpResponse(plain(OneCell(request.user, at, shown).content(customer.pk)))
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "customer": customer, "column": column, "label": shown.label}
    return render(request, "customers/cell.html", context, status=422 if form.is_bound else 200)


def _stage(request, customer, ownership, at, shown):
    """A stage changes by a request with its reason: the cell asks for it, and then says that it waits."""
    if not stages.may_ask_intent(request.user, customer.stage, ownership and ownership.owner_id):
        raise PermissionDenied
    form = IntentForm(posted(request), auto_id=f"cell-{customer.pk}-%s")
    if form.is_bound and form.is_valid():
        try:
            stages.ask_intent(customer_id=customer.pk, reason=form.cleaned_data["reason"], by=request.user, at=at)
            said = format_html('<span class="cell-note">{}</span>', _("Change to intent requested"))
            return HttpResponse(plain(OneCell(request.user, at, shown).content(customer.pk)) + said)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "customer": customer, "column": shown.key, "label": shown.label, "button": _("Apply")}
    return render(request, "customers/cell.html", context, status=422 if form.is_bound else 200)
