"""What was done for a customer: tasks and appointments, and return visits that were reported; one query for both (rows Na8, T23)."""

from datetime import datetime
from typing import cast

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from activities.models import Task
from activities.models.choices import Closed
from activities.presenters.timeline_entries import Spot, before, entry, name_of
from crm_project.ui.links import link
from service.models import ReturnVisit

TASK, VISIT, BAD = "task", "visit", "bad"


def done(customer, spot, limit, *, tasks, visits, mask):
    """Entries of both; `tasks`, `visits`: the rank of each in the stream, None where it is not wanted."""
    parts = []
    if tasks is not None:
        parts.append(_tasks(customer, spot, tasks))
    if visits is not None:
        parts.append(_visits(customer, spot, visits))
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by("-at", "-pk")[:limit]
    out = []
    for row in rows:
        rank = visits if row["what"] == VISIT else tasks
        told = _visit if row["what"] == VISIT else _task
        out.append((Spot(cast(datetime, row["at"]), rank, row["pk"]), told(row, mask)))
    return out


def _tasks(customer, spot, rank):
    rows = Task.objects.filter(before(spot, rank, "done_at"), customer=customer, done_at__isnull=False).order_by()
    return rows.values(
        "pk",
        what=_text(TASK),
        at=F("done_at"),
        text=Cast("title", CharField()),
        state=Cast("closed_because", CharField()),
        score=_text(""),
        who_name=F("assignee__full_name"),
        who_user=F("assignee__username"),
    )


def _visits(customer, spot, rank):
    rows = ReturnVisit.objects.filter(before(spot, rank, "reported_at"), customer=customer, reported_at__isnull=False)
    return rows.order_by().values(
        "pk",
        what=_text(VISIT),
        at=F("reported_at"),
        text=Cast("words", CharField()),
        state=Case(When(bad=True, then=_text(BAD)), default=_text("")),
        given=Cast("score", CharField()),
        who_name=F("reported_by__full_name"),
        who_user=F("reported_by__username"),
    )


def _text(value):
    return Cast(Value(value), CharField())


def _task(row, mask):
    reasons = dict(Closed.choices)
    closed = row["state"]
    return entry(
        row["at"],
        icon="check2-square",
        who=name_of(row["who_name"], row["who_user"]),
        what=_("task closed: %(why)s") % {"why": reasons[closed]} if closed in reasons else _("task done"),
        body=mask.text(row["text"]),
        void=bool(closed),
    )


def _visit(row, mask):
    tone = "bad" if row["state"] == BAD else "ok"
    score = row.get("score") or row.get("given")
    return entry(
        row["at"],
        icon="chat-square-heart",
        tone=tone,
        who=name_of(row["who_name"], row["who_user"]),
        what=_("reported a return visit"),
        body=mask.text(row["text"]),
        tags=[(f"{float(score):.1f} / 5", tone)] if score else [],
        url=link("service:visit", row["pk"]),
        url_label=_("Open"),
    )
