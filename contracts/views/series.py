"""The series of contract numbers, kept by whoever manages the lists (row Nc15)."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contracts.domain.numbers import series as verbs
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into

from ..forms.series import RenameForm, SeriesForm
from ..models import Contract, NumberSeries


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def series_list(request):
    """Every series with how many numbers it has; the form beside it adds one."""
    form = SeriesForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.add_series(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("“%(name)s” was added.") % {"name": row})
            return redirect("contracts:series")
    drawn = (
        Contract.objects.filter(series=OuterRef("key")).order_by().values("series").annotate(n=Count("pk")).values("n")
    )
    rows = NumberSeries.objects.annotate(drawn=Subquery(drawn))
    return render(request, "contracts/series.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def series_rename(request, pk):
    """Call one otherwise."""
    row = get_object_or_404(NumberSeries, pk=pk)
    form = RenameForm(posted(request), initial={"name": row.name, "name_zh": row.name_zh})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.rename_series(series_id=row.pk, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("contracts:series")
    context = {"row": row, "form": form, "back": reverse("contracts:series"), "label": _("Series of contract numbers")}
    return render(request, "contracts/series_rename.html", context, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_POST
def series_switch(request, pk):
    """Offer one no longer, or again."""
    attempt(
        request, verbs.switch_series, series_id=get_object_or_404(NumberSeries, pk=pk).pk, by=request.user, at=now()
    )
    return redirect("contracts:series")
