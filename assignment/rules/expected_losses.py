"""How likely a customer is to be lost while its owner works as usual: pure arithmetic, no Django.

Work comes at random with a known rate per customer and day (a follow-up that moves the clock, a contract); a customer is lost
on the day on which its time runs out without any.
"""

from functools import lru_cache
from math import exp


@lru_cache(maxsize=65536)
def lost_by(left: int, term: int | None, rate: float, days: int) -> float:
    """The probability of being lost within `days` days: `left` days until the deadline now, `term` days anew after each work.

    `term` None: one piece of work saves for good. `rate`: pieces of work per day.
    """
    if left > days and (term is None or term > days):
        return 0.0
    return _run(left, term, rate, days)


def _run(left: int, term: int | None, rate: float, days: int) -> float:
    works = 1 - exp(-rate)
    waiting, lost = {max(left, 0): 1.0}, 0.0
    for _day in range(days + 1):
        lost += waiting.pop(0, 0.0)
        worked = works * sum(waiting.values())
        waiting = {due - 1: share * (1 - works) for due, share in waiting.items()}
        if term is not None:
            waiting[term - 1] = waiting.get(term - 1, 0.0) + worked
    return lost
