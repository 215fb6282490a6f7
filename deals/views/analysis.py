"""Forecast, pipeline, won and lost, and what moved: charts with their figures as tables (rows Na12, Nf1)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from deals.domain import access, figures
from deals.views.analysis_parts import LOADERS

from ..filters import DealFilter
from ..models import CURRENCY

PARTS = ("forecast", "pipeline", "closed", "moved")


@allowed("deal.view")
@require_GET
def analysis(request):
    """One part at a time, narrowed to a department or an owner, one currency."""
    at = now()
    narrow = DealFilter(
        {name: request.GET.get(name, "") for name in ("department", "owner", "line")},
        access.visible(request.user),
        request=request,
        at=at,
    )
    rows = narrow.qs if narrow.form.is_valid() else narrow.queryset.none()
    found = figures.currencies(rows)
    currency = (
        request.GET.get("currency") if request.GET.get("currency") in found else (found[0] if found else CURRENCY)
    )
    part = request.GET.get("part") if request.GET.get("part") in PARTS else PARTS[0]
    context = {
        "part": part,
        "tabs": _tabs(part, request),
        "fields": [narrow.form[name] for name in ("department", "owner", "line")],
        "currency": currency,
        "currencies": found if len(found) > 1 else [],
    }
    context |= LOADERS[part](rows.filter(currency=currency), at, currency)
    return render(request, "deals/analysis.html", context)


def _tabs(part, request):
    labels = {
        "forecast": pgettext("deal", "Forecast"),
        "pipeline": _("Pipeline"),
        "closed": _("Won and lost"),
        "moved": _("Latest changes"),
    }
    query = request.GET.copy()
    out = []
    for key, label in labels.items():
        query["part"] = key
        out.append({"label": label, "url": f"{reverse('deals:analysis')}?{query.urlencode()}", "active": key == part})
    return out
