"""The list of official customers that after-sales looks after (row Nc13)."""

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contracts.domain.after_sales import customers_of, departments
from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.time import day
from crm_project.lib.views import now

SIZE = 25


@allowed("after_sales.work")
@require_GET
def customers(request):
    """Found by name or code (`?q=`)."""
    at, text = now(), request.GET.get("q", "").strip()
    rows = customers_of(request.user, at)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text))
    page = Page(rows.select_related("ownership__owner"), order=("-id",), cursor=request.GET.get("after"), size=SIZE)
    context = {
        "rows": [
            {
                "customer": row,
                "owner": row.ownership.owner if hasattr(row, "ownership") else None,
                "since": day(row.stage_since),
                "signed": day(row.signed_at),
                "contacted": day(row.last_followup_at),
            }
            for row in page.rows
        ],
        "query": text,
        "passes": bool(departments(request.user, at)),
        "count_text": page.span(capped_count(rows)),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
    }
    return render(request, "contracts/after_sales.html", context)
