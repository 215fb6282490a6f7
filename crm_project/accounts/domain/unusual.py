"""What stands out in the audit: exports larger than usual, hidden fields and restricted files looked at, rights nobody uses (row Nb6)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q

from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from crm_project.audit.models import Entry

MONTH, HALF_YEAR, UNUSED = timedelta(days=30), timedelta(days=180), timedelta(days=90)
EXPORTS = Q(action="export.made") | Q(action__endswith=".exported") | Q(action__endswith=".printed")
# Rows from which an export is large at all, and how many times one's usual ones are unusual.
LARGE, TIMES = 200, 3
# Exports that are compared: more than a company makes in half a year.
COMPARED = 5000


@dataclass(frozen=True)
class LargeExport:
    """An export of the last month; `usual`: the rows of the person's largest one in the five months before, 0 where they made none."""

    entry: Entry
    rows: int
    usual: int


def large_exports(at: datetime) -> list[LargeExport]:
    """Exports of the last month that are large and far beyond what their person usually takes, the newest first; one query."""
    entries = Entry.objects.filter(EXPORTS, at__gte=at - HALF_YEAR).select_related("actor").order_by("-id")[:COMPARED]
    sized = [(entry, _rows(entry.changes)) for entry in entries]
    usual: dict[int | None, int] = defaultdict(int)
    for entry, rows in sized:
        if entry.at < at - MONTH:
            usual[entry.actor_id] = max(usual[entry.actor_id], rows)
    return [
        LargeExport(entry, rows, usual[entry.actor_id])
        for entry, rows in sized
        if entry.at >= at - MONTH and rows >= LARGE and rows > TIMES * usual[entry.actor_id]
    ]


def _rows(changes: Mapping[str, Any]) -> int:
    change = changes.get("rows")
    rows = change[1] if isinstance(change, list) and len(change) == 2 else 0
    return rows if isinstance(rows, int) else 0


def most(action: str, at: datetime) -> list[dict[str, Any]]:
    """[{actor, n, last}] of the last month, who did it most first."""
    rows = Entry.objects.filter(action=action, at__gte=at - MONTH, actor__isnull=False).order_by()
    counted = rows.values("actor_id").annotate(n=Count("pk"), last=Max("at")).order_by("-n", "actor_id")
    return [dict(row) for row in counted]


def unused(at: datetime) -> list[tuple[str, Sequence[User]]]:
    """[(right, people who have had an account and the right for 90 days and did not use it)]; a query for each right whose use the
    audit shows (`Audit.uses`)."""
    out: list[tuple[str, Sequence[User]]] = []
    for right, actions in uses().items():
        used = Entry.objects.filter(actor=OuterRef("pk"), action__in=actions, at__gte=at - UNUSED)
        people = User.objects.active().filter(who_may(right), ~Exists(used), date_joined__lt=at - UNUSED)
        found = list(people.select_related("role").order_by("sort_name", "username"))
        if found:
            out.append((right, found))
    return out


def uses() -> dict[str, tuple[str, ...]]:
    """{right: actions in the audit by which somebody uses it}, as the apps declare it."""
    out: dict[str, tuple[str, ...]] = {}
    for audit in catalogue.audits():
        for right, actions in audit.uses.items():
            out[right] = (*out.get(right, ()), *actions)
    return out
