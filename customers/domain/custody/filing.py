"""Filing a folder, changing what is known of it and where it stands (row T6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.numbers import next_numbers
from customers.models import Customer, FolderEntry, ListItem, Ownership, PaperFolder
from customers.models.choices import ListKind
from customers.rules.custody.labels import number_text

from .access import may_keep
from .log import Kind, locked, record

FIELDS = ("kind", "title", "contents", "place")


def places() -> list[ListItem]:
    """Where folders may be put."""
    return list(ListItem.objects.filter(kind=ListKind.PLACE, active=True))


def file_folder(
    *, customer: Customer, kind: str, title: str, contents: str, place: ListItem | None, by: User, at: datetime
) -> PaperFolder:
    """Enter a folder of a customer; it gets the next number. Refuses with code gone, forbidden, title, place."""
    if customer.merged_into_id or customer.removed_at:
        raise Refused(_("This customer is no longer in the list."), code="gone")
    _check(by, customer)
    place = _checked_place(title, place)
    with transaction.atomic():
        row = PaperFolder.objects.create(
            customer=customer,
            number=number_text(next_numbers("folder")[0]),
            kind=kind,
            title=title.strip(),
            contents=contents.strip(),
            place=place,
            filed_by=by,
            filed_at=at,
        )
        record(row, Kind.FILED, by=by, at=at, text=str(place))
        return row


def change_folder(
    *, folder_id: int, kind: str, title: str, contents: str, place: ListItem | None, by: User, at: datetime
) -> PaperFolder:
    """Change what is known of a folder. Refuses with code forbidden, title, place."""
    with transaction.atomic():
        row = locked(folder_id)
        _check(by, row.customer)
        place = _checked_place(title, place, row.place_id)
        before = {name: getattr(row, name) for name in FIELDS}
        row.kind, row.title, row.contents, row.place = kind, title.strip(), contents.strip(), place
        changes = log.differences(before, {name: getattr(row, name) for name in FIELDS})
        if not changes:
            return row
        row.save(update_fields=FIELDS)
        moved = f"{before['place']} → {place}" if "place" in changes else ""
        FolderEntry.objects.create(folder=row, kind=Kind.CHANGED, text=moved, by=by, at=at)
        log.record(by=by, action="folder.changed", at=at, subject=row, customer_id=row.customer_id, changes=changes)
        return row


def _check(by: User, customer: Customer) -> None:
    if not may_keep(by, customer, Ownership.of(customer.pk)):
        raise Refused(_("Your role does not allow this here."), code="forbidden")


def _checked_place(title: str, place: ListItem | None, now: int | None = None) -> ListItem:
    if not title.strip():
        raise Refused(_("Write what the folder is called."), code="title", field="title")
    if place is None or place.kind != ListKind.PLACE or not (place.active or place.pk == now):
        raise Refused(_("Choose where the folder stands."), code="place", field="place")
    return place
