"""The verbs of managed lists: add, rename, order, switch off (rows Z1, Z6-Z8). An entry in use is never deleted."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import ListItem


def save_item(*, kind: str, name: str, name_zh: str, by: User, at: datetime, item_id: int | None = None) -> ListItem:
    """Add an entry at the end of its list, or rename one."""
    name, name_zh = " ".join((name or "").split()), " ".join((name_zh or "").split())
    if not name:
        raise Refused(_("Enter a name for the entry."), code="name", field="name")
    try:
        with transaction.atomic():
            if item_id is None:
                last = ListItem.objects.filter(kind=kind).aggregate(last=Max("position"))["last"]
                row, before = (
                    ListItem.objects.create(kind=kind, name=name, name_zh=name_zh, position=(last or 0) + 1),
                    {},
                )
            else:
                row = ListItem.objects.select_for_update().get(pk=item_id)
                before = {"name": row.name, "name_zh": row.name_zh}
                row.name, row.name_zh = name, name_zh
                row.save(update_fields=["name", "name_zh"])
            changes = log.differences(before, {"name": name, "name_zh": name_zh})
            if changes:
                log.record(by=by, action="list.saved", at=at, subject=row, changes=changes)
            return row
    except IntegrityError:
        raise Refused(_("“%(name)s” is already in this list.") % {"name": name}, code="twice", field="name") from None


def switch_item(*, item_id: int, by: User, at: datetime) -> ListItem:
    """Offer an entry no longer, or again; files that have it keep it."""
    with transaction.atomic():
        row = ListItem.objects.select_for_update().get(pk=item_id)
        row.active = not row.active
        row.save(update_fields=["active"])
        log.record(
            by=by,
            action="list.switched",
            at=at,
            subject=row,
            changes={"active": [not row.active, row.active]},
        )
        return row


def move_item(*, item_id: int, up: bool, by: User, at: datetime) -> ListItem:
    """One place up or down; the whole list is numbered anew, so that old gaps and ties do no harm."""
    with transaction.atomic():
        row = ListItem.objects.get(pk=item_id)
        rows = list(ListItem.objects.select_for_update().filter(kind=row.kind).order_by("position", "name"))
        here = [r.pk for r in rows].index(row.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return row
        rows[here], rows[there] = rows[there], rows[here]
        for position, entry in enumerate(rows):
            entry.position = position
        ListItem.objects.bulk_update(rows, ["position"])
        log.record(by=by, action="list.ordered", at=at, subject=row, changes={"position": [here, there]})
        return row
