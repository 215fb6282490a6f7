"""Targets: how one stands, how they divide, as a sheet, and the card on the home page (rows Nf1, Nf3)."""

from io import BytesIO

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from crm_project.accounts.decorators import allowed
from crm_project.audit.domain import log
from crm_project.lib.time import iso, local_date
from crm_project.lib.views import now, workbook_answer
from reports.domain.targets import units
from reports.exporting.targets import write_sheet
from reports.presenters.targets import home_card
from reports.presenters.targets.names import period_or
from reports.presenters.targets.overview import crumbs, overview
from reports.presenters.targets.setting_page import day_of
from reports.rules.periods import MONTH, period_of


def unit_or_404(user, key):
    """The unit that an address names; who may not see its targets finds nothing there."""
    unit = units.find(key)
    if unit is None or not units.may_see(user, unit):
        raise Http404
    return unit


def period_asked(request, at):
    """The period of the address, else this month."""
    return period_or(request.GET.get("period"), period_of(MONTH, local_date(at)))


def _page(request, unit, at):
    period, chosen = period_asked(request, at), request.GET.get("figure", "")
    context = overview(request.user, unit, period, chosen, local_date(at))
    context["crumbs"] = crumbs(request.user, unit, period, context["chosen"])
    return render(request, "reports/targets/page.html", context)


@allowed("target.view")
@require_GET
def start(request):
    """The department that one heads, or one's own targets."""
    return _page(request, units.start(request.user), now())


@allowed("target.view")
@require_GET
def page(request, unit):
    """The targets of a department or a person in one period."""
    return _page(request, unit_or_404(request.user, unit), now())


@allowed("target.view")
@require_GET
def sheet(request, unit):
    """All targets of a year of a unit and everybody below it, as a workbook that an import takes."""
    at, found = now(), unit_or_404(request.user, unit)
    year = day_of(request.GET.get("year", ""), local_date(at)).year
    out = BytesIO()
    number = write_sheet(request.user, found, year, out, f"{request.user.username} · {iso(at)}")
    log.record(
        by=request.user,
        action="target.exported",
        at=at,
        reason=_("%(name)s, %(year)s: %(n)d rows") % {"name": found.row or found.key, "year": year, "n": number},
    )
    return workbook_answer(out.getvalue(), f"targets-{year}.xlsx")


@allowed("target.view")
@require_safe
def card(request):
    """The card of the home page, asked for once the page stands."""
    return render(request, "reports/home/targets_card.html", {"card": home_card.card(request.user, local_date(now()))})
