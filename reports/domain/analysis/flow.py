"""What went between people and the public pool in a period, from the ledger; what was undone does not count (rows Z12, Nf1)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from assignment.domain.ledger import Kind
from assignment.models import OwnershipEvent
from crm_project.lib.query_values import key

from .asked import Asked, people
from .found import MOST, Found

PASSED = (Kind.TRANSFERRED, Kind.HANDED_OVER, Kind.ROTATED)
OWNER, CLOSED = "owner", "closes_owner"
# {cell: (kinds of turns, the column of the person, what else holds)}; the first come in, the others go out.
IN = {
    "entered": ((Kind.ENTERED,), OWNER, Q()),
    "claimed": ((Kind.CLAIMED,), OWNER, Q()),
    "received": (PASSED, OWNER, Q()),
}
OUT = {
    "given_up": ((Kind.GIVEN_UP,), CLOSED, Q()),
    "by_rule": ((Kind.RELEASED,), CLOSED, ~Q(rule="")),
    "by_manager": ((Kind.RELEASED,), CLOSED, Q(rule="")),
    "passed_on": (PASSED, CLOSED, Q()),
}
CELLS = IN | OUT
Counts = dict[int, dict[str, int]]


def _undone(since: datetime) -> list[int]:
    back = OwnershipEvent.objects.filter(kind__in=[Kind.RESTORED, Kind.UNDONE], at__gte=since)
    return [pk for pk in back.values_list("evidence__undoes", flat=True) if pk]


def _turns(cell: str, begin: datetime, end: datetime, undone: list[int]) -> QuerySet[OwnershipEvent]:
    kinds, _column, which = CELLS[cell]
    rows = OwnershipEvent.objects.filter(which, kind__in=kinds, at__gte=begin, at__lt=end)
    return rows.exclude(pk__in=undone)


def counts(asked: Asked) -> tuple[Counts, Counts]:
    """({person: {cell: how many}}, the same of the period before) of all within reach; a query for each cell, and one."""
    (begin, end), (earlier, _begin) = asked.bounds, asked.before.bounds
    undone, ids = _undone(earlier), people(asked).order_by().values("pk")
    found: tuple[Counts, Counts] = (defaultdict(dict), defaultdict(dict))
    for cell, (_kinds, column, _which) in CELLS.items():
        turned = _turns(cell, earlier, end, undone).filter(**{f"{column}__in": ids}).order_by()
        told = turned.values_list(f"{column}_id").annotate(
            now=Count("pk", filter=Q(at__gte=begin)), then=Count("pk", filter=Q(at__lt=begin))
        )
        for person, *numbers in told:
            for counted, n in zip(found, numbers, strict=True):
                if n:
                    counted[person][cell] = n
    return found


def balance(counted: Mapping[str, int]) -> int:
    """How many more came in than went out."""
    return sum(counted.get(cell, 0) for cell in IN) - sum(counted.get(cell, 0) for cell in OUT)


def rows(asked: Asked, row: str, cell: str) -> list[Found]:
    """The turns behind one number, the newest first; `row`: the key of a person, or "all"; `cell`: also "in" and "out", all of these."""
    cells = {"in": IN, "out": OUT}.get(cell, [cell] if cell in CELLS else [])
    if not cells:
        return []
    whose = people(asked) if row == "all" else people(asked).filter(pk=key(row))
    (begin, end), which = asked.bounds, Q(pk__in=[])
    for one in cells:
        kinds, column, more = CELLS[one]
        which |= Q(more, kind__in=kinds, **{f"{column}__in": whose.order_by().values("pk")})
    found = OwnershipEvent.objects.filter(which, at__gte=begin, at__lt=end).exclude(pk__in=_undone(begin))
    told = found.order_by("-at", "-pk").values_list("at", "customer_id", "kind")
    return [Found(at, customer, code=kind) for at, customer, kind in told[: MOST + 1]]
