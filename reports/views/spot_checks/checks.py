"""Spot checks: the list, planning one, its page, drawing it, results over time (row Ni15)."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, minute
from crm_project.lib.views import attempt, now, posted, refusal_into, saves_nothing_if
from reports.domain.spot_checks import access, drawing, planning, results
from reports.presenters.spot_checks import names, pages

from ...forms.spot_checks import PlanForm

# Checks and one's own rows on the list, months of the results.
SHOWN, MONTHS = 50, 6


def crumbs():
    """Where the pages of a check lead back to."""
    return [(_("Spot checks"), reverse("reports:spot_checks"))]


@allowed("spot_check.view")
@require_GET
def spot_checks(request):
    """Checks within one's reach, the newest first, and one's own rows that were verified."""
    at, user = now(), request.user
    checks = list(access.visible(user).defer("population").select_related("department", "planned_by")[: SHOWN + 1])
    own = list(access.rows(user).filter(person=user).order_by("-verified_at", "-pk")[:SHOWN])
    context = {
        "checks": pages.check_lines(checks[:SHOWN], at),
        "more": len(checks) > SHOWN,
        "own": pages.row_lines(own, user, at),
        "may_plan": may(user, access.MANAGE),
    }
    return render(request, "reports/spot_checks/list.html", context)


@allowed("spot_check.manage")
@require_http_methods(["GET", "POST"])
@saves_nothing_if(lambda request: "preview" in request.POST)
def spot_check_new(request):
    """First what would be drawn from and which error remains, then planned."""
    at, user = now(), request.user
    today = local_date(at)
    last = today.replace(day=1) - timedelta(days=1)
    initial = {"first": last.replace(day=1), "last": last, "points": 10, "department": user.department_id}
    form, shown = PlanForm(posted(request), user=user, initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" not in request.POST:
                check = planning.plan_check(by=user, at=at, **form.cleaned_data)
                return redirect("reports:spot_check", check.pk)
            shown = pages.plan_shown(planning.plan_of(by=user, at=at, **form.cleaned_data), at)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "plan": shown, "crumbs": crumbs()}
    return render(request, "reports/spot_checks/new.html", context, status=422 if form.errors else 200)


@allowed("spot_check.view")
@require_GET
def spot_check(request, pk):
    """A check: how it was drawn, its rows, what was found; `?again` draws once more."""
    at, user = now(), request.user
    check = access.check_or_404(user, pk)
    rows = list(access.rows(user).filter(check_of=check))
    found = pages.results_of(check, list(check.drawn.all())) if check.drawn_at else None
    text, tone = names.status(check, found["sum"] if found else results.Sum(), at)
    context = {
        "check": check,
        "title": names.title(check),
        "text": text,
        "tone": tone,
        "planned": minute(check.planned_at),
        "draws_at": minute(check.draws_at),
        "drawn": minute(check.drawn_at) if check.drawn_at else "",
        "error": pages.error_text(check.rows_in_all, check.size, planning.worst_error(check.rows_in_all, check.size)),
        "may_draw": not check.drawn_at and at >= check.draws_at and access.manages(user, check),
        "proof": drawing.draw_again(check) if check.drawn_at and "again" in request.GET else None,
        "rows": pages.row_lines(rows, user, at),
        "found": found,
        "earlier": pages.earlier(planning.earlier_of(check), at),
        "crumbs": crumbs(),
    }
    return render(request, "reports/spot_checks/check.html", context)


@allowed("spot_check.manage")
@require_POST
def draw(request, pk):
    """Draw now that the moment has come."""
    at = now()
    check = access.check_or_404(request.user, pk)
    attempt(request, drawing.draw, done=_("Drawn."), check_id=check.pk, by=request.user, at=at)
    return redirect("reports:spot_check", check.pk)


@allowed("spot_check.view")
@require_GET
def spot_check_results(request):
    """Untrue rows of departments and people, month by month."""
    months = results.months(local_date(now()), MONTHS)
    year, month = months[0]
    found = results.over_time(
        access.visible(request.user), since=local_date(now()).replace(year=year, month=month, day=1)
    )
    context = {
        "months": [f"{year}-{month:02d}" for year, month in months],
        "rows": pages.month_table(found, months),
        "crumbs": crumbs(),
    }
    return render(request, "reports/spot_checks/results.html", context)
