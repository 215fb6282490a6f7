"""One search over everything: live while one types, and as a page (rows Nc2, Nb3, Nb4)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from crm_project.lib.search_kind import Asked
from crm_project.lib.views import now, saves_nothing
from customers.presenters.search_hits import nothing_found
from reports.presenters import search

AT_ONCE, ON_PAGE = 5, 25


@login_required
@require_safe
def results(request):
    """What was typed, found in everything that one may see; for those who press Enter, and where no script runs."""
    asked = Asked(request.user, request.GET.get("q", ""), now(), ON_PAGE)
    return render(
        request,
        "reports/search.html",
        {
            "query": asked.typed.strip(),
            "asked": asked.text,
            "groups": search.groups(asked),
            "hint": nothing_found(asked.text),
        },
    )


@login_required
@require_POST
@saves_nothing
def live(request):
    """The first of each kind, while one types; before that what was opened lately. Posted, so that a number stands in no address."""
    asked = Asked(request.user, request.POST.get("q", ""), now(), AT_ONCE)
    if asked.typed.strip():
        found = search.groups(asked)
    else:
        found = search.favourites(request.user, asked.at)
        found += search.recent(request.user, request.POST.get("recent", "").split(), asked.at)
    return render(
        request, "reports/search_live.html", {"query": asked.text, "groups": found, "hint": nothing_found(asked.text)}
    )


@login_required
@require_POST
@saves_nothing
def recent_menu(request):
    """What was opened lately as lines of the menu, once its fold is opened; the browser sends the addresses."""
    found = search.recent(request.user, request.POST.get("recent", "").split(), now(), apart=False)
    return render(request, "reports/recent_menu.html", {"hits": found[0]["hits"] if found else []})
