"""A visit is recorded, and no outing led there: only where the department demands outings (row Nf9)."""

from collections.abc import Iterable
from datetime import timedelta

from .facts import Numbers, Stay, Visit


def contradicts(visit: Visit, stays: Iterable[Stay], numbers: Numbers, *, on_trip: bool) -> bool:
    """Whether no outing of the person led to this customer then; on a trip none is needed."""
    around = timedelta(minutes=numbers.minutes_around)
    there = (stay for stay in stays if visit.customer in stay.customers)
    return not on_trip and not any(
        stay.left_at - around <= visit.at and (stay.back_at is None or visit.at <= stay.back_at + around)
        for stay in there
    )
