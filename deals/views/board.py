"""The board: a column for each stage; cards are dragged with the mouse or moved by their own small form (row Na9)."""

from datetime import datetime, time

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.time import local_date, zone
from crm_project.lib.views import now
from deals.domain import access
from deals.domain.stages import WON, pipeline_for
from deals.presenters.board import columns, pipelines_in_use, won_since

from ..filters import DealFilter


def tabs(here):
    """Board and list."""
    return [
        {"label": _("Board"), "url": reverse("deals:board"), "active": here == "board"},
        {"label": _("List"), "url": reverse("deals:list"), "active": here == "open"},
        {"label": pgettext("deal", "Won"), "url": f"{reverse('deals:list')}?status=won", "active": here == "won"},
        {"label": pgettext("deal", "Lost"), "url": f"{reverse('deals:list')}?status=lost", "active": here == "lost"},
    ]


@allowed("deal.view")
@require_GET
def board(request):
    """One pipeline at a time; narrowed to one owner with `?owner=`."""
    at, user = now(), request.user
    lines = pipelines_in_use()
    chosen = next((p for p in lines if p.key == request.GET.get("pipeline")), None) or pipeline_for(user.department)
    seen = access.visible(user)
    narrow = DealFilter({"owner": request.GET.get("owner", "")}, seen, request=request, at=at)
    rows = narrow.qs if narrow.form.is_valid() else seen
    today = local_date(at)
    shown = columns(chosen, rows, user) if chosen else []
    stages = [column["stage"] for column in shown if column["stage"].probability < WON and column["stage"].active]
    last = next((column for column in shown if column["stage"].probability == WON), None)
    context = {
        "columns": [column for column in shown if column["stage"].probability < WON],
        "last": last,
        "stages": stages,
        "ways": [(stage.pk, str(stage)) for stage in (*stages, *([last["stage"]] if last else []))],
        "won": won_since(rows, datetime.combine(today.replace(day=1), time(0), zone())),
        "pipelines": [
            {"label": str(p), "url": f"?pipeline={p.key}", "active": chosen and p.pk == chosen.pk} for p in lines
        ]
        if len(lines) > 1
        else [],
        "pipeline": chosen,
        "owner_field": narrow.form["owner"],
        "owner_chosen": request.GET.get("owner", ""),
        "today": today,
        "tabs": tabs("board"),
        "may_work": may(user, "deal.work"),
        "empty": not any(column["n"] for column in shown),
    }
    return render(request, "deals/board.html", context)
