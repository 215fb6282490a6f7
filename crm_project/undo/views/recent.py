"""What I did a moment ago, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from crm_project.catalogue import undo_kinds
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, origin
from crm_project.undo.domain import actions
from crm_project.undo.presenters.recent import rows


@require_safe
@login_required
def recent(request):
    """One's own actions of the last days; those that can be undone have their button."""
    return render(request, "undo/recent.html", {"rows": rows(request.user, now())})


@require_POST
@login_required
def undo(request, pk):
    """Take one's own action back; why it can't be is said on the list."""
    try:
        action, undone = actions.undo(action_id=pk, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _lead(request, reverse("undo:recent"))
    kind = undo_kinds()[action.kind]
    messages.success(request, undone.text)
    then = origin(request) or (kind.then(action) if kind.then else "")
    return _lead(request, then if then and not undone.stayed else reverse("undo:recent"))


def _lead(request, url):
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
