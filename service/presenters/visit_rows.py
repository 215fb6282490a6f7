"""Return visits as rows and as facts: who, when, how they stand (rows T21, T23)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.money import quantity_text
from crm_project.lib.time import local_date
from service.models import ReturnVisit, VisitDemand
from service.models.visit_choices import DemandStatus, IdeaStatus, VisitStatus

TONES = {
    VisitStatus.PLANNED: "info",
    VisitStatus.HELD: "warn",
    VisitStatus.DONE: "ok",
    VisitStatus.CANCELLED: "",
}
DEMAND_TONES = {DemandStatus.OPEN: "warn", DemandStatus.DEAL: "ok", DemandStatus.ASIDE: ""}
IDEA_TONES = {
    IdeaStatus.NEW: "warn",
    IdeaStatus.CONSIDERED: "info",
    IdeaStatus.ACCEPTED: "ok",
    IdeaStatus.DONE: "ok",
    IdeaStatus.DECLINED: "",
}


def standing(visit: ReturnVisit, at: datetime) -> tuple[str, str]:
    """(what is said of its status, tone): overdue and late first."""
    today = local_date(at)
    if visit.status == VisitStatus.PLANNED and visit.due_on < today:
        return pgettext("visits", "Overdue"), "bad"
    if visit.status == VisitStatus.HELD and visit.report_due_on < today:
        return _("Report late"), "bad"
    if visit.status == VisitStatus.DONE and visit.bad:
        return _("Bad evaluation"), "bad"
    return visit.get_status_display(), TONES[VisitStatus(visit.status)]


def rows(visits: Iterable[ReturnVisit], at: datetime) -> list[dict[str, Any]]:
    """[{visit, status, tone, due, note, score}]; no query."""
    out = []
    for visit in visits:
        text, tone = standing(visit, at)
        day = visit.due_on if visit.status != VisitStatus.HELD else visit.report_due_on
        out.append(
            {
                "visit": visit,
                "status": text,
                "tone": tone,
                "due": (visit.held_on or day).isoformat() if visit.status == VisitStatus.DONE else day.isoformat(),
                "note": reason(visit),
                "score": f"{visit.score:.1f}" if visit.score is not None else "",
            }
        )
    return out


def reason(visit: ReturnVisit) -> str:
    """Why there is this visit: its plan, else its purpose."""
    return visit.plan.name if visit.plan else visit.purpose or _("unplanned")


def demand_text(demand: VisitDemand) -> str:
    """“Pump P-200 · 3 · by 2026-04-01”."""
    product = str(demand.product) if demand.product else ""
    parts = [
        " – ".join(filter(None, [product, demand.text])),
        quantity_text(demand.quantity) if demand.quantity is not None else "",
        _("by %(day)s") % {"day": demand.wanted_on.isoformat()} if demand.wanted_on else "",
    ]
    return " · ".join(filter(None, parts))


def demand_rows(demands: Iterable[VisitDemand], *, decides: bool) -> list[dict[str, Any]]:
    """[{demand, text, status, tone, note, decides}]; demands were loaded with product, deal and who decided."""
    return [
        {
            "demand": row,
            "text": demand_text(row),
            "status": row.get_status_display(),
            "tone": DEMAND_TONES[DemandStatus(row.status)],
            "note": " · ".join(filter(None, [row.reason, str(row.decided_by) if row.decided_by else ""])),
            "decides": decides and row.status == DemandStatus.OPEN,
        }
        for row in demands
    ]


def idea_rows(ideas: Iterable[Any]) -> list[dict[str, Any]]:
    """[{idea, status, tone}]."""
    return [
        {"idea": row, "status": row.get_status_display(), "tone": IDEA_TONES[IdeaStatus(row.status)]} for row in ideas
    ]
