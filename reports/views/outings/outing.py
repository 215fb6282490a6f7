"""An outing as its person and its readers see it; its times corrected, or the whole taken back (row Nf9)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.query_values import key
from crm_project.lib.views import attempt, attempt_form, now, posted
from reports.domain.outings import access, going, positions, times
from reports.domain.outings.locked import page
from reports.domain.trips.access import may_visit
from reports.forms.outings import CorrectOutingForm, VoidOutingForm
from reports.presenters.outings import pages


def _crumbs():
    return [(_("Field visits"), reverse("reports:outings"))]


@allowed(access.WRITE, access.READ)
@require_GET
def outing(request, pk):
    """Where one is or was, and what there is to do about it; `?on=`: the customer to whom one wants to go on."""
    at, user = now(), request.user
    row = access.outing_or_404(user, pk)
    own, on = row.person_id == user.pk, key(request.GET.get("on", ""))
    text, tone = pages.status(row, at)
    context = {
        "outing": row,
        "title": pages.title(row),
        "status": text,
        "tone": tone,
        **pages.shown(row, user, at),
        "own": own,
        "out": own and row.is_open,
        "forgotten": own and row.is_open and tone == "warn",
        "may_add_position": positions.may_add(row, user, at),
        "on": may_visit(user).filter(pk=on).first() if own and row.is_open and on else None,
        "void_form": VoidOutingForm(),
        "crumbs": _crumbs(),
    }
    return render(request, "reports/outings/outing.html", context)


@allowed(access.WRITE)
@require_http_methods(["GET", "POST"])
def correct(request, pk):
    """Other times, with the reason; an outing without an end gets one here."""
    at, user = now(), request.user
    row = access.own_or_404(user, pk)
    form = CorrectOutingForm(posted(request), initial={"left_at": row.left_at, "back_at": row.back_at})
    if request.method == "POST" and attempt_form(form, times.correct_outing, outing_id=row.pk, by=user, at=at):
        messages.success(request, _("Corrected. What stood there before stays readable."))
        row.refresh_from_db()
        return redirect(pages.next_followup(row) or page(row))
    context = {"form": form, "outing": row, "crumbs": [*_crumbs(), (pages.title(row), page(row))]}
    return render(request, "reports/outings/correct.html", context, status=422 if form.errors else 200)


@allowed(access.WRITE)
@require_POST
def void(request, pk):
    """Take it back, with the reason."""
    row, form = access.own_or_404(request.user, pk), VoidOutingForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("The field visit is withdrawn; it stays readable.")
    attempt(request, going.void_outing, done=done, outing_id=row.pk, reason=reason, by=request.user, at=now())
    return redirect("reports:outing", row.pk)
