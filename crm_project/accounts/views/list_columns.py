"""Which columns a list shows, in which order and how wide: kept with the person (the customer list has its own, of the same kind)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.views.decorators.http import require_POST

from crm_project import catalogue
from crm_project.accounts.domain import layouts
from crm_project.lib.query_values import keys
from crm_project.lib.views import back


def _list_of(request, key):
    """The list of this key, for those who may open it."""
    declared = catalogue.columned_lists().get(key)
    if declared is None:
        raise Http404
    if not declared.opens(request.user):
        raise PermissionDenied
    return declared


@login_required
@require_POST
def columns(request, key):
    """Keep the columns as they stand in the form, or go back to the standard."""
    declared = _list_of(request, key)
    chosen = [name for name in request.POST.getlist("columns") if declared.column(name)]
    if not chosen or request.POST.get("usual"):
        layouts.forget_layout(by=request.user, name=key)
    else:
        widths = {c.key: width for c in declared.columns for width in keys([request.POST.get(f"width-{c.key}", "")])}
        layouts.keep_layout(by=request.user, name=key, columns=chosen, widths=widths)
    return back(request, reverse(declared.page))


@login_required
@require_POST
def width(request, key):
    """Keep the width to which the edge of a column was drawn."""
    declared = _list_of(request, key)
    column, pixels = request.POST.get("column", ""), keys([request.POST.get("width", "")])
    if declared.column(column) is None or not pixels:
        return HttpResponseBadRequest()
    layouts.keep_width(by=request.user, name=key, column=column, width=pixels[0])
    return HttpResponse(status=204)
