"""What a form would change, found by trying it and taking it back (row Nh9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from structlog.contextvars import get_contextvars

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.json_values import Json, JsonObject
from crm_project.lib.once_a_minute import forget_all

from .detail import detailed


@dataclass(frozen=True)
class Outcome:
    """The answer of the view, whether it wrote anything, and what it noted in the audit."""

    answer: Any
    wrote: bool
    entries: list[JsonObject]


class _Writes:
    """Counts what is written and not taken back: a refusal inside a verb rolls back to its savepoint."""

    def __init__(self) -> None:
        self.kept = 0
        self._marks: list[tuple[str, int]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            self._marks.append((sql.split()[-1], self.kept))
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            while self._marks:
                name, self.kept = self._marks.pop()
                if name == sql.split()[-1]:
                    break
        elif sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.kept += 1
        return execute(sql, params, many, context)


def observed(work: Callable[[], Any], *, by: User, keep: bool) -> Outcome:
    """Do the work and see what it changes; `keep`: let it stand, else it is taken back with everything that was to follow it."""
    last, writes = Entry.objects.aggregate(last=Max("pk"))["last"] or 0, _Writes()
    try:
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                answer = work()
            made = Entry.objects.filter(pk__gt=last, actor=by, request_id=_request_id()).order_by("pk")
            entries = [_kept(entry) for entry in made] if writes.kept else []
            if not keep:
                transaction.set_rollback(True)
    finally:
        forget_all()  # what was read while it was tried
    return Outcome(answer, bool(writes.kept), entries)


def _request_id() -> str:
    return str(get_contextvars().get("request_id") or "")[:40]


def _kept(entry: Entry) -> JsonObject:
    return {
        "action": entry.action,
        "type": entry.subject_type,
        "name": entry.subject_name,
        "reason": entry.reason,
        "changes": detailed(entry),
    }


def before(entries: Sequence[JsonObject]) -> list[tuple[Json, Json, dict[str, Json]]]:
    """What stood there before these changes: of two trials it is the same, unless somebody changed it in between."""
    rows: list[tuple[Json, Json, dict[str, Json]]] = []
    for entry in entries:
        changes = entry["changes"] if isinstance(entry["changes"], dict) else {}
        old = {field: pair[0] if isinstance(pair, list) and len(pair) == 2 else None for field, pair in changes.items()}
        rows.append((entry["action"], entry["type"], old))
    return rows
