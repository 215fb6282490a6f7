"""The managed lists of service: kinds of orders, their categories, causes (row Ni21); the verbs are those of every managed list."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.domain import list_entries
from service.domain import access
from service.models import OrderCategory, OrderCause, OrderKind

# {name in the address: the table}
LISTS: dict[str, Any] = {"kinds": OrderKind, "categories": OrderCategory, "causes": OrderCause}


def save(
    *, which: str, name: str, name_zh: str, kind: OrderKind | None = None, by: User, at: datetime, pk: int | None = None
) -> Any:
    """Add an entry or rename one; `kind`: whose category a new one is. Refuses with code denied, kind, name, twice."""
    _check(by)
    if which == "categories" and pk is None and kind is None:
        raise Refused(_("For which kind of orders?"), code="kind", field="kind")
    new: dict[str, Any] = {}
    if pk is None and which == "kinds":
        new["key"] = _free_key(name)
    elif pk is None and which == "categories":
        new["kind"] = kind
    return list_entries.save_entry(
        _beside(which, pk, kind), name=name, name_zh=name_zh, by=by, at=at, entry_id=pk, **new
    )


def switch(*, which: str, pk: int, by: User, at: datetime) -> Any:
    """Offer an entry no longer, or again; orders that have it keep it. Refuses with code denied."""
    _check(by)
    return list_entries.switch_entry(LISTS[which].objects.all(), entry_id=pk, by=by, at=at)


def move(*, which: str, pk: int, up: bool, by: User, at: datetime) -> Any:
    """One place up or down, a category among those of its kind. Refuses with code denied."""
    _check(by)
    return list_entries.move_entry(_beside(which, pk, None), entry_id=pk, up=up, by=by, at=at)


def _check(by: User) -> None:
    if not access.manages(by):
        raise Refused(_("Only a service manager may do this."), code="denied")


def _beside(which: str, pk: int | None, kind: OrderKind | None) -> QuerySet[Any]:
    rows = LISTS[which].objects.all()
    if which != "categories":
        return rows
    return rows.filter(kind=kind if pk is None else rows.values_list("kind", flat=True).get(pk=pk))


def _free_key(name: str) -> str:
    """What files and targets call a new kind: its name in plain letters, or a number where it has none."""
    key = slugify(name).replace("-", "_")[:36] or "kind"
    taken = set(OrderKind.objects.filter(key__startswith=key).values_list("key", flat=True))
    return next(one for n in range(1, len(taken) + 2) if (one := key if n == 1 else f"{key}_{n}") not in taken)
