"""Contracts that one may see, the newest first."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignment.countdown import day
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.views import allowed

from .. import access
from ..models import Contract

SIZE = 25
NEAR = ("customer", "owner")


@allowed("contract.view")
@require_GET
def contract_list(request):
    """By state; the ones that wait for a manager have their own tab."""
    state = request.GET.get("status") if request.GET.get("status") in Contract.Status.values else ""
    text = request.GET.get("q", "").strip()
    seen = access.visible(request.user)
    rows = seen.filter(status=state) if state else seen
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(customer__name__icontains=text) | Q(customer__code__iexact=text))
    page = Page(rows.select_related(*NEAR), order=("-signed_at", "-id"), cursor=request.GET.get("after"), size=SIZE)
    count = capped_count(rows)
    context = {
        "rows": [(row, day(row.signed_at)) for row in page.rows], "query": text, "tabs": _tabs(state, seen), "state": state,
        "keep": [("status", state)] if state else [], "count_text": page.span(count), "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
    }  # fmt: skip
    return render(request, "contracts/list.html", context)


def _tabs(state, seen):
    root = reverse("contracts:list")
    waiting = capped_count(seen.filter(status=Contract.Status.DRAFT), 99)
    labels = [
        ("", _("All"), None),
        ("draft", _("To be confirmed"), waiting),
        ("confirmed", _("Confirmed"), None),
        ("void", _("Void"), None),
    ]
    return [
        {"label": label, "url": f"{root}?status={key}" if key else root, "active": key == state, "count": n} for key, label, n in labels
    ]
