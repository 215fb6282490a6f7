"""Correcting the report of a return visit: by whoever wrote it, or a service manager, with a reason (row T21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.lib.refused import Refused
from crm_project.lib.views import posted, refusal_into
from customers.domain.access.masking import mask_on
from service.domain.visits import access, correcting
from service.models.visit_choices import DemandStatus, IdeaStatus
from service.presenters import visit_rows
from service.rules.visits import STEPS

from ..forms.visit_report import CorrectionForm, DemandForms, IdeaForms, demands_of, ideas_of
from .visit_loading import visit_page


@visit_page
@require_http_methods(["GET", "POST"])
def correct(request, visit, at):
    """The report as it stands, to be corrected; new demands and ideas may be added."""
    if not access.may_step(request.user, visit, "correct"):
        raise PermissionDenied
    if request.method == "GET" and visit.status not in STEPS["correct"]:
        return redirect("service:visit", visit.pk)
    mask = mask_on(request.user, visit.customer, at)
    form = CorrectionForm(
        posted(request),
        visit=visit,
        demands=[
            (row.pk, mask.text(visit_rows.demand_text(row)))
            for row in visit.demands.filter(status=DemandStatus.OPEN).select_related("product")
        ],
        ideas=[(row.pk, mask.text(row.text)) for row in visit.ideas.filter(status=IdeaStatus.NEW)],
        initial=_initial(visit),
    ).hide_numbers(mask.text)
    demands, ideas = DemandForms(posted(request), prefix="demands"), IdeaForms(posted(request), prefix="ideas")
    if request.method == "POST" and form.is_valid() and demands.is_valid() and ideas.is_valid():
        try:
            correcting.correct_report(
                visit_id=visit.pk,
                by=request.user,
                at=at,
                demands=demands_of(demands),
                ideas=ideas_of(ideas),
                **form.file(),
            )
            messages.success(request, _("The report is corrected; what stood there before is kept."))
            return redirect("service:visit", visit.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    wrong = form.errors or demands.total_error_count() or ideas.total_error_count()
    context = {
        "visit": visit,
        "form": form,
        "demands": demands,
        "ideas": ideas,
        "corrects": True,
        "crumbs": [
            (_("Return visits"), reverse("service:visits")),
            (visit.customer.name, reverse("service:visit", args=[visit.pk])),
        ],
    }
    return render(request, "service/visit_report.html", context, status=422 if wrong else 200)


def _initial(visit):
    scores = {f"score_{row.aspect_id}": row.score for row in visit.scores.all()}
    given = {name: getattr(visit, name) for name in ("held_on", "channel", "words")}
    return given | scores | {"contact": visit.contact_id}
