"""Feedback of all customers as a work list, of one customer, and how much was answered in time (row Nh8)."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from crm_project.accounts.models import Department
from crm_project.lib.paging import paged
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from customers.domain.access.masking import shown
from customers.domain.feedback import listing
from customers.domain.feedback.access import visible
from customers.presenters import feedback as words

from ...forms.feedback import FeedbackListForm
from ..loading import customer_page

NEAR = ("kind", "contact", "answerer", "answered_by", "customer__ownership")
ORDER = ("-recorded_at", "-id")
PERIOD = 90


def _form(request):
    form = FeedbackListForm(request.GET, departments=Department.objects.all())
    form.is_valid()
    return form


@login_required
@require_GET
def listed(request):
    """What one may read: to answer, waiting, done, all; by kind, department and days."""
    at, form = now(), _form(request)
    labels = {
        "mine": _("For me to answer"),
        "open": _("Waiting for an answer"),
        "done": _("Answered or closed"),
        "all": _("All"),
    }
    tab = request.GET.get("tab") if request.GET.get("tab") in labels else "mine"
    state = request.GET.get("state") if request.GET.get("state") in listing.FIGURES else ""
    rows = listing.narrowed(
        listing.tabs(request.user, tab, at), alone=request.GET.get("alone") == "on", **form.cleaned_data
    )
    page = paged(request, rows.filter(listing.in_state(state, at)).select_related(*NEAR), order=ORDER)
    keep = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    root = reverse("customers:feedback")
    context = {
        "form": form,
        "page": page,
        "tab": tab,
        "narrowed": bool(keep or state),
        "state": dict(zip(listing.FIGURES, words.headings(), strict=True))[state][0] if state else "",
        "tabs": [
            {"label": label, "url": f"{root}?{urlencode({'tab': key, **keep})}", "active": key == tab}
            for key, label in labels.items()
        ],
        "rows": [words.line(row, at) for row in shown(request.user, page.rows)],
    }
    return render(request, "customers/feedback/list.html", context)


@require_GET
@customer_page
def of_customer(request, customer, ownership, at):
    """All feedback of one customer."""
    page = paged(request, customer.feedback.select_related(*NEAR), order=ORDER)
    context = {
        "customer": customer,
        "page": page,
        "rows": [words.line(row, at) for row in shown(request.user, page.rows)],
    }
    return render(request, "customers/feedback/of_customer.html", context)


@login_required
@require_GET
def figures(request):
    """How much came and how much was answered in time, by department and kind, and by month."""
    at, form = now(), _form(request)
    given, today = form.cleaned_data, local_date(at)
    last = given.get("last") or today
    first = given.get("first") or last - timedelta(days=PERIOD)
    where = {name: given.get(name) for name in ("kind", "department")}
    rows = visible(request.user, at)
    period = listing.narrowed(rows, **where, first=first, last=last)
    lines = listing.by_department(period, at)
    context = {
        "form": form,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "headings": words.headings(),
        "groups": words.groups(lines, first, last),
        "months": words.months(
            listing.by_month(listing.narrowed(rows, **where), at),
            {name: row.pk for name, row in where.items() if row},
        ),
        "by_kind": pgettext("customer feedback", "Kind"),
    }
    return render(request, "customers/feedback/figures.html", context)
