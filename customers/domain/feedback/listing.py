"""Feedback by its state, kind, department and day, and how much of it was answered in time (row Nh8)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from crm_project.accounts.models import Department, User
from crm_project.lib.time import day_bounds, local_date, zone
from customers.models import CustomerFeedback, FeedbackKind

from .access import to_answer, visible

Status = CustomerFeedback.Status
FIGURES = ("all", "in_time", "late", "open", "overdue", "unanswered")
MONTHS = 6


@dataclass
class Line:
    """One kind in one department, with its figures."""

    department: Department
    kind: FeedbackKind
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))


def in_state(state: str, at: datetime) -> Q:
    """Condition: one of FIGURES; each row is counted by "all" and by one of in_time, late, open (overdue is part of it), unanswered."""
    waits = Q(status=Status.OPEN)
    return {
        "in_time": Q(late=False, answered_at__isnull=False) & ~waits,
        "late": Q(late=True, answered_at__isnull=False) & ~waits,
        "open": waits,
        "overdue": waits & Q(due_at__lte=at),
        "unanswered": Q(status=Status.CLOSED, answered_at=None),
    }.get(state, Q())


def tabs(user: User, tab: str, at: datetime) -> QuerySet[CustomerFeedback]:
    """What waits for the person ("mine"), what waits at all ("open"), what is answered or closed ("done"), or all of it."""
    rows = visible(user, at)
    wanted = {
        "mine": to_answer(user.pk, local_date(at)),
        "open": Q(status=Status.OPEN),
        "done": ~Q(status=Status.OPEN),
    }
    return rows.filter(wanted.get(tab, Q()))


def narrowed(
    rows: QuerySet[CustomerFeedback],
    *,
    kind: FeedbackKind | None = None,
    department: Department | None = None,
    first: date | None = None,
    last: date | None = None,
    alone: bool = False,
) -> QuerySet[CustomerFeedback]:
    """Of one kind, of a department (`alone`: without those below), received on these days."""
    if kind is not None:
        rows = rows.filter(kind=kind)
    if department is not None:
        places = [department.pk] if alone else list(department.subtree().values_list("pk", flat=True))
        rows = rows.filter(department__in=places)
    if first is not None:
        rows = rows.filter(received_at__gte=day_bounds(first)[0])
    if last is not None:
        rows = rows.filter(received_at__lt=day_bounds(last)[1])
    return rows


def _counts(at: datetime) -> dict[str, Count]:
    return {f"n_{name}": Count("pk", filter=in_state(name, at)) for name in FIGURES}


def _read(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[f"n_{name}"] for name in FIGURES}


def by_department(rows: QuerySet[CustomerFeedback], at: datetime) -> list[Line]:
    """The figures of these rows by department and kind, in the order of both."""
    found = list(rows.order_by().values("department", "kind").annotate(**_counts(at)))
    places = Department.objects.in_bulk({row["department"] for row in found})
    kinds = FeedbackKind.objects.in_bulk({row["kind"] for row in found})
    lines = [Line(places[row["department"]], kinds[row["kind"]], _read(row)) for row in found]
    return sorted(lines, key=lambda line: (line.department.path, line.kind.position, line.kind.name))


def by_month(rows: QuerySet[CustomerFeedback], at: datetime) -> list[tuple[date, dict[str, int]]]:
    """(first day of the month, the figures) of the last MONTHS months in which something came, the newest first."""
    months = rows.order_by().annotate(month=TruncMonth("received_at", tzinfo=zone())).values("month")
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for row in months.annotate(**_counts(at)).order_by("-month")[:MONTHS]:
        found[row["month"].date()] = _read(row)
    return list(found.items())
