"""The grades that the list shows, as a file (rows T7, Na4)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.presenters.grade_text import why_of
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.audit.domain import log
from crm_project.lib import csv_file
from crm_project.lib.paging import capped_number
from crm_project.lib.time import minute
from crm_project.lib.views import now

from .listing import chosen, narrowed

MOST = 20_000


@allowed("rating.view")
@require_GET
def export(request):
    """CSV with who took it out and when in every row; one column for each indicator."""
    at = now()
    if not may(request.user, "customer.export"):
        raise PermissionDenied
    quarter = chosen(request, at)
    keys = list(dict.fromkeys(i.key for card in Cards(quarter).cards.values() for i in card.indicators))
    rows = narrowed(request, quarter)
    if capped_number(rows, MOST) > MOST:
        messages.error(
            request,
            _("A file can have at most %(most)s grades: choose a grade, a segment or a department first.")
            % {"most": f"{MOST:,}"},
        )
        return redirect(f"{reverse('ratings:list')}?{request.GET.urlencode()}")
    rows = rows.select_related("customer", "scorecard").order_by("-points", "-id")
    mark = f"{request.user.username} · {minute(at)}"
    answer, out = csv_file.answer(f"grades-{quarter}.csv")
    out.row(["customer", "full_name", "quarter", "segment", "points", "grade", "why", "big", "key", *keys, "exported"])
    count = 0
    for row in rows.iterator(chunk_size=2000):
        count += 1
        cells = [
            row.customer.code,
            row.customer.name,
            row.quarter,
            row.segment,
            str(row.points),
            row.grade,
            why_of(row),
            row.big,
            row.key,
        ]
        out.row((*cells, *(row.lines.get(key, {}).get("points", "") for key in keys), mark))
    log.record(
        by=request.user,
        action="ratings.exported",
        at=at,
        subject_type="ratings",
        subject_id=str(quarter),
        subject_name=str(quarter),
        changes={"rows": [None, count]},
    )
    return answer
