"""What is computed from the facts of one customer: a value and the figures it comes from (docs/ratings.md). No Django."""

from datetime import date
from decimal import Decimal
from math import sqrt
from typing import TYPE_CHECKING

from contracts.ratings.rules.quarters import Quarter
from crm_project.lib.json_values import JsonObject

if TYPE_CHECKING:
    from contracts.ratings.domain.facts import Known

ZERO, HUNDRED = Decimal(0), Decimal(100)
TENTH, CENT = Decimal("0.1"), Decimal("0.01")
# The value, None where there is nothing to go by, and the figures it comes from.
Measured = tuple[Decimal | None, JsonObject]


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (HUNDRED * part / whole).quantize(TENTH)


def volume(known: "Known", quarter: Quarter, since: date | None) -> Measured:
    """CNY of the quarter."""
    return sum(known.months[-3:], ZERO), {}


def growth(known: "Known", quarter: Quarter, since: date | None) -> Measured:
    """Per cent against the quarter before; None where neither had purchases."""
    now, before = sum(known.months[-3:], ZERO), sum(known.months[-6:-3], ZERO)
    figures = {"now": str(now), "before": str(before)}
    if not before:
        return (HUNDRED if now else None), figures
    return _percent(now - before, before), figures


def evenness(known: "Known", quarter: Quarter, since: date | None) -> Measured:
    """Per cent: the mean of the share of months with purchases and of 1 minus their coefficient of variation."""
    count = len(known.months)
    if known.first:
        # A young customer is judged by the months since its first purchase, at least by the quarter.
        edges = quarter.months(count)
        count = max(3, sum(1 for edge in edges[1:] if edge > known.first))
    months = [float(m) for m in known.months[-count:]]
    bought = sum(1 for m in months if m > 0)
    if not bought:
        return None, {"bought": 0, "months": count}
    mean = sum(months) / count
    variation = sqrt(sum((m - mean) ** 2 for m in months) / count) / mean
    value = 50 * (bought / count + max(0.0, 1 - variation))
    return Decimal(repr(value)).quantize(TENTH), {
        "bought": bought,
        "months": count,
        "variation": str(Decimal(repr(variation)).quantize(CENT)),
    }


def timeliness(known: "Known", quarter: Quarter, since: date | None) -> Measured:
    """Per cent of what fell due that came in time; nothing due in the quarter: of the year; nothing at all: None."""
    if known.due:
        return _percent(known.on_time, known.due), {
            "due": str(known.due),
            "on_time": str(known.on_time),
            "window": "quarter",
        }
    if known.year_due:
        return _percent(known.year_on_time, known.year_due), {
            "due": str(known.year_due),
            "on_time": str(known.year_on_time),
            "window": "year",
        }
    return None, {"due": "0", "on_time": "0", "window": "year"}


def years(known: "Known", quarter: Quarter, since: date | None) -> Measured:
    """Years of cooperation at the end of the quarter; None before it began."""
    began = min((day for day in (since, known.first) if day), default=None)
    if began is None or began >= quarter.after:
        return None, {}
    return (Decimal((quarter.after - began).days) / Decimal("365.25")).quantize(CENT), {"since": began.isoformat()}


MEASURES = {"volume": volume, "growth": growth, "evenness": evenness, "timeliness": timeliness, "years": years}
