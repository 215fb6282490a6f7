"""A keeper goes through a storage place: what is read there is compared with what belongs there (row T6)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import FolderEntry, FolderLoan, ListItem, PaperFolder, StockTake, StockTakeLine
from customers.models.choices import ListKind
from customers.rules.custody.stock import verdict

from .access import stock_takes
from .log import Kind


def open_stock_take(*, place: ListItem | None, by: User, at: datetime) -> StockTake:
    """Begin to go through a place. Refuses with code place, open."""
    if place is None or place.kind != ListKind.PLACE:
        raise Refused(_("Choose a storage place."), code="place", field="place")
    try:
        with transaction.atomic():
            row = StockTake.objects.create(place=place, opened_by=by, opened_at=at)
            log.record(by=by, action="stocktake.opened", at=at, subject=row, reason=str(place))
            return row
    except IntegrityError:
        raise Refused(
            _("A stock-take of this place is open already: go on with it."), code="open", field="place"
        ) from None


def note_folder(*, stock_take_id: int, folder: PaperFolder, by: User, at: datetime) -> StockTakeLine:
    """A folder stands here; read twice, it counts once. Refuses with code closed."""
    with transaction.atomic():
        row = _open(stock_take_id, by)
        line, _new = StockTakeLine.objects.get_or_create(
            stock_take=row, folder=folder, defaults={"seen_at": at, "by": by}
        )
        return line


def close_stock_take(*, stock_take_id: int, by: User, at: datetime) -> StockTake:
    """Say of each folder that was seen, or belongs here, how it stands; the result is kept. Refuses with code closed."""
    with transaction.atomic():
        row = _open(stock_take_id, by)
        seen = {line.folder_id: line for line in row.lines.select_related("folder__place")}
        belonging = PaperFolder.objects.filter(place=row.place).exclude(pk__in=seen).select_related("place")
        lines = [*seen.values(), *(StockTakeLine(stock_take=row, folder=folder) for folder in belonging)]
        borrowers = _borrowers([line.folder_id for line in lines])
        for line in lines:
            folder = line.folder
            here = folder.place_id == row.place_id
            line.verdict = verdict(seen=line.seen_at is not None, belongs_here=here, status=folder.status)
            line.note = borrowers.get(folder.pk, "") or ("" if here else str(folder.place)[:160])
        StockTakeLine.objects.bulk_update([line for line in lines if line.pk], ["verdict", "note"], batch_size=500)
        StockTakeLine.objects.bulk_create([line for line in lines if not line.pk], batch_size=500)
        FolderEntry.objects.bulk_create(
            [
                FolderEntry(folder=line.folder, kind=Kind.COUNTED, by=by, at=at, text=f"{row.place}: {line.verdict}")
                for line in lines
            ],
            batch_size=500,
        )
        row.closed_by, row.closed_at = by, at
        row.save(update_fields=["closed_by", "closed_at"])
        log.record(by=by, action="stocktake.closed", at=at, subject=row, reason=str(row.place))
        return row


def _borrowers(folders: list[int]) -> dict[int, str]:
    loans = FolderLoan.objects.filter(folder__in=folders, status=FolderLoan.Status.OUT).select_related("borrower")
    return {loan.folder_id: f"{loan.borrower}, {loan.until_on}"[:160] for loan in loans}


def _open(stock_take_id: int, by: User) -> StockTake:
    row = StockTake.objects.select_for_update(no_key=True, of=("self",)).filter(pk=stock_take_id).first()
    if row is None or not stock_takes(by).filter(pk=stock_take_id).exists():
        raise Refused(_("Only people who keep all folders do this."), code="forbidden")
    if row.closed_at is not None:
        raise Refused(_("This stock-take is closed: open a new one."), code="closed")
    row.place = ListItem.objects.get(pk=row.place_id)
    return row
