"""The follow-ups that are judged: which ones stand, in the order in which they happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from activities.models import FollowUp
from assignment.rules.judging import Entry
from crm_project.lib.database.prepared import prepared

IN_ORDER = attrgetter("customer_id", "occurred_at", "id")


def not_voided() -> Q:
    """Filter for a follow-up queryset: neither voided nor corrected."""
    return Q(voided_at__isnull=True) & uncorrected()


def uncorrected() -> Q:
    """Filter for a follow-up queryset: no correction has taken its place."""
    # Not `corrected_by__isnull`: of an outer join the planner expects one row, and then reads the whole table.
    return ~Q(Exists(FollowUp.objects.filter(corrects=OuterRef("pk"))))


def followups_of(ids: Sequence[int]) -> QuerySet[FollowUp]:
    """The follow-ups that still stand, and what their own authors voided.

    Whoever voids an entry of their own takes it out of what counts for them, never out of the invalid ones (Nd8): else three
    of those would be struck through before the manager has seen them. What somebody else voided is gone.
    """
    return FollowUp.objects.filter(
        Q(voided_at__isnull=True) | Q(voided_by=F("author")), uncorrected(), customer__pk__in=ids
    )


def _wanted(ids: Sequence[int], all_of_them: bool) -> QuerySet[FollowUp]:
    """Those that are judged: all, or only those since the present ownership began."""
    rows = followups_of(ids)
    return rows if all_of_them else rows.filter(occurred_at__gte=F("customer__ownership__since"))


@prepared
def _items(ids: Sequence[int], *, all_of_them: bool) -> QuerySet[FollowUp, tuple[Any, ...]]:
    return _wanted(ids, all_of_them).order_by("customer_id", "occurred_at", "id").values_list(*Entry._fields)


def entries_of(
    ids: Sequence[int], until: datetime | None, all_of_them: bool, suppose: Sequence[Entry], without: Sequence[int]
) -> Iterable[Entry]:
    """The follow-ups of these customers, in the order in which they happened, with those that are only supposed."""
    if until is None and not without:
        rows = _items(ids, all_of_them=all_of_them)
    else:
        wanted = _wanted(ids, all_of_them)
        if until is not None:
            wanted = wanted.filter(occurred_at__lte=until)
        if without:
            wanted = wanted.exclude(pk__in=without)
        rows = wanted.order_by("customer_id", "occurred_at", "id").values_list(*Entry._fields)
    entries = map(Entry._make, rows)
    return sorted([*entries, *suppose], key=IN_ORDER) if suppose else entries
