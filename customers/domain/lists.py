"""The managed lists of customers and contracts (rows Z1, Z6-Z8): the verbs of `list_entries` on one table with many kinds."""

from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.models import User
from customers.models import ListItem

from . import list_entries


def save_item(*, kind: str, name: str, name_zh: str, by: User, at: datetime, item_id: int | None = None) -> ListItem:
    """Add an entry at the end of its list, or rename one. Refuses with code name, twice."""
    rows = ListItem.objects.filter(kind=kind)
    return list_entries.save_entry(rows, name=name, name_zh=name_zh, by=by, at=at, entry_id=item_id, kind=kind)


def switch_item(*, item_id: int, by: User, at: datetime) -> ListItem:
    """Offer an entry no longer, or again; files that have it keep it."""
    return list_entries.switch_entry(ListItem.objects.all(), entry_id=item_id, by=by, at=at)


def move_item(*, item_id: int, up: bool, by: User, at: datetime) -> ListItem:
    """One place up or down."""
    return list_entries.move_entry(_beside(item_id), entry_id=item_id, up=up, by=by, at=at)


def _beside(item_id: int) -> QuerySet[ListItem]:
    """The list that an entry stands in."""
    return ListItem.objects.filter(kind=ListItem.objects.values_list("kind", flat=True).get(pk=item_id))
