"""Customers that were not seen for some days, by class: as they stand today (rows T2, M5)."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q

from crm_project.lib.time import local_date, start_of_day
from customers.models.choices import Level

from .asked import Asked, held
from .found import MOST, Found

NONE = "none"
# Times as many days as were asked for.
TIMES = (1, 2, 3)
HELD, NEVER = "held", "never"


def _for(asked: Asked, days: int) -> Q:
    """No follow-up on these days; who was entered within them was not silent so long. As the customer list asks it."""
    first = start_of_day(local_date(asked.at) - timedelta(days=days - 1))
    return Q(last_followup_at__lt=first) | Q(last_followup_at__isnull=True, created_at__lt=first)


def cells(asked: Asked) -> dict[str, Q]:
    """{cell: which customers it counts}."""
    return {
        HELD: Q(),
        **{f"days-{n}": _for(asked, asked.silent * n) for n in TIMES},
        NEVER: Q(last_followup_at__isnull=True) & _for(asked, asked.silent),
    }


def counts(asked: Asked) -> dict[str, dict[str, int]]:
    """{class, or "none": {cell: how many}}; one query."""
    which = cells(asked)
    found = held(asked).order_by().values("level")
    told: Any = found.annotate(
        **{f"n{i}": Count("pk", filter=one or Q(pk__gt=0)) for i, one in enumerate(which.values())}
    )
    return {row["level"] or NONE: {name: row[f"n{i}"] for i, name in enumerate(which)} for row in told}


def rows(asked: Asked, row: str, cell: str) -> list[Found]:
    """The customers behind one number, those longest unseen first; `row`: a class, "none", or "all"."""
    which = cells(asked)
    if cell not in which or row not in (*Level.values, NONE, "all"):
        return []
    found = held(asked).filter(which[cell])
    if row != "all":
        found = found.filter(level="" if row == NONE else row)
    told = found.order_by(F("last_followup_at").asc(nulls_first=True), "pk").values_list("last_followup_at", "pk")
    return [Found(at, pk) for at, pk in told[: MOST + 1]]
