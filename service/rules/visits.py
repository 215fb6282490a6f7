"""Return visits by rule: what may be done in which status, when the next one and its report are due, what is a bad evaluation (T21, T23)."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .hours import Hours

OFFICIAL, KEY, LEVEL, ORDER, DELIVERY = "official", "key", "level", "order", "delivery"
# Visited again and again; the others once after something.
REPEATED = (OFFICIAL, KEY, LEVEL)

PLANNED, HELD, DONE, CANCELLED = "planned", "held", "done", "cancelled"
OPEN = (PLANNED, HELD)
# {step: the statuses in which it may be taken}
STEPS = {
    "assign": OPEN,
    "hold": (PLANNED,),
    "report": OPEN,
    "postpone": (PLANNED,),
    "cancel": (PLANNED,),
    "correct": (DONE,),
}
# These are for those who manage, the others for whoever makes the visit.
MANAGED = ("assign",)

LOWEST, HIGHEST = 1, 5
# What the timetable tells of a visit, in this order.
DUE, REPORT_DUE, LATE, REPORT_LATE = "due", "report_due", "late", "report_late"
_TOLD = ("", DUE, REPORT_DUE, LATE, REPORT_LATE)


def next_due(anchor: date, days: int, starts_on: date, key: int, today: date) -> date:
    """When a customer is visited by a plan that repeats: `days` after `anchor` (the last visit, else what made it one of these).

    Those that were due before the plan began are spread over its first turn by their key, so that not all fall on one day.
    """
    due = anchor + timedelta(days=days)
    if due < starts_on:
        due = starts_on + timedelta(days=key % days)
    return max(due, today)


def report_due(day: date, working_days: int, hours: Hours) -> date:
    """The day on which the report of a visit on `day` is due: so many working days later, plain days where nobody works."""
    return hours.working_day(day, working_days) or day + timedelta(days=working_days)


def average(scores: Collection[int]) -> Decimal | None:
    """The mean of the scores to two places; None without any."""
    if not scores:
        return None
    return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def is_bad(scores: Mapping[int, int], bad_score: int) -> bool:
    """Whether an evaluation is bad: any aspect at or below the threshold."""
    return any(score <= bad_score for score in scores.values())


def to_tell(status: str, due_on: date, report_due_on: date, chased: str, today: date) -> str:
    """What is to be told of an open visit today and was not yet; "" for nothing."""
    if status not in OPEN:
        return ""
    if report_due_on < today:
        wanted = REPORT_LATE if status == HELD else LATE
    elif status == HELD and report_due_on <= today:
        wanted = REPORT_DUE
    elif status == PLANNED and due_on <= today:
        wanted = DUE
    else:
        return ""
    return wanted if _TOLD.index(wanted) > _TOLD.index(chased) else ""
