"""On which days people's follow-ups may count otherwise than they did: read from the audit, which every verb writes (row Z2)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db.models import Q

from activities.models import FollowUp, FollowUpDay
from crm_project.audit.models import Entry
from crm_project.lib.time import local_date

# Changes are dated by the moment of their request, which may lie this long before they can be seen (a large import).
MARGIN = timedelta(hours=1)
# What can change the verdict on entries of before: these actions of the audit, on any day of the customer. (Imported history is
# dated when it happened.)
ANY_DAY = (
    "followup.imported",
    "followup.corrected",
    "followup.voided",
    "followup.confirmed",
    "followup.rejected",
    "ownership.entered",
    "ownership.restored",
    "ownership.undone",
    "ownership.merged",
    "collaborator.registered",
    "collaborator.ended",
    "customer.merged",
    "customer.unmerged",
)
# These only from the day of the entry, or from their own moment on.
FROM_THEN = (
    "followup.recorded",
    "ownership.claimed",
    "ownership.released",
    "ownership.given_up",
    "ownership.transferred",
    "ownership.rotated",
    "ownership.handed_over",
)
MOVED = "department.moved"
# Customers asked about at once.
CHUNK = 5000

Cell = tuple[int, date]
T = TypeVar("T")


def changed_cells(
    people: Collection[int] | None, first: date | None, last: date | None, since: datetime
) -> set[Cell] | None:
    """Days of these people (None: of everybody) on which something may count otherwise than it did at that moment.

    None: on any day of anybody, since a department moved: other policies hold for its past.
    """
    touched = _touched(since)
    if touched is None:
        return None
    on_days = Q()
    if first and last:
        on_days = Q(day__gte=first, day__lte=last)
    mine = Q() if people is None else Q(person__in=people)
    cells = set(FollowUpDay.objects.filter(mine, on_days, stale=True).values_list("person", "day"))
    written = Q() if people is None else Q(author__in=people)
    for some in _some(touched, CHUNK):
        rows = FollowUp.objects.filter(written, customer__in=some).order_by()
        for customer, author, moment in rows.values_list("customer_id", "author_id", "occurred_at"):
            begin, day = touched[customer], local_date(moment)
            if (begin is None or moment >= begin) and (first is None or first <= day) and (last is None or day <= last):
                cells.add((author, day))
    return cells


def _touched(since: datetime) -> dict[int, datetime | None] | None:
    """{customer: from when on something may have changed, None: from the start}; None where a department moved."""
    out: dict[int, datetime | None] = {}
    rows = Entry.objects.filter(at__gt=since, action__in=(*ANY_DAY, *FROM_THEN, MOVED)).order_by()
    for customer, action, at in rows.values_list("customer_id", "action", "at"):
        if action == MOVED:
            return None
        if customer is None:
            continue
        known = out.get(customer, at)
        out[customer] = None if action in ANY_DAY or known is None else min(known, at)
    dated = [customer for customer, begin in out.items() if begin is not None]
    for some in _some(dated, CHUNK):
        new = FollowUp.objects.filter(customer__in=some, recorded_at__gt=since).order_by()
        for customer, moment in new.values_list("customer_id", "occurred_at"):
            out[customer] = min(out[customer] or moment, moment)
    return out


def forget_days(entries: Iterable[FollowUp]) -> None:
    """Follow-ups that are about to be deleted leave no trace: their days are counted anew until the next count."""
    cells = {(one.author_id, local_date(one.occurred_at)) for one in entries}
    for some in _some(sorted(cells), 200):
        named = Q()
        for person, day in some:
            named |= Q(person=person, day=day)
        FollowUpDay.objects.filter(named).update(stale=True)


def _some(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
