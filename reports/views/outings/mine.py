"""Outings: one's own, those of the people whom one reads, and whom to go out to (row Nf9)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from reports.domain.outings import access, suggested
from reports.presenters.outings import pages

SIZE = 25


@allowed(access.WRITE, access.READ)
@require_GET
def outings(request):
    """One's own, or (`of=team`) those within reach."""
    user, at = request.user, now()
    writes, reads = may(user, access.WRITE), access.reads_others(user)
    team = reads and (request.GET.get("of") == "team" or not writes)
    found = access.listed(user, team=team).prefetch_related("visits", "corrections")
    page = paged(request, found, order=("-left_at", "-pk"), size=SIZE)
    root = reverse("reports:outings")
    tabs = [(_("Mine"), "", False)] * writes + [(_("Of my people"), "?of=team", True)] * reads
    context = {
        "page": page,
        "rows": pages.rows(page.rows, user, at),
        "team": team or not writes,
        "tabs": [{"label": label, "url": f"{root}{query}", "active": on == team} for label, query, on in tabs],
        "out": access.open_of(user) if writes else None,
        "writes": writes,
    }
    return render(request, "reports/outings/outings.html", context)


@allowed(access.WRITE)
@require_GET
def choose(request):
    """Whom to go out to: one tap each; found by name."""
    user, text = request.user, request.GET.get("q", "").strip()[:60]
    context = {
        "q": text,
        "rows": suggested.sought(user, text),
        "out": access.open_of(user),
        "crumbs": [(_("Field visits"), reverse("reports:outings"))],
    }
    return render(request, "reports/outings/choose.html", context)


@allowed(access.WRITE)
@require_safe
def card(request):
    """The card of the home page, asked for once the page stands: out since when, or whom to go out to."""
    user, at = request.user, now()
    out = access.open_of(user)
    context = {
        "out": out,
        "names": access.names(out) if out else "",
        "since": pages.times_text(out) if out else "",
        "status": pages.status(out, at) if out else ("", ""),
        "suggested": [] if out else suggested.suggested(user, at),
    }
    return render(request, "reports/home/outing_card.html", context)
