"""The customer list, its print, its side panel, and the numbers by class (rows M3, T5, Z17)."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.audit.domain import log
from crm_project.lib.conditions import address
from crm_project.lib.time import local_date, minute
from crm_project.lib.views import now
from crm_project.ops.private_search import linked
from customers.domain import saved_filters
from customers.domain.saved_filters import SHOWING
from customers.models.choices import Level, Segment
from customers.presenters import list_tabs
from customers.presenters.contacted import sentences

from ..filters import CustomerFilter, narrowed
from .list_frame import chips, frame, near
from .list_rows import PRINTED, Listing


@allowed("customer.view")
@require_GET
def customer_list(request):
    """The list (D5): tabs by scope, saved filters, search, filters, columns, one page of rows."""
    listing = Listing(request, now())
    context = {"listing": listing, **frame(request, listing)}
    if listing.rows:
        page = listing.page
        context |= {
            "body": listing.body(bool(context["bulk"])),
            "count_text": page.span(listing.count),
            "prev_url": page.prev_url(request.GET),
            "next_url": page.next_url(request.GET),
            "count_url": _counted(request.GET) if listing.capped else "",
        }
    return render(request, "customers/list.html", context)


def _counted(params):
    """The same page with all its rows counted."""
    params = params.copy()
    params["count"] = "all"
    return f"?{params.urlencode()}"


@allowed("customer.view")
@require_GET
def print_list(request):
    """The same list to be printed with who printed it and when; the audit notes it. Longer than a page prints, it comes as a PDF (M3)."""
    at = now()
    listing = Listing(request, at, size=PRINTED)
    log.record(
        by=request.user,
        action="customers.printed",
        at=at,
        subject_type="list",
        subject_name=saved_filters.canonical_query(request.GET)[:200],
        changes={"rows": [None, len(listing.rows)]},
    )
    context = {
        "listing": listing,
        "chips": chips(request, listing),
        "printed_at": minute(at),
        "most": PRINTED,
        "longer": bool(listing.rows and listing.page.next_url(request.GET)),
        "export_query": _whole(request.GET),
        "reason": _("Printed list"),
    }
    return render(request, "customers/print.html", context)


def _whole(params):
    """The list's address without how it is shown: what the PDF holds."""
    params = params.copy()
    for name in SHOWING:
        params.pop(name, None)
    return params.urlencode()


@allowed("customer.view")
@require_GET
def filters_panel(request):
    """The side panel with all filters, loaded when it is opened."""
    at = now()
    chosen = CustomerFilter(request.GET, request=request, at=at)
    keep = [
        (name, linked(value) if name == "q" else value)
        for name in ("scope", "q", "sort", "columns", *address.PARAMETERS)
        for value in request.GET.getlist(name)
        if value
    ]
    day = local_date(at)
    return render(
        request,
        "customers/filters_panel.html",
        {"form": chosen.form, "keep": keep, "rules": sentences(day, near(request.user))},
    )


@allowed("customer.view")
@require_GET
def classes(request):
    """How many customers there are of each class, among those in the chosen tab (T5)."""
    at = now()
    scope = list_tabs.pick(request.user, request.GET.get("scope"), at)
    if scope is None:
        messages.error(request, _("Your role can't see any customers."))
        return HttpResponseRedirect(reverse("home"))
    rows = narrowed(request.user, request.GET, at, scope, request=request)[0]
    found = {(s, lv): n for s, lv, n in rows.order_by().values_list("segment", "level").annotate(n=Count("pk"))}
    return render(
        request,
        "customers/classes.html",
        {"table": _class_table(found, scope.key), "scope": scope, "total": sum(found.values())},
    )


def _class_table(found, scope):
    """[(segment, [(level, number, link)], sum)] with a line for customers without a class."""
    root = reverse("customers:list")
    out = []
    for segment in ["direct", "distributor", ""]:
        cells = []
        for level in ["core", "growth", "ordinary", ""]:
            url = f"{root}?scope={scope}&segment={segment}&level={level}" if segment and level else ""
            cells.append((str(Level(level).label) if level else _("No class"), found.get((segment, level), 0), url))
        out.append(
            (
                str(Segment(segment).label) if segment else _("No segment"),
                cells,
                sum(n for _l, n, _u in cells),
            )
        )
    return out
