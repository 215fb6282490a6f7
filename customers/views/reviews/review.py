"""The review of one file on one page: what changed, what is missing, the dates and the grade, each field (rows M5, Nf2)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.domain.access import assignees
from contracts.ratings.domain import access as rating_access
from contracts.ratings.views.explanation import glance as grade_glance
from crm_project.lib.refused import Refused
from crm_project.lib.time import day
from crm_project.lib.views import back, origin, posted, refusal_into
from customers.domain.access.masking import closed_fields, mask_for
from customers.domain.classes import class_fit
from customers.domain.completeness import missing
from customers.domain.reviews import recording
from customers.domain.reviews.access import may_review
from customers.models import Customer, ReviewDate
from customers.presenters import clock, file, history
from customers.presenters import reviews as words

from ...forms.reviews import ReviewForm
from ..loading import customer_page

EARLIER = 10


@require_http_methods(["GET", "POST"])
@customer_page
def review(request, customer, ownership, at):
    """Go through the file, and keep that it was done."""
    if not may_review(request.user, customer, ownership):
        raise PermissionDenied
    mask = mask_for(request.user, customer, ownership, at)
    closed = closed_fields(mask, Customer)
    form = ReviewForm(posted(request), instance=customer, user=request.user, at=at, closed=closed)
    form.hide_numbers(mask.text)
    if request.method == "POST" and form.is_valid():
        try:
            kept = recording.record_review(
                customer_id=customer.pk, by=request.user, at=at, closed=closed, **form.review()
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _done(kept))
            return back(request, reverse("customers:detail", args=[customer.pk]))
    context = _context(request, customer, ownership, at, form, mask, closed)
    return render(request, "customers/reviews/review.html", context, status=422 if form.errors else 200)


def _done(kept):
    if kept.next_on is None:
        return _("The review was recorded.")
    return _("The review was recorded; the next one is due on %(day)s.") % {"day": kept.next_on.isoformat()}


def _context(request, customer, ownership, at, form, mask, closed):
    user = request.user
    regions = file.load_lists(customer)
    known = ReviewDate.objects.select_related("last__reviewed_by").filter(pk=customer.pk).first()
    since = known.last.reviewed_at if known and known.last else None
    graded = rating_access.visible(user).filter(pk=customer.pk).exists()
    return {
        "customer": customer,
        "ownership": ownership,
        "form": form,
        "rows": words.field_rows(form, customer, regions, mask),
        "entries": history.since(customer, since, mask),
        "since": day(since),
        "missing": [str(label) for label in missing(customer, regions=regions)],
        "unfit": class_fit.reasons(customer, at),
        "facts": [*words.glance(known, at), *clock.facts(customer, ownership, at)],
        "reason": words.reason(customer, at),
        "grade": grade_glance(customer)["told"] if graded else None,
        "earlier": words.past(customer.file_reviews.select_related("reviewed_by")[:EARLIER], form, mask),
        "may_task": ownership is not None and assignees(user).filter(pk=ownership.owner_id).exists(),
        "hidden": bool(closed),
        "next": origin(request),
    }
