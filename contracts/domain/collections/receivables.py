"""What customers owe: open instalments within one's scope, and how old they are; one aggregate each (row T20)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Case, DecimalField, F, Q, QuerySet, Sum, Value, When

from contracts.domain.access import visible
from contracts.models import Contract, Instalment, Paper
from crm_project.accounts.domain import access as rights
from crm_project.accounts.models import User
from crm_project.lib.money import cents

# Ages in days overdue: (key, from, to); None is open.
AGES = (("current", None, 0), ("d30", 1, 30), ("d60", 31, 60), ("d90", 61, 90), ("older", 91, None))
GROUPS = {
    "rep": ("contract__owner_id", "contract__owner__full_name"),
    "department": ("contract__owner__department_id", "contract__owner__department__name"),
}
MOST_GROUPS = 100
_MONEY = DecimalField(max_digits=18, decimal_places=2)

M = TypeVar("M", Instalment, Paper)


def _in_scope(user: User, rows: QuerySet[M]) -> QuerySet[M]:
    if rights.scope(user, "contract.view") == "all" == rights.scope(user, "customer.restricted"):
        return rows
    return rows.filter(contract_id__in=visible(user).order_by().values("pk"))


def open_instalments(user: User) -> QuerySet[Instalment]:
    """Parts of contracts in force that are not fully paid, as far as the user sees them."""
    return _in_scope(user, Instalment.objects.filter(paid__lt=F("amount"), contract__status=Contract.Status.CONFIRMED))


def open_papers(user: User) -> QuerySet[Paper]:
    """Papers that are still to come in, as far as the user sees them."""
    return _in_scope(user, Paper.objects.filter(received_on=None).exclude(contract__status=Contract.Status.VOID))


def _aged(first: int | None, last: int | None, day: date) -> Q:
    """The condition of an age: overdue since `first` to `last` days."""
    condition = Q()
    if first is not None:
        condition &= Q(due_on__lte=day - timedelta(days=first))
    if last is not None:
        condition &= Q(due_on__gte=day - timedelta(days=last))
    return condition


def ageing(user: User, day: date, *, by: str = "department") -> list[dict[str, Any]]:
    """[{currency, name, key, current, d30, d60, d90, older, total}] of this date, the most owed first; one query."""
    key, name = GROUPS[by]
    rest = F("amount") - F("paid")
    nothing = Value(Decimal(0), output_field=_MONEY)
    sums = {
        age: Sum(Case(When(_aged(first, last, day), then=rest), default=nothing, output_field=_MONEY))
        for age, first, last in AGES
    }
    rows = (
        open_instalments(user)
        .order_by()
        .values("contract__currency", key, name)
        .annotate(**sums, total=Sum(rest, output_field=_MONEY))
    )
    return [
        {
            "currency": row["contract__currency"],
            "key": row[key],
            "name": row[name] or "",
            **{age: cents(row[age]) for age, *_rest in AGES},
            "total": cents(row["total"]),
        }
        for row in rows.order_by("-total")[:MOST_GROUPS]
    ]


def totals(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Decimal]]:
    """{currency: {age: sum, total}} of what `ageing` gives."""
    out = {}
    for row in rows:
        sums = out.setdefault(row["currency"], dict.fromkeys([*(age for age, *_rest in AGES), "total"], Decimal(0)))
        for name in sums:
            sums[name] += row[name]
    return out


def overdue_of(user: User, day: date) -> QuerySet[Instalment]:
    """Open instalments of contracts that this person signed and that are overdue, for the home page."""
    rows = Instalment.objects.filter(
        contract__owner=user, contract__status=Contract.Status.CONFIRMED, paid__lt=F("amount"), due_on__lt=day
    )
    return rows.select_related("contract__customer").order_by("due_on", "pk")
