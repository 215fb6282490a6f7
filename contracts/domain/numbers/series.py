"""Series of contract numbers: offered, added, renamed, switched off (row Nc15). What was drawn stays accounted for."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contracts.models import NumberSeries
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused


def offered() -> list[tuple[str, str]]:
    """[(letters, name in the reader's language)] of the series that numbers may be drawn from."""
    return [(row.key, str(row)) for row in NumberSeries.objects.filter(active=True)]


def _allowed(by: User) -> None:
    if not may(by, "lists.manage"):
        raise Refused(_("Series are managed together with the lists: ask an admin."), code="forbidden")


def _named(name: str, name_zh: str) -> tuple[str, str]:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Enter a name for the series."), code="name", field="name")
    return name, " ".join(name_zh.split())


def add_series(*, key: str, name: str, name_zh: str, by: User, at: datetime) -> NumberSeries:
    """A new series; its first number of each year is 1. Refuses with code forbidden, name, key, twice."""
    _allowed(by)
    name, name_zh = _named(name, name_zh)
    row = NumberSeries(key=key.strip().upper(), name=name, name_zh=name_zh)
    try:
        row.clean_fields()
    except ValidationError as error:
        raise Refused(error.messages[0], code="key", field=next(iter(error.message_dict))) from None
    try:
        with transaction.atomic():
            row.save()
            log.record(
                by=by,
                action="series.saved",
                at=at,
                subject=row,
                changes=log.differences({}, {"name": name, "name_zh": name_zh}),
            )
    except IntegrityError:
        raise Refused(
            _("The series %(key)s already exists: choose another prefix.") % {"key": row.key}, code="twice", field="key"
        ) from None
    return row


def rename_series(*, series_id: int, name: str, name_zh: str, by: User, at: datetime) -> NumberSeries:
    """Call a series otherwise; its letters stay. Refuses with code forbidden, name."""
    _allowed(by)
    name, name_zh = _named(name, name_zh)
    with transaction.atomic():
        row = NumberSeries.objects.select_for_update(no_key=True).get(pk=series_id)
        changes = log.differences({"name": row.name, "name_zh": row.name_zh}, {"name": name, "name_zh": name_zh})
        row.name, row.name_zh = name, name_zh
        row.save(update_fields=["name", "name_zh"])
        if changes:
            log.record(by=by, action="series.saved", at=at, subject=row, changes=changes)
        return row


def switch_series(*, series_id: int, by: User, at: datetime) -> NumberSeries:
    """Offer a series no longer, or again; its numbers stay in the list. Refuses with code forbidden, last."""
    _allowed(by)
    with transaction.atomic():
        rows = {row.pk: row for row in NumberSeries.objects.select_for_update(no_key=True).order_by("pk")}
        row = rows[series_id]
        if row.active and sum(other.active for other in rows.values()) == 1:
            raise Refused(_("Contracts need at least one series: add another one first."), code="last")
        row.active = not row.active
        row.save(update_fields=["active"])
        log.record(
            by=by, action="series.switched", at=at, subject=row, changes={"active": [not row.active, row.active]}
        )
        return row
