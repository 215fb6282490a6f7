"""What was done for a customer: tasks and appointments, return visits that were reported, service orders, feedback; one query
(rows Na8, T23, Ni21, Nh8)."""

from datetime import datetime
from typing import cast

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from activities.models import Task
from activities.models.choices import Closed
from activities.presenters.timeline_entries import Spot, before, entry, name_of
from crm_project.ui.links import link
from customers.models import FeedbackEntry
from service.models import ReturnVisit, ServiceOrder

TASK, VISIT, ORDER, FEEDBACK, BAD = "task", "visit", "order", "feedback", "bad"
ENTERED, ANSWERED = FeedbackEntry.Kind.RECORDED, FeedbackEntry.Kind.ANSWERED


def done(customer, spot, limit, *, tasks, visits, orders, feedback, mask):
    """Entries of all four; `tasks`, `visits`, `orders`, `feedback`: the rank of each in the stream, None where it is not wanted."""
    kinds = {
        TASK: (tasks, _tasks, _task),
        VISIT: (visits, _visits, _visit),
        ORDER: (orders, _orders, _order),
        FEEDBACK: (feedback, _feedback, _feedback_entry),
    }
    parts = [found(customer, spot, rank) for rank, found, _told in kinds.values() if rank is not None]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by("-at", "-pk")[:limit]
    out = []
    for row in rows:
        rank, _found, told = kinds[row["what"]]
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


def _orders(customer, spot, rank):
    rows = ServiceOrder.objects.filter(before(spot, rank, "done_at"), customer=customer, done_at__isnull=False)
    return rows.order_by().values(
        "pk",
        what=_text(ORDER),
        at=F("done_at"),
        text=Cast("content", CharField()),
        state=Cast("number", CharField()),
        heading=Cast("subject", CharField()),
        who_name=F("assigned__full_name"),
        who_user=F("assigned__username"),
    )


def _feedback(customer, spot, rank):
    """What the customer said, and what they were told; its columns have the names of the others already."""
    rows = FeedbackEntry.objects.filter(before(spot, rank, "at"), feedback__customer=customer)
    named = rows.filter(kind__in=(ENTERED, ANSWERED)).annotate(
        what=_text(FEEDBACK),
        state=Cast("kind", CharField()),
        heading=Cast("feedback_id", CharField()),
        who_name=F("by__full_name"),
        who_user=F("by__username"),
    )
    return named.order_by().values("pk", "what", "at", "text", "state", "heading", "who_name", "who_user")


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


def _feedback_entry(row, mask):
    told = row["state"] == ANSWERED
    feedback = row.get("score") or row.get("given") or row.get("heading")
    return entry(
        row["at"],
        icon="chat-heart",
        tone="ok" if told else "",
        who=name_of(row["who_name"], row["who_user"]) or _("The system"),
        what=_("answered feedback of the customer") if told else _("entered feedback of the customer"),
        body=mask.text(row["text"]),
        url=link("customers:feedback_one", int(feedback)),
        url_label=_("Open"),
    )


def _order(row, mask):
    heading = row.get("score") or row.get("given") or row.get("heading") or ""
    return entry(
        row["at"],
        icon="tools",
        who=name_of(row["who_name"], row["who_user"]),
        what=_("finished service order %(number)s: %(subject)s")
        % {"number": row["state"], "subject": mask.text(heading)},
        body=mask.text(row["text"]),
        url=link("service:order", row["pk"]),
        url_label=_("Open"),
    )
