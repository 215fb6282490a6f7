"""The verbs of every managed list, whatever table it lies in: add, rename, order, switch off (rows Z1, Ni21). Nothing is deleted."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

M = TypeVar("M", bound=Model)


def save_entry(
    rows: "QuerySet[M]", *, name: str, name_zh: str, by: User, at: datetime, entry_id: int | None = None, **new: Any
) -> M:
    """Add an entry at the end of its list (`rows`; `new`: what else a new one has), or rename one. Refuses with code name, twice."""
    name, name_zh = " ".join((name or "").split()), " ".join((name_zh or "").split())
    if not name:
        raise Refused(_("Enter a name for the entry."), code="name", field="name")
    taken = Refused(_("“%(name)s” is already in this list.") % {"name": name}, code="twice", field="name")
    try:
        with transaction.atomic():
            if rows.filter(name__iexact=name).exclude(pk=entry_id).exists():
                raise taken
            before: dict[str, Any] = {}
            row: Any
            if entry_id is None:
                last = rows.aggregate(last=Max("position"))["last"]
                row = rows.model._default_manager.create(name=name, name_zh=name_zh, position=(last or 0) + 1, **new)
            else:
                row = rows.select_for_update().get(pk=entry_id)
                before = {"name": row.name, "name_zh": row.name_zh}
                row.name, row.name_zh = name, name_zh
                row.save(update_fields=["name", "name_zh"])
            changes = log.differences(before, {"name": name, "name_zh": name_zh})
            if changes:
                log.record(by=by, action="list.saved", at=at, subject=row, changes=changes)
            return row
    except IntegrityError:
        raise taken from None


def switch_entry(rows: "QuerySet[M]", *, entry_id: int, by: User, at: datetime) -> M:
    """Offer an entry no longer, or again; what has it keeps it."""
    with transaction.atomic():
        row: Any = rows.select_for_update().get(pk=entry_id)
        row.active = not row.active
        row.save(update_fields=["active"])
        log.record(by=by, action="list.switched", at=at, subject=row, changes={"active": [not row.active, row.active]})
        return row


def move_entry(rows: "QuerySet[M]", *, entry_id: int, up: bool, by: User, at: datetime) -> M:
    """One place up or down; the whole list is numbered anew, so that old gaps and ties do no harm."""
    with transaction.atomic():
        found: list[Any] = list(rows.select_for_update().order_by("position", "name"))
        here = [row.pk for row in found].index(entry_id)
        row, there = found[here], here - 1 if up else here + 1
        if not 0 <= there < len(found):
            return row
        found[here], found[there] = found[there], found[here]
        for position, entry in enumerate(found):
            entry.position = position
        rows.model._default_manager.bulk_update(found, ["position"])
        log.record(by=by, action="list.ordered", at=at, subject=row, changes={"position": [here, there]})
        return row
