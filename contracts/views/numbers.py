"""The numbers of a series, one after the other: every one with what became of it (row Nc15)."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from contracts.domain import access
from contracts.domain.numbers.assign import name_of
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.paging import paged
from crm_project.lib.time import day, local_date
from crm_project.lib.views import now
from customers.domain.access.masking import shown
from customers.models import Series as Counter

from ..models import Contract, NumberSeries


@allowed("contract.view")
@require_GET
def numbers(request):
    """A series of a year; numbers of contracts beyond one's scope are counted, and shown without their contents."""
    at = now()
    known = {row.key: str(row) for row in NumberSeries.objects.all()}
    series = request.GET.get("series") if request.GET.get("series") in known else next(iter(known), "")
    drawn_in = Contract.objects.exclude(series_year=None).order_by("-series_year")
    years = [y for y in drawn_in.values_list("series_year", flat=True).distinct()[:10] if y is not None]
    year = int(request.GET["year"]) if request.GET.get("year", "").isdecimal() else local_date(at).year
    rows = Contract.objects.filter(series=series, series_year=year)
    drawn = (Counter.objects.filter(name=name_of(series, year)).values_list("next", flat=True).first() or 1) - 1
    kept = rows.count()
    page = paged(
        request, rows.select_related("customer", "recorded_by"), order=("-series_no", "-id"), size=50, count=kept
    )
    seen = set(access.visible(request.user).filter(pk__in=[row.pk for row in page]).values_list("pk", flat=True))
    context = {
        "page": page,
        "rows": [(row, row.pk in seen, day(row.recorded_at)) for row in shown(request.user, page)],
        "drawn": drawn,
        "kept": kept,
        "gap": drawn - kept,
        "void": rows.filter(status=Contract.Status.VOID).count(),
        "year": year,
        "tabs": [
            {"label": label, "url": f"?series={key}&year={year}", "active": key == series}
            for key, label in known.items()
        ],
        "years": [
            (y, f"?series={series}&year={y}", y == year)
            for y in sorted({*years, local_date(at).year, year}, reverse=True)
        ],
        "may_keep": may(request.user, "lists.manage"),
    }
    return render(request, "contracts/numbers.html", context)
