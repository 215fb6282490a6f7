"""Somebody was at two customers at once: two visits too close to each other, or a visit while out elsewhere (row Nf9)."""

from datetime import timedelta

from .facts import Numbers, Stay, Visit


def too_close(one: Visit, other: Visit, numbers: Numbers) -> bool:
    """Whether nobody gets from one customer to the other in that time."""
    apart = abs(one.at - other.at)
    return one.customer != other.customer and apart < timedelta(minutes=numbers.minutes_between)


def elsewhere(visit: Visit, stay: Stay) -> bool:
    """Whether the person was out at other customers during this visit; the moments of leaving and coming back fit."""
    if visit.customer in stay.customers or stay.back_at is None:
        return False
    return stay.left_at < visit.at < stay.back_at
