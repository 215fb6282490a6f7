"""A reception as everybody reads it who may (row M11)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.domain.receptions import access
from activities.presenters.receptions import pages
from activities.reception_forms import CancelReceptionForm
from crm_project.lib.views import now
from customers.domain.access import opened
from customers.domain.access.masking import mask_on

from .loading import reception_or_404


@login_required
@require_GET
def reception(request, pk):
    """What is planned, or what was recorded, and what the person may do with it."""
    at, user = now(), request.user
    row = reception_or_404(request, pk, at)
    mask = mask_on(user, row.customer, at)
    text, tone = pages.status(row, at)
    customer = opened(user, row.customer_id, at)[0]
    context = {
        "row": mask.row(row),
        "status": text,
        "tone": tone,
        "facts": pages.facts(row, mask),
        "guests": pages.guests(row, mask),
        "steps": pages.steps(row, mask),
        "gifts": pages.gifts(row, mask),
        "tasks": pages.tasks(row, mask),
        "outcome": pages.outcome(row, mask),
        "warnings": pages.warnings(row, at),
        "customer": customer,
        "may_change": access.may_change(user, row, at),
        "may_record": access.may_record(user, row, at),
        "may_cancel": access.may_cancel(user, row),
        "cancel_form": CancelReceptionForm(),
        "crumbs": [(_("Receptions"), reverse("activities:receptions"))],
    }
    return render(request, "activities/receptions/reception.html", context)
