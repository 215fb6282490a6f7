"""Contracts that one may see, the newest first."""

from django.db.models import F, Q, Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contracts.domain import access, contract_types
from crm_project.accounts.decorators import allowed
from crm_project.accounts.presenters.list_layout import ListLayout
from crm_project.lib.chips import hidden_fields
from crm_project.lib.conditions.chosen import chosen
from crm_project.lib.money import cents
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.views import now
from crm_project.ui.components.figures import money
from crm_project.ui.condition_page import advanced
from customers.presenters.saved_tabs import saved_frame

from ..conditions import CONTRACTS
from ..list_columns import CONTRACTS as LAYOUT
from ..models import Contract

SIZE, SUMMED = 25, 1000


@allowed("contract.view")
@require_GET
def contract_list(request):
    """By state; the ones that wait for a manager have their own tab."""
    state = request.GET.get("status") if request.GET.get("status") in _STATES else ""
    text = request.GET.get("q", "").strip()
    seen = access.visible(request.user)
    rows = seen.filter(_STATES[state])
    if text:
        rows = rows.filter(
            Q(number__icontains=text) | Q(customer__name__icontains=text) | Q(customer__code__iexact=text)
        )
    where = chosen(CONTRACTS, request.GET, request.user, now())
    if where:
        rows = rows.filter(where.query)
    layout = ListLayout(LAYOUT, request.user)
    page = Page(
        rows.select_related(*layout.near), order=("-signed_at", "-id"), cursor=request.GET.get("after"), size=SIZE
    )
    count = capped_count(rows)
    context = {
        "rows": page.rows,
        "layout": layout,
        "body": layout.body(page.rows, contract_types.labels()),
        "totals": _totals(rows) if state in ("confirmed", "open") else [],
        "query": text,
        "tabs": _tabs(state, seen),
        "state": state,
        "keep": hidden_fields(request, "q"),
        "clear_url": f"{reverse('contracts:list')}?status={state}" if state else reverse("contracts:list"),
        **advanced(request, CONTRACTS, where),
        **saved_frame(request.user, request.GET, CONTRACTS, narrowed=bool(text or where) and not where.problems),
        "count_text": page.span(count),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
    }
    return render(request, "contracts/list.html", context)


# The tabs: what they narrow to.
_STATES = {
    "": Q(),
    "preparing": Q(status=Contract.Status.DRAFT, drawn=True, submitted_at=None),
    "draft": Q(status=Contract.Status.DRAFT) & ~Q(drawn=True, submitted_at=None),
    "confirmed": Q(status=Contract.Status.CONFIRMED),
    "open": Q(status=Contract.Status.CONFIRMED, paid_amount__lt=F("amount")),
    "void": Q(status=Contract.Status.VOID),
}


def _totals(rows):
    """[(currency, amount, open)] of the contracts listed, up to the cap: a sum over everything would read everything."""
    ids = rows.order_by("-signed_at", "-id").values("pk")[:SUMMED]
    found = (
        Contract.objects.filter(pk__in=ids)
        .order_by()
        .values("currency")
        .annotate(sum=Sum("amount"), paid=Sum("paid_amount"))
    )
    return [
        (money(row["sum"], row["currency"]), money(cents(row["sum"]) - cents(row["paid"]), row["currency"]))
        for row in found
    ]


def _tabs(state, seen):
    root = reverse("contracts:list")
    waiting = capped_count(seen.filter(_STATES["draft"]), 99)
    labels = [
        ("", _("All"), None),
        ("preparing", _("In preparation"), None),
        ("draft", _("To be confirmed"), waiting),
        ("confirmed", _("Confirmed"), None),
        ("open", _("Not fully paid"), None),
        ("void", _("Void"), None),
    ]
    return [
        {"label": label, "url": f"{root}?status={key}" if key else root, "active": key == state, "count": n}
        for key, label, n in labels
    ]
