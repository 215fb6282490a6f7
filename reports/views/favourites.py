"""Favourites: the star on a page, the fold in the menu, and the page that lists them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.accounts.domain import favourites
from crm_project.lib.refused import Refused
from crm_project.lib.views import back, now
from reports.presenters import search


@login_required
@require_safe
def page(request):
    """What one starred, with a button that takes each away."""
    return render(request, "reports/favourites.html", {"rows": _rows(request.user)})


@login_required
@require_safe
def menu(request):
    """The same as lines of the menu, once its fold is opened."""
    return render(request, "reports/favourites_menu.html", {"rows": _rows(request.user)})


def _rows(user):
    found = search.named(user, favourites.starred(user), now())
    return [{"kind": kind, "pk": pk, "hit": hit} for (kind, pk), hit in found]


@login_required
@require_POST
def mark(request, kind, pk):
    """Star something that one may see, or take the star away; the answer is the button, and the fold of the menu."""
    user, on, at = request.user, bool(request.POST.get("on")), now()
    hit = dict(search.named(user, [(kind, pk)], at)).get((kind, pk))
    if on and hit is None:
        raise Http404
    refused = ""
    try:
        if on:
            favourites.star(by=user, kind=kind, pk=pk, opened=lambda places: dict(search.named(user, places, at)))
        else:
            favourites.unstar(by=user, kind=kind, pk=pk)
    except Refused as refusal:
        refused = refusal.sentence
    if request.htmx:
        context = {
            "kind": kind,
            "pk": pk,
            "name": hit.title if hit else "",
            "on": [kind, pk] in user.favourites,
            "starred": bool(user.favourites),
            "refused": refused,
        }
        return render(request, "reports/favourite_marked.html", context)
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("Added to your favourites.") if on else _("Removed from your favourites."))
    return back(request, reverse("reports:favourites"))
