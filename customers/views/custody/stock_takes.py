"""Stock-takes: open one for a place, scan or type what stands there, close it, read the result (row T6)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, attempt_form, now, posted
from customers.domain.custody import access
from customers.domain.custody import stock_takes as verbs
from customers.domain.custody.reading import find_folder
from customers.presenters.custody import counted

from ...forms.custody import CodeForm, StockTakeForm


@allowed(access.RIGHT)
@require_http_methods(["GET", "POST"])
def stock_takes(request):
    """Those that were made, and opening one."""
    _check(request)
    form = StockTakeForm(posted(request))
    row = attempt_form(form, verbs.open_stock_take, by=request.user, at=now())
    if row:
        return redirect("customers:stock_take", row.pk)
    rows = access.stock_takes(request.user).select_related("place", "opened_by")
    page = paged(request, rows, order=("-opened_at", "-id"))
    context = {"form": form, "page": page, "rows": counted.lines(page.rows)}
    return render(request, "customers/custody/stock_takes.html", context, status=422 if form.errors else 200)


@allowed(access.RIGHT)
@require_GET
def stock_take(request, pk):
    """What was read so far; closed, what was found."""
    row = _row(request, pk)
    context = {"row": row, "form": CodeForm(), **counted.result(row, request.user, now())}
    return render(request, "customers/custody/stock_take.html", context)


@allowed(access.RIGHT)
@require_POST
def scan(request, pk):
    """A folder stands here."""
    at, row = now(), _row(request, pk)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            folder = find_folder(text=form.cleaned_data["code"], by=request.user, at=at)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("customers:stock_take", pk)
        done = _("%(folder)s is noted.") % {"folder": folder}
        attempt(request, verbs.note_folder, stock_take_id=row.pk, folder=folder, by=request.user, at=at, done=done)
    return redirect("customers:stock_take", pk)


@allowed(access.RIGHT)
@require_POST
def close(request, pk):
    """All is read: say what is missing and what stands in the wrong place."""
    row = _row(request, pk)
    attempt(
        request,
        verbs.close_stock_take,
        stock_take_id=row.pk,
        by=request.user,
        at=now(),
        done=_("Closed. The result is kept."),
    )
    return redirect("customers:stock_take", pk)


def _check(request):
    if not access.counts(request.user):
        raise PermissionDenied(_("Only people who keep all folders do this."))


def _row(request, pk):
    _check(request)
    rows = access.stock_takes(request.user).select_related("place", "opened_by", "closed_by")
    return get_object_or_404(rows, pk=pk)
