"""Trips: one's own, and those of the people whom one reads (row Ni2)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may, scope
from crm_project.lib.paging import paged
from crm_project.ui.links import link
from reports.domain.trips import access, candidates, rule_versions
from reports.presenters.trips import overview

SIZE = 25


@allowed(access.WRITE, access.READ, rule_versions.MANAGE)
@require_GET
def trips(request):
    """One's own, or (`of=team`) those within reach; regions to plan the next one for."""
    user, writes = request.user, access.may_write(request.user)
    reads = may(user, access.READ) and scope(user, access.READ) != "own"
    team = reads and (request.GET.get("of") == "team" or not writes)
    page = paged(request, access.listed(user, team=team), order=("-first", "-pk"), size=SIZE)
    root = reverse("reports:trips")
    tabs = [(label, f"{root}{query}", on == team) for label, query, on in _tabs(writes, reads)]
    context = {
        "page": page,
        "rows": overview.rows(page.rows),
        "team": team or not writes,
        "tabs": [{"label": label, "url": url, "active": active} for label, url, active in tabs],
        "writes": writes,
        "regions": [(row, link("reports:trip_new", row.pk), n) for row, n in candidates.regions_of(user)]
        if writes and not team
        else [],
    }
    return render(request, "reports/trips/trips.html", context)


def _tabs(writes, reads):
    return [
        *([(_("Mine"), "", False)] if writes else []),
        *([(_("Of my people"), "?of=team", True)] if reads else []),
    ]
