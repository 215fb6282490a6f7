"""Follow-ups counted by person: kept for each day, with what changed since counted anew, so that both agree (rows Z2, Nf16).

Every figure is what `judged` says. The kept days only spare judging a year's texts again: they are brought up to date every quarter of
an hour, and every night all are counted from the start and held against what was kept.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from activities.domain.changed_days import MARGIN, Cell, changed_cells
from activities.domain.judged import INVALID_ONE, VALID, Judged, judged, judged_all
from activities.models import FollowUpCount, FollowUpDay
from activities.models.choices import FollowUpKind
from crm_project.lib.time import local_date

CALLS = (FollowUpKind.CALL_OUT, FollowUpKind.CALL_IN)
VISITS = (FollowUpKind.VISIT_OUT, FollowUpKind.VISIT_IN)
# {figure: whether a judged follow-up counts}
COUNTS: dict[str, Callable[[Judged], bool]] = {
    "followups": lambda one: True,
    "valid_followups": lambda one: one.verdict == VALID,
    "invalid_followups": lambda one: one.verdict == INVALID_ONE,
    "calls": lambda one: one.verdict == VALID and one.kind in CALLS,
    "visits": lambda one: one.verdict == VALID and one.kind in VISITS,
}
# {figure: its column}
COLUMNS = dict(zip(COUNTS, ("followups", "valid", "invalid", "calls", "visits"), strict=True))
# Stretches of days counted one by one: more are counted as one.
STRETCHES = 8


def totals(people: Collection[int], first: date, last: date) -> dict[tuple[int, str], int]:
    """{(person, figure): number} of these people on these days, both included; zeros left out."""
    mark, found = FollowUpCount.objects.first(), Counter[tuple[int, str]]()
    changed = changed_cells(people, first, last, mark.counted_at - MARGIN) if mark else None
    if changed is None:
        for one in judged(people, first, last):
            found.update((one.person_id, key) for key in _figures_of(one))
        return dict(found)
    kept = FollowUpDay.objects.filter(person__in=people, day__gte=first, day__lte=last)
    names = COLUMNS.values()
    for person, *sums in kept.values_list("person").annotate(*[Sum(name) for name in names]).order_by():
        found.update({(person, key): n for key, n in zip(COUNTS, sums, strict=True)})
    if changed:
        old = kept.filter(person__in={who for who, _day in changed}, day__in={day for _who, day in changed})
        for person, day, *numbers in old.values_list("person", "day", *names):
            if (person, day) in changed:
                found.subtract({(person, key): n for key, n in zip(COUNTS, numbers, strict=True)})
    for (person, _day), numbers in count_cells(changed).items():
        found.update({(person, key): n for key, n in zip(COUNTS, numbers, strict=True)})
    return {key: n for key, n in found.items() if n}


def count_cells(cells: Collection[Cell]) -> dict[Cell, list[int]]:
    """{(person, day): the figures in the order of COUNTS}, counted from the follow-ups; days without any left out."""
    out: dict[Cell, list[int]] = defaultdict(lambda: [0] * len(COUNTS))
    for people, first, last in _stretches(cells):
        _add(out, (one for one in judged(people, first, last) if (one.person_id, local_date(one.at)) in cells))
    return out


def _add(out: dict[Cell, list[int]], some: Iterable[Judged]) -> None:
    places = {key: place for place, key in enumerate(COUNTS)}
    for one in some:
        numbers = out[one.person_id, local_date(one.at)]
        for key in _figures_of(one):
            numbers[places[key]] += 1


def _stretches(cells: Collection[Cell]) -> Iterator[tuple[set[int], date, date]]:
    """(people, first day, last day) which cover these cells, each once."""
    by_day: dict[date, set[int]] = defaultdict(set)
    for person, day in cells:
        by_day[day].add(person)
    days = sorted(by_day)
    if not days:
        return
    cuts = [0, *(n for n in range(1, len(days)) if (days[n] - days[n - 1]).days > 1), len(days)]
    if len(cuts) - 1 > STRETCHES:
        cuts = [0, len(days)]
    for begin, end in zip(cuts, cuts[1:], strict=False):
        yield set().union(*(by_day[day] for day in days[begin:end])), days[begin], days[end - 1]


def _figures_of(one: Judged) -> Iterator[str]:
    return (key for key, counts in COUNTS.items() if counts(one))


def bring_up_to_date(*, at: datetime) -> int:
    """Count the days anew on which something changed since the last count; returns how many. Without a count of all: 0."""
    mark = FollowUpCount.objects.first()
    cells = changed_cells(None, None, None, mark.counted_at - MARGIN) if mark else None
    if cells is None:
        return 0
    _keep(cells, count_cells(cells), at)
    return len(cells)


def count_all(*, at: datetime) -> int:
    """Count every day from the start; returns on how many days what was kept was wrong (drift), which are right now."""
    new: dict[Cell, list[int]] = defaultdict(lambda: [0] * len(COUNTS))
    _add(new, judged_all())
    mark = FollowUpCount.objects.first()
    kept = {
        (person, day): numbers
        for person, day, *numbers in FollowUpDay.objects.values_list("person", "day", *COLUMNS.values()).iterator()
    }
    wrong = {cell for cell in {*kept, *new} if kept.get(cell, [0] * len(COUNTS)) != new.get(cell, [0] * len(COUNTS))}
    changed = changed_cells(None, None, None, mark.counted_at - MARGIN) if mark else None
    astray = set() if changed is None else wrong - changed
    _keep(wrong, new, at)
    FollowUpDay.objects.filter(**dict.fromkeys(COLUMNS.values(), 0)).delete()
    FollowUpCount.objects.update(checked_at=at, drift=len(astray))
    return len(astray)


@transaction.atomic
def _keep(cells: Collection[Cell], numbers: Mapping[Cell, list[int]], at: datetime) -> None:
    mark, _new = FollowUpCount.objects.select_for_update().get_or_create(pk=1, defaults={"counted_at": at})
    rows = [
        FollowUpDay(person_id=person, day=day, **dict(zip(COLUMNS.values(), found, strict=True)))
        for person, day in sorted(cells)
        for found in [numbers.get((person, day), [0] * len(COUNTS))]
    ]
    FollowUpDay.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["person", "day"],
        update_fields=[*COLUMNS.values(), "stale"],
    )
    FollowUpCount.objects.filter(pk=mark.pk, counted_at__lt=at).update(counted_at=at)
