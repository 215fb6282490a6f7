"""Which turns of the ledger count for people: entered, claimed, given up, released, each unless it was undone (rows Z2, Nf1)."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from assignment.domain.ledger import Kind
from assignment.models import OwnershipEvent
from crm_project.lib.time import day_bounds

# {figure: (kinds of turns, the column of the person for whom they count)}
TURNS: dict[str, tuple[tuple[str, ...], str]] = {
    "new_customers": ((Kind.ENTERED,), "owner"),
    "claims": ((Kind.CLAIMED,), "owner"),
    "given_up": ((Kind.GIVEN_UP,), "closes_owner"),
    "released": ((Kind.RELEASED, Kind.ROTATED), "closes_owner"),
}


def turns(figure: str, people: Collection[int], first: date, last: date) -> QuerySet[OwnershipEvent]:
    """The ledger's entries of these days that count for these people; one query more, for what was undone since."""
    begin, end = day_bounds(first, last)
    kinds, column = TURNS[figure]
    back = OwnershipEvent.objects.filter(kind__in=[Kind.RESTORED, Kind.UNDONE], at__gte=begin)
    undone = [pk for pk in back.values_list("evidence__undoes", flat=True) if pk]
    rows = OwnershipEvent.objects.filter(kind__in=kinds, at__gte=begin, at__lt=end, **{f"{column}__in": people})
    return rows.exclude(pk__in=undone)
