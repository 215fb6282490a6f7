"""What is kept of a change of an order or a visit: the row with its moment, and the audit (rows Na8, Ni21, T23)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from service.models import ReturnVisit, ServiceOrder

Row = TypeVar("Row", ServiceOrder, ReturnVisit)


def record_change(
    row: Row, *, by: User, at: datetime, action: str, changes: Mapping[str, list[Any]], reason: str = ""
) -> Row:
    """Save a locked row and note it in the audit. `changes`: {field: [old, new]}."""
    row.changed_at = at
    row.save()
    log.record(by=by, action=action, at=at, subject=row, customer_id=row.customer_id, changes=changes, reason=reason)
    return row


def move(row: Row, status: str) -> dict[str, list[Any]]:
    """Set the status; what changed, for the record."""
    before, row.status = row.status, status
    return {"status": [str(before), str(status)]}
