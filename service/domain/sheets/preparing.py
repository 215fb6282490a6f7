"""Making a visit sheet of a done order: its text is fixed, and what was done is corrected in the order where it differs (row Ni21)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import Contact
from service.domain.belonging import check_theirs
from service.domain.orders.lock import locked_order, save_change
from service.models import ServiceOrder, VisitSheet
from service.rules import sheets as rules

# What stands on the sheet is what the order says.
WORK_FIELDS = ("content", "material", "hours", "cost", "charge")
# What the sheet says of an order, in the active language; the sheet is not saved yet.
Text = Callable[[ServiceOrder, VisitSheet], dict[str, Any]]


def prepare_sheet(
    *,
    order_id: int,
    text: Text,
    arrived_at: datetime,
    left_at: datetime,
    content: str,
    material: str = "",
    hours: Decimal | None = None,
    cost: Decimal | None = None,
    charge: Decimal | None = None,
    with_cost: bool = False,
    people: str = "",
    contact: Contact | None = None,
    language: str,
    by: User,
    at: datetime,
) -> VisitSheet:
    """A new version of the sheet; the one before counts no longer, nor does its code. `text`: `presenters.sheets.text.body`.

    Refuses with code order (left before arrived), late (in the future), content, contact; status and denied as `locked_order`.
    """
    if left_at < arrived_at:
        raise Refused(_("They left before they arrived: correct the times."), code="order", field="left_at")
    if left_at > at:
        raise Refused(_("This time is still to come: when did they leave?"), code="late", field="left_at")
    if not content.strip():
        raise Refused(_("Say what was done: the customer signs for it."), code="content", field="content")
    with locked_order(order_id, by, "confirm") as order:
        check_theirs(order.customer_id, contact=contact)
        work = {
            "content": content.strip(),
            "material": material.strip(),
            "hours": hours,
            "cost": cost,
            "charge": charge,
        }
        _correct(order, work, by, at)
        last = order.sheets.first()
        sheet = VisitSheet(
            order=order,
            number=last.number + 1 if last else 1,
            contact=contact,
            arrived_at=arrived_at,
            left_at=left_at,
            people=people.strip(),
            with_cost=with_cost,
            language=language,
            order_changed_at=order.changed_at,
            made_by=by,
            made_at=at,
        )
        sheet.body = text(order, sheet)
        sheet.digest = rules.digest(sheet.body)
        sheet.save()
        note(sheet, by=by, at=at, action="service.sheet_made", changes={"digest": [None, sheet.digest]})
        return sheet


def _correct(order: ServiceOrder, work: Mapping[str, Any], by: User, at: datetime) -> None:
    # Compared as numbers, not as texts: 2 hours are 2.00.
    fresh = {name: value for name, value in work.items() if getattr(order, name) != value}
    changes = log.differences({name: getattr(order, name) for name in fresh}, fresh)
    if changes:
        for name, value in work.items():
            setattr(order, name, value)
        save_change(order, by=by, at=at, action="service.changed", changes=changes)


def note(
    sheet: VisitSheet, *, by: User | None, at: datetime, action: str, changes: Mapping[str, list[Any]] | None = None
) -> None:
    """Write it into the audit of the order, with the version of the sheet."""
    order = sheet.order
    log.record(
        by=by,
        action=action,
        at=at,
        subject=order,
        customer_id=order.customer_id,
        changes=log.plain({"sheet": [None, sheet.number], **(changes or {})}),
    )
