"""The yearly review of rights: the lists, one of them, its answers (rows Ne6, Ne7)."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.authority import everywhere
from crm_project.lib import query_values
from crm_project.lib.paging import paged
from crm_project.lib.views import attempt, now
from crm_project.rights.domain import access, reviewing
from crm_project.rights.models import ReviewedPerson
from crm_project.rights.presenters import reviews as presented

DECIDES = ("request.decide", "people.manage")


@allowed(*DECIDES)
@require_safe
def listed(request):
    """One's own lists; the admin sees all, and may begin them now."""
    at = now()
    rows = access.reviews(request.user).select_related("reviewer")
    rows = rows.annotate(total=Count("people"), left=Count("people", filter=Q(people__answer="")))
    page = paged(request, rows, order=("-begun_on", "-id"), count=True)
    context = {
        "page": page,
        "rows": [presented.listed(row, at) for row in page],
        "may_begin": everywhere(request.user),
    }
    return render(request, "rights/reviews.html", context)


@require_POST
@allowed("people.manage")
def begin(request):
    """Begin the lists now."""
    attempt(
        request,
        reviewing.begin_reviews,
        by=request.user,
        at=now(),
        done=_("The lists were begun; each manager is told."),
    )
    return redirect("rights:reviews")


@allowed(*DECIDES)
@require_safe
def one(request, pk):
    """Everybody on a list, to be confirmed or with a proposal."""
    review = get_object_or_404(access.reviews(request.user).select_related("reviewer"), pk=pk)
    context = {
        "review": review,
        "due": review.due_on.isoformat(),
        "lines": presented.people(review),
        "own": review.reviewer_id == request.user.pk,
        "crumbs": [(_("Review of rights"), reverse("rights:reviews"))],
    }
    return render(request, "rights/review.html", context)


@require_POST
@allowed(*DECIDES)
def confirm(request, pk):
    """What this person may do is still needed."""
    line = _line(request, pk)
    attempt(request, reviewing.confirm, line_id=line.pk, by=request.user, at=now())
    return redirect("rights:review", line.review_id)


@require_POST
@allowed(*DECIDES)
def end(request, pk):
    """Propose that a right ends."""
    line, what = _line(request, pk), request.POST.get("what", "")
    attempt(
        request,
        reviewing.propose_end,
        line_id=line.pk,
        right_id=None if what == presented.ROLE else query_values.key(what),
        reason=request.POST.get("reason", "")[:1000],
        by=request.user,
        at=now(),
        done=_("Proposed: an admin decides."),
    )
    return redirect("rights:review", line.review_id)


def _line(request, pk):
    return get_object_or_404(ReviewedPerson, pk=pk, review__in=access.reviews(request.user))
