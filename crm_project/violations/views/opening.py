"""Opening a violation: free, or from what a page of ours hands on (row Nh6)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.audit.models import Entry
from crm_project.audit.presenters.rows import table
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt_form, now, posted
from crm_project.violations.domain import access, evidence
from crm_project.violations.domain.opening import open_violation

from ..forms import OpenForm


@allowed(access.OPEN)
@require_http_methods(["GET", "POST"])
def new(request):
    """The form, with the evidence it is opened from (`?from=`, `?entry=`) frozen as text."""
    at, found = now(), _evidence(request)
    form = OpenForm(
        posted(request),
        request.FILES or None,
        people=access.people(request.user),
        initial={"person": found.get("person"), "day": found.get("day") or local_date(at)},
    )
    frozen = [[found["text"], found["url"]]] if found else []
    if request.method == "POST":
        row = attempt_form(form, open_violation, evidence=frozen, by=request.user, at=at)
        if row:
            messages.success(request, _("Opened. The person concerned is told and asked for a statement."))
            return redirect("violations:violation", row.pk)
    context = {
        "form": form,
        "evidence": frozen,
        "crumbs": [(_("Violations"), reverse("violations:all"))],
    }
    return render(request, "violations/new.html", context, status=422 if form.errors else 200)


def _evidence(request):
    """{text, url, person, day}: handed on by a page, or an entry of the audit for who reads it."""
    if number := request.GET.get("entry", ""):
        if not may(request.user, "audit.view") or not number.isdecimal() or len(number) > 15:
            return {}
        entry = get_object_or_404(Entry.objects.select_related("actor"), pk=int(number))
        (row,) = table([entry], request.user)
        changes = "; ".join(f"{name}: {old or '–'} → {new or '–'}" for name, old, new in row["changes"])
        parts = (row["time"], row["who"], row["what"], row["subject"], changes, row["reason"], row["address"])
        return {
            "text": " · ".join(str(part) for part in parts if part),
            "url": row["url"],
            "person": entry.actor_id,
            "day": local_date(entry.at),
        }
    return evidence.handed_on(request.GET.get("from", ""))
