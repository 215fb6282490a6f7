"""An expense for a visit is claimed for a day on which the person was not with the customer (row Nf9)."""

from collections.abc import Collection
from datetime import date

from .facts import Numbers, Spent


def contradicts(spent: Spent, days: Collection[date], numbers: Numbers, *, on_trip: bool) -> bool:
    """`days`: on which the person visited the customer, was out there, or signed a contract with it. On a trip any day fits."""
    return not on_trip and not any(abs((spent.day - day).days) <= numbers.expense_days for day in days)
