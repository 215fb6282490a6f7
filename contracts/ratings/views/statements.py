"""Yearly figures of a customer and the documents they come from (row M7)."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.views import allowed, now, refusal_into
from customers.access import opened
from customers.gate import pass_gate

from .. import access
from .. import statements as verbs
from ..forms.entries import StatementForm
from ..models import YearlyStatement
from .customer import page
from .gate import rated_customer


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
            verbs.save(
                customer_id=customer.pk,
                year=data["year"],
                fields=fields,
                upload=data["document"] or None,
                by=request.user,
                at=at,
            )
            messages.success(request, _("The figures of %(year)s are kept.") % {"year": data["year"]})
            return redirect("ratings:customer", customer.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, statement=form)


@allowed("rating.view")
@require_GET
def document(request, pk):
    """The document itself, always to be saved and never shown as a page of ours."""
    at = now()
    row = get_object_or_404(YearlyStatement.objects.exclude(document="").select_related("customer"), pk=pk)
    # What a merged file keeps is read on the survivor's page.
    holder = row.customer.merged_into_id or row.customer_id
    if not access.visible(request.user).filter(pk=holder).exists():
        raise Http404
    customer, ownership = opened(request.user, holder, at)
    if customer is None:
        raise Http404
    pass_gate(request.user, customer, ownership, at)
    verbs.note_download(row=row, by=request.user, at=at)
    response = FileResponse(
        row.document.open("rb"), as_attachment=True, filename=row.document_name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
