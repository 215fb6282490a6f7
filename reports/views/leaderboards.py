"""Leaderboards of the team: seen by whoever may, set by whoever heads the department (row Nf1)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt_form, now, posted
from reports.domain.targets import leaderboards
from reports.models import Leaderboard
from reports.presenters.targets import leaderboard_page

from ..forms.targets import LeaderboardForm
from .targets import period_asked


@allowed("target.view")
@require_GET
def leaderboard(request, pk):
    """People of a department side by side."""
    return _page(request, get_object_or_404(Department, pk=pk))


def _page(request, department):
    at = now()
    found = Leaderboard.objects.filter(department=department).first()
    if not leaderboards.may_see(request.user, found, department):
        raise Http404
    context = leaderboard_page.page(request.user, department, found, period_asked(request, at), local_date(at))
    context["sets"] = access.covers(request.user, "target.manage", department_id=department.pk)
    return render(request, "reports/targets/leaderboard.html", context)


@allowed("target.view")
@require_GET
def first(request):
    """The leaderboard of one's department, else the first that one may see."""
    offered = leaderboards.seen_by(request.user)
    own = [one for one in offered if one.pk == request.user.department_id]
    if not offered:
        return render(request, "reports/targets/no_leaderboard.html")
    return _page(request, (own or offered)[0])


@allowed("target.manage")
@require_http_methods(["GET", "POST"])
def set_leaderboard(request, pk):
    """Which figures, who is left out, whether the team sees it."""
    department = get_object_or_404(Department, pk=pk)
    if not access.covers(request.user, "target.manage", department_id=department.pk):
        raise Http404
    found = Leaderboard.objects.filter(department=department).first()
    initial = {
        "keys": found.figures if found else [],
        "open": found.open if found else False,
        "left_out": list(found.left_out.all()) if found else [],
    }
    everybody = [one.pk for one in leaderboards.people(department, None)]
    form = LeaderboardForm(
        posted(request), initial=initial, people=User.objects.filter(pk__in=everybody).order_by("sort_name")
    )
    if attempt_form(form, leaderboards.set_leaderboard, department=department, by=request.user, at=now()):
        messages.success(request, _("Saved."))
        return redirect("reports:leaderboard", pk=department.pk)
    context = {"form": form, "department": department}
    return render(request, "reports/targets/leaderboard_form.html", context, status=422 if form.errors else 200)
