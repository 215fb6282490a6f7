"""Analyses: the page, the rows behind each number, the workbook (rows Na12, T2, Nf1)."""

from datetime import timedelta
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.audit.domain import log
from crm_project.lib.query_values import day
from crm_project.lib.time import iso, local_date
from crm_project.lib.views import now, workbook_answer
from reports.domain.analysis.asked import DAYS, RIGHT, Asked
from reports.domain.analysis.found import MOST
from reports.exporting.analysis import write_analysis
from reports.forms.analysis import AnalysisForm
from reports.presenters.analysis import rows as told
from reports.presenters.analysis import shown
from reports.presenters.analysis.pages import PAGES, pages_of


def _page(request, key):
    if key not in PAGES:
        raise Http404
    if not PAGES[key].seen_by(request.user):
        raise PermissionDenied
    return PAGES[key]


def filled(page, params, user, at):
    """The form of these parameters, with what is usual for the page where the address names nothing."""
    today, asked = local_date(at), ("since", "until") if page.dated else ("days",)
    given = params.copy()
    for name in ("since", "until", "days"):
        given[name] = params.get(name, "") if name in asked else ""
    last = day(given["until"]) or today
    usual = {"since": last - timedelta(days=page.days - 1), "until": today, "days": DAYS}
    for name, value in usual.items():
        given[name] = given[name] or str(value)
    return AnalysisForm(given, user=user, dated=page.dated)


def asked_by(form, user, at):
    """What a valid form asks."""
    said = form.cleaned_data
    return Asked(user, at, said["since"], said["until"], said["department"], said["person"], said["days"])


@allowed(RIGHT)
@require_GET
def first(request):
    """The first of the pages that one may see."""
    return _shown(request, pages_of(request.user)[0])


@allowed(RIGHT)
@require_GET
def analysis(request, page):
    """The tables with their bars."""
    return _shown(request, _page(request, page))


def _shown(request, one):
    at = now()
    form = filled(one, request.GET, request.user, at)
    asked = asked_by(form, request.user, at) if form.is_valid() else None
    context = {
        "form": form,
        "page": one,
        "asked": asked,
        "tables": shown.tables(one, asked) if asked else [],
        "tabs": shown.tabs(request.user, one, asked),
        "periods": shown.periods(one, asked, local_date(at)) if one.dated else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/analysis/page.html", context, status=422 if form.errors else 200)


@allowed(RIGHT)
@require_GET
def analysis_rows(request, page):
    """What stands behind one number."""
    one, at = _page(request, page), now()
    form = filled(one, request.GET, request.user, at)
    if not form.is_valid():
        raise Http404
    asked = asked_by(form, request.user, at)
    part, row, cell = (request.GET.get(name, "")[:40] for name in ("part", "row", "cell"))
    found = one.rows(asked, part, row, cell)
    back = request.GET.copy()
    for name in ("part", "row", "cell"):
        back.pop(name, None)
    context = {
        "page": one,
        "asked": asked,
        "line": one.named(asked, part, row),
        "rows": told.told(one, found[:MOST], request.user, at),
        "more": len(found) > MOST,
        "most": MOST,
        "crumbs": [(one.label, f"{reverse('reports:analysis_page', args=[one.key])}?{back.urlencode()}")],
    }
    return render(request, "reports/analysis/rows.html", context)


@allowed(RIGHT)
@require_GET
def sheet(request, page):
    """The tables as a workbook; the audit keeps that it was taken out."""
    one, at, user = _page(request, page), now(), request.user
    form = filled(one, request.GET, user, at)
    if not form.is_valid():
        raise Http404
    target = BytesIO()
    lines = write_analysis(one, asked_by(form, user, at), target, f"{user} · {iso(at)}")
    log.record(
        by=user,
        action="analysis.exported",
        at=at,
        subject_type="analysis",
        subject_id=one.key,
        subject_name=str(one.label),
        changes={"rows": [None, lines]},
    )
    return workbook_answer(target.getvalue(), f"{one.key}-{local_date(at):%Y%m%d}.xlsx")
