"""Writing the audit: called by the verbs, inside their transaction (rows Na8, Ne3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Model
from structlog.contextvars import get_contextvars

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.database import bulk
from crm_project.lib.json_values import Json


def plain(value: Any) -> Json:
    """A value as the audit keeps it: JSON types, names instead of keys."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple, set)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _name(subject: Model) -> str:
    """How the entry calls it: codes in place of words, where the subject says how (they are worded when shown)."""
    return getattr(subject, "audit_name", None) or str(subject)


def entry(
    *,
    by: User | int | None,
    action: str,
    at: datetime,
    subject: Model | None = None,
    subject_type: str = "",
    subject_id: int | str = "",
    subject_name: str = "",
    customer_id: int | None = None,
    changes: Mapping[str, list[Any]] | None = None,
    reason: str = "",
) -> Entry:
    """An unsaved entry; `changes` maps a field to [old, new]. Address and request id come from the request's context."""
    context = get_contextvars()
    if subject is not None:
        subject_type, subject_id, subject_name = cast(str, subject._meta.model_name), subject.pk, _name(subject)
        if subject_type == "customer":
            customer_id = subject.pk
    return Entry(
        at=at,
        actor_id=getattr(by, "pk", by),
        action=action,
        subject_type=subject_type,
        subject_id=str(subject_id),
        subject_name=subject_name[:200],
        customer_id=customer_id,
        changes=plain(changes or {}),
        reason=reason or "",
        address=(context.get("ip") or "")[:45],
        request_id=str(context.get("request_id") or "")[:40],
    )


def record(**fields: Any) -> Entry:
    """Write one entry; see `entry`."""
    return Entry.objects.bulk_create([entry(**fields)])[0]


def record_many(entries: Sequence[Entry]) -> None:
    """Write many entries at once."""
    bulk.create(entries)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """{field: [old, new]} of two dicts, unchanged fields left out."""
    return {k: [plain(before.get(k)), plain(v)] for k, v in after.items() if plain(before.get(k)) != plain(v)}
