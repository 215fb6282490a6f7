"""What the parts of the demo company's story share: moments, verbs that may refuse, whose customers they are."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import structlog

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone
from customers.models import Customer, Ownership

log = structlog.get_logger(__name__)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment at this hour of a local date."""
    return datetime.combine(day, time(hour, minute), zone())


def attempt(verb: Callable[..., Any], **arguments: Any) -> Any:
    """What the verb returns; None where it refuses: the story goes on without."""
    try:
        return verb(**arguments)
    except Refused as refusal:
        log.info("demo_refused", verb=verb.__qualname__, module=verb.__module__, code=refusal.code)
        return None


def customers_of(person: User, **more: Any) -> list[Customer]:
    """The person's customers, the next to be released first; `more` narrows the rows of ownership."""
    rows = Ownership.objects.filter(owner=person, **more).select_related("customer").order_by("release_at", "pk")
    return [row.customer for row in rows]
