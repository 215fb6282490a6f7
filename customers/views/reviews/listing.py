"""File reviews as a work list, those that were made, and how current the files are (rows M5, T2)."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may, open_departments
from crm_project.lib.paging import paged
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from customers.domain.access.masking import shown
from customers.domain.reviews import listing
from customers.domain.reviews.access import RIGHT
from customers.domain.reviews.currency import FIGURES, currency
from customers.domain.reviews.listing import Narrow
from customers.domain.reviews.setting import RULES
from customers.presenters import review_figures
from customers.presenters import reviews as words

from ...forms.reviews import PeriodForm

TABS = ("overdue", "soon", "all")
NEAR = ("ownership__owner", "review_date__last__reviewed_by")
PERIOD = 90


def _narrowed(request, at):
    """(form, Narrow, first day, last day) of the address."""
    today = local_date(at)
    form = PeriodForm(request.GET, departments=open_departments(request.user, RIGHT))
    form.is_valid()
    data = form.cleaned_data
    narrow = Narrow(data.get("department"), data.get("owner", ""), data.get("alone", False))
    last = data.get("last") or today
    return form, narrow, data.get("first") or last - timedelta(days=PERIOD), last


@allowed(RIGHT)
@require_GET
def reviews(request):
    """Files whose review is overdue or comes due, or all; those with gaps and those changed are reached from the figures."""
    at = now()
    form, narrow, first, last = _narrowed(request, at)
    tab = request.GET.get("tab")
    if tab in ("all", "gaps", "needs", "changed"):
        rows = {
            "all": lambda: listing.every_file(request.user, at, narrow),
            "gaps": lambda: listing.lacking(request.user, at, narrow),
            "needs": lambda: listing.with_old_needs(request.user, at, narrow),
            "changed": lambda: listing.changed(request.user, at, first, last, narrow),
        }[tab]().select_related(*NEAR)
        page = paged(request, rows, order=("-id",))
        found = page.rows
    else:
        tab = tab if tab in TABS else TABS[0]
        dates = listing.dates(request.user, at, tab, narrow)
        dates = dates.select_related("customer__ownership__owner", "last__reviewed_by")
        page = paged(request, dates, order=("due_on", "customer_id"))
        found = [_with_date(row) for row in page.rows]
    context = {
        "form": form,
        "tab": tab,
        "tabs": _tabs(request, tab),
        "page": page,
        "rows": [words.file_row(row, at) for row in found],
        "may_rules": may(request.user, RULES),
        "narrowed": bool(narrow.department or narrow.owner),
    }
    return render(request, "customers/reviews/list.html", context)


def _with_date(row):
    row.customer.review_date = row
    return row.customer


def _tabs(request, tab):
    root, keep = reverse("customers:reviews"), {}
    for name in ("department", "owner", "alone"):
        if request.GET.get(name):
            keep[name] = request.GET[name]
    labels = [("overdue", _("Overdue")), ("soon", _("Within 30 days")), ("all", _("All files"))]
    if tab == "gaps":
        labels.append(("gaps", _("Incomplete files")))
    if tab == "needs":
        labels.append(("needs", _("Old needs")))
    if tab == "changed":
        labels.append(("changed", _("Changed files")))
    return [
        {"label": label, "url": f"{root}?{urlencode({'tab': key, **keep})}", "active": key == tab}
        for key, label in labels
    ]


@allowed(RIGHT)
@require_GET
def done(request):
    """Reviews made within a period."""
    at = now()
    form, narrow, first, last = _narrowed(request, at)
    rows = listing.done(request.user, at, first, last, narrow).select_related("customer", "reviewed_by", "owner")
    late = request.GET.get("late")
    if late in ("0", "1"):
        rows = rows.filter(late=late == "1")
    page = paged(request, rows, order=("-reviewed_at", "-id"))
    context = {"form": form, "page": page, "rows": review_figures.done_rows(shown(request.user, page.rows))}
    context |= {"first": first.isoformat(), "last": last.isoformat(), "late": late if late in ("0", "1") else ""}
    return render(request, "customers/reviews/done.html", context)


@allowed(RIGHT)
@require_GET
def figures(request):
    """How current the files are, by department and owner."""
    at = now()
    form, narrow, first, last = _narrowed(request, at)
    lines = currency(request.user, at, first, last, narrow)
    context = {
        "form": form,
        "headings": review_figures.headings(),
        "groups": review_figures.groups(lines, first, last),
        "figures": FIGURES,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    return render(request, "customers/reviews/figures.html", context)
