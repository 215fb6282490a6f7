"""Which backups stay: every one of the last two days, then one a day, one a week, one a month (row Ng5)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

ALL_OF = timedelta(days=2)
DAYS, WEEKS, MONTHS = 14, 8, 12


def kept(
    moments: Iterable[datetime], at: datetime, *, days: int = DAYS, weeks: int = WEEKS, months: int = MONTHS
) -> set[datetime]:
    """Those to keep at the moment `at`: the newest of each of the last `days`, `weeks` and `months` that have one.

    All moments are of one time zone. The newest of all always stays.
    """
    newest_first = sorted(moments, reverse=True)
    stay = {moment for moment in newest_first if at - moment < ALL_OF} | set(newest_first[:1])
    stay |= _newest_of_each(newest_first, lambda moment: moment.date(), days)
    stay |= _newest_of_each(newest_first, lambda moment: moment.isocalendar()[:2], weeks)
    return stay | _newest_of_each(newest_first, lambda moment: (moment.year, moment.month), months)


def _newest_of_each(newest_first: Iterable[datetime], period: Callable[[datetime], Any], count: int) -> set[datetime]:
    found: dict[Any, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment), moment)
    return set(list(found.values())[:count])
