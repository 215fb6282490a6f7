"""Asking for a right, one's own requests, all of them for the admin, one with its proof (rows Ne6, Ne7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_project.accounts.domain.authority import everywhere
from crm_project.lib.paging import paged
from crm_project.lib.views import attempt_form, handed_out, now, posted
from crm_project.rights.domain import access
from crm_project.rights.domain.asking import ask_for_right, note_download
from crm_project.rights.models.choices import OPEN_STATES
from crm_project.rights.presenters import rows as presented

from ..forms import RightForm
from ..models import RightRequest

ORDER = ("-asked_at", "-id")


@login_required
@require_safe
def mine(request):
    """What the person asked for, and how far it has come."""
    at = now()
    rows = RightRequest.objects.filter(person=request.user).select_related("person", *presented.LOADED)
    page = paged(request, rows, order=ORDER, count=True)
    return render(request, "rights/mine.html", {"page": page, "rows": [presented.shown(row, at) for row in page]})


@login_required
@require_http_methods(["GET", "POST"])
def new(request):
    """Ask for a right, with proof."""
    form = RightForm(
        posted(request), request.FILES or None, person=request.user, initial={"action": request.GET.get("right", "")}
    )
    row = attempt_form(form, ask_for_right, by=request.user, at=now()) if request.method == "POST" else None
    if row:
        messages.success(request, _("Your request was sent. You see here how far it has come."))
        return redirect("rights:request", row.pk)
    superior = access.superior_of(request.user)
    context = {"form": form, "superior": superior, "crumbs": [(_("Rights"), reverse("rights:mine"))]}
    return render(request, "rights/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def everything(request):
    """For the admin: what waits, the longest first to see, or all."""
    if not everywhere(request.user):
        raise PermissionDenied
    at, waiting = now(), request.GET.get("show") != "all"
    rows = RightRequest.objects.select_related("person", *presented.LOADED)
    if waiting:
        rows = rows.filter(state__in=OPEN_STATES)
    page = paged(request, rows, order=("asked_at", "id") if waiting else ORDER, count=True)
    here = reverse("rights:list")
    tabs = [
        {"label": _("Waiting"), "url": here, "active": waiting},
        {"label": _("All"), "url": f"{here}?show=all", "active": not waiting},
    ]
    context = {"page": page, "rows": [presented.shown(row, at) for row in page], "tabs": tabs}
    return render(request, "rights/list.html", context)


@login_required
@require_safe
def one(request, pk):
    """One request: what, why, the proof, both decisions, and what became of it."""
    at, user = now(), request.user
    row = get_object_or_404(access.visible(user, at).select_related("person", *presented.LOADED), pk=pk)
    decision = presented.current(row)
    own = row.person_id == user.pk
    context = {
        "row": presented.shown(row, at),
        "reason": decision.reason if decision else "",
        "steps": presented.steps(row),
        "given": presented.given(row),
        "proof": row.proof.all(),
        "decision": decision,
        "may_withdraw": own and row.state in OPEN_STATES,
        "crumbs": [(_("Rights"), reverse("rights:mine"))]
        if own
        else [(_("Requests for rights"), reverse("rights:list"))]
        if everywhere(user)
        else [(_("Approvals"), reverse("approvals:inbox"))],
    }
    return render(request, "rights/request.html", context)


@login_required
@require_safe
def proof(request, pk):
    """A proof, always to be saved."""
    at = now()
    row = get_object_or_404(access.proof(request.user, at), pk=pk)
    note_download(row=row, by=request.user, at=at)
    return handed_out(row.file, row.name)
