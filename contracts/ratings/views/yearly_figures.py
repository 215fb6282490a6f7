"""Yearly figures of a customer and the documents they come from (row M7)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contracts.ratings.domain import yearly_figures as verbs
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import refusal_into

from ..forms.entries import StatementForm
from ..models import YearlyStatement
from .customer import page
from .loading import handed_out, rated_customer


@allowed("rating.view")
@require_POST
@rated_customer
def save(request, customer, ownership, at):
    """Enter or correct the figures of a year."""
    form = StatementForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in verbs.FIGURES}
        try:
            verbs.save_figures(
                customer_id=customer.pk,
                year=data["year"],
                fields=fields,
                upload=data["document"] or None,
                by=request.user,
                at=at,
            )
            messages.success(request, _("The figures of %(year)s are saved.") % {"year": data["year"]})
            return redirect("ratings:customer", customer.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, statement=form)


@allowed("rating.view")
@require_GET
def document(request, pk):
    """The document itself, always to be saved and never shown as a page of ours."""
    row = get_object_or_404(YearlyStatement.objects.exclude(document="").select_related("customer"), pk=pk)
    return handed_out(request, row, row.document, row.document_name, verbs.note_download)
