"""Key customers, ordinary ones with support, potential ones: each list with what is planned next (rows T13-T17)."""

from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from contracts.ratings.domain import access
from contracts.ratings.domain.key_account_care import overdue
from contracts.ratings.models.choices import CareKind, KeyStatusKind
from contracts.ratings.presenters.grade_text import number
from contracts.ratings.rules import request_kinds
from crm_project.accounts.decorators import allowed
from crm_project.approvals.models import Request
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.time import day
from crm_project.lib.views import now
from customers.domain.access.masking import masks_of
from customers.models import Customer

from ..models import Care, Rating
from .explanation import TONES, grade_label

SIZE = 25
KEY, POTENTIAL, SUPPORTED, CHANGED = "key", "potential", "supported", "changed"
CALLS = (FollowUpKind.CALL_OUT, FollowUpKind.CALL_IN)
VISITS = (FollowUpKind.VISIT_OUT, FollowUpKind.VISIT_IN, FollowUpKind.MEETING)
MAILINGS = (FollowUpKind.EMAIL, FollowUpKind.LETTER, FollowUpKind.FAX)


def _rows(user, tab):
    seen = Customer.objects.filter(merged_into=None, removed_at=None)
    if not access.sees_all(user):
        seen = seen.filter(pk__in=access.visible(user).values("pk"))
    if tab == SUPPORTED:
        return seen.filter(Exists(Care.objects.filter(customer=OuterRef("pk"), kind=CareKind.SUPPORT, done_at=None)))
    if tab == CHANGED:
        waiting = Request.objects.filter(kind=request_kinds.KEY_CUSTOMER, status=Request.Status.PENDING)
        return seen.filter(pk__in=waiting.values("customer_id"))
    return seen.filter(standing__kind=KeyStatusKind.KEY if tab == KEY else KeyStatusKind.POTENTIAL)


@allowed("rating.view")
@require_GET
def key_customers(request):
    """`?tab=`: key, potential, supported, changed."""
    at, user = now(), request.user
    labels = {
        KEY: _("Key customers"),
        POTENTIAL: _("Potential key customers"),
        SUPPORTED: _("Supported ordinary customers"),
        CHANGED: _("Key-customer status to be decided"),
    }
    tab = request.GET.get("tab") if request.GET.get("tab") in labels else KEY
    rows = _rows(user, tab)
    page = Page(
        rows.select_related("standing", "ownership__owner", "source"),
        order=("-id",),
        cursor=request.GET.get("after"),
        size=SIZE,
    )
    ids = [row.pk for row in page.rows]
    more = _more(ids, at, touched=tab == POTENTIAL) | {"masks": masks_of(user, page.rows)}
    root = reverse("ratings:key_customers")
    context = {
        "tab": tab,
        "rows": [_row(row, more) for row in page.rows],
        "count_text": page.span(capped_count(rows)),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
        "title": labels[tab],
        "tabs": [
            {
                "label": label,
                "url": root if key == KEY else f"{root}?tab={key}",
                "active": key == tab,
                "count": capped_count(_rows(user, key), 99) if key in (CHANGED, POTENTIAL) else None,
            }
            for key, label in labels.items()
        ],
    }
    return render(request, "ratings/key_customers.html", context)


def _more(ids, at, touched):
    """What the rows of one page show besides: grade, next plan, and for potential ones how they were approached."""
    grades = {}
    for rating in (
        Rating.objects.filter(customer__in=ids, latest=True).defer("lines", "changes", "why").order_by("quarter")
    ):
        grades[rating.customer_id] = rating
    plans = {}
    for entry in Care.objects.filter(customer__in=ids, done_at=None).order_by("-due_on", "-at"):
        plans[entry.customer_id] = (entry, overdue(entry, at))
    met = {}
    if touched:
        kinds = {"calls": CALLS, "visits": VISITS, "mailings": MAILINGS}
        sums = {name: Count("pk", filter=Q(kind__in=each)) for name, each in kinds.items()}
        found = (
            FollowUp.objects.filter(customer__in=ids, voided_at=None).order_by().values("customer_id").annotate(**sums)
        )
        met = {row["customer_id"]: row for row in found}
    return {"grades": grades, "plans": plans, "met": met}


def _row(row, more):
    rating, plan = more["grades"].get(row.pk), more["plans"].get(row.pk)
    mask = more["masks"][row.pk]
    standing, ownership, met = getattr(row, "standing", None), row.ownership_or_none, more["met"].get(row.pk)
    return {
        "row": row,
        "grade": grade_label(rating.grade) if rating else "",
        "tone": TONES[rating.grade] if rating else "",
        "quarter": rating.quarter if rating else "",
        "points": number(rating.points) if rating else "",
        "big": bool(rating and rating.big),
        "since": day(standing.since) if standing else "",
        "reason": mask.text(standing.reason) if standing else "",
        "source": row.source,
        "plan": mask.row(plan[0]) if plan else None,
        "late": plan[1] if plan else False,
        "owner": ownership.owner.full_name if ownership else "",
        "met": met,
    }
