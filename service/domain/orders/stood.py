"""How an order stood before a step, as JSON, and the order put back to it: what an undo needs (rows Ni21, Na8)."""

from typing import Any, cast

from django.db.models import Field

from crm_project.lib.json_values import Json, JsonObject
from service.domain.targets.stored import MEASURED
from service.models import ServiceOrder

# What the steps change of the row; its due times follow from it.
COLUMNS = (
    *("status", "assigned_id", "assigned_at", "accepted_at", "started_at", "done_at", "confirmed_at", "closed_at"),
    *("content", "cause_id", "hours", "material", "cost", "charge", "ask_on", "ended_reason", *MEASURED),
)


def stood(order: ServiceOrder) -> JsonObject:
    """{column: value} of the order as it is now."""
    return {name: _plain(getattr(order, name)) for name in COLUMNS}


def put_back(order: ServiceOrder, before: JsonObject) -> None:
    """Give the row the values that `stood` kept; the caller saves."""
    for name in COLUMNS:
        field = cast("Field[Any, Any]", ServiceOrder._meta.get_field(name))
        setattr(order, name, field.to_python(before[name]))


def _plain(value: object) -> Json:
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
