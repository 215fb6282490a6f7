"""Starting the grading of a quarter by hand, and watching it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contracts.ratings import tasks
from contracts.ratings.domain import grades
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, now

from ..models import Round
from .listing import job


@allowed("rating.manage")
@require_POST
def run(request):
    """Grade the quarter in the background; the list shows how far it is."""
    try:
        quarter = Quarter.parse(request.POST.get("quarter", ""))
    except ValueError:
        raise Http404 from None
    if attempt(request, grades.start_rating, quarter=quarter, by=request.user, at=now()):
        transaction.on_commit(lambda: tasks.run.delay(str(quarter), request.user.pk))
        messages.success(request, _("The grading of %(quarter)s has started.") % {"quarter": quarter})
    return redirect(f"{reverse('ratings:list')}?quarter={quarter}")


@allowed("rating.view")
@require_GET
def progress(request, quarter):
    """How far it is; the page asks every second."""
    this = get_object_or_404(Round, pk=quarter)
    shown = job(this)
    if not this.running_since:
        shown |= {
            "title": _("Graded: reload the list."),
            "note": "",
            "result_url": f"{reverse('ratings:list')}?quarter={quarter}",
            "result_label": _("Show the grades"),
        }
    return render(request, "parts/job.html", {"job": shown})
