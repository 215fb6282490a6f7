"""Which columns the customer list shows, in which order and how wide: kept with the person (row D5)."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.views.decorators.http import require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import layouts
from crm_project.lib.query_values import keys
from crm_project.lib.views import back
from customers.presenters import columns as cols


@allowed("customer.view")
@require_POST
def columns(request):
    """Keep the columns as they stand in the form, or go back to the standard."""
    chosen = [key for key in request.POST.getlist("columns") if key in cols.COLUMNS]
    answer = back(request, reverse("customers:list"))
    # What a browser kept before people had a place for it.
    answer.delete_cookie(cols.COOKIE)
    if not chosen or request.POST.get("usual"):
        layouts.forget_layout(by=request.user, name=cols.LIST)
    else:
        widths = {key: width for key in cols.COLUMNS for width in keys([request.POST.get(f"width-{key}", "")])}
        layouts.keep_layout(by=request.user, name=cols.LIST, columns=chosen, widths=widths)
    return answer


@allowed("customer.view")
@require_POST
def width(request):
    """Keep the width to which the edge of a column was drawn."""
    column, pixels = request.POST.get("column", ""), keys([request.POST.get("width", "")])
    if column not in cols.COLUMNS or not pixels:
        return HttpResponseBadRequest()
    layouts.keep_width(by=request.user, name=cols.LIST, column=column, width=pixels[0])
    return HttpResponse(status=204)
