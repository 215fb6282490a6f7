"""Values of the managed lists that a file added: an undo of the import takes them off again where nothing uses them (rows Z1, Z10)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from customers.importing.conditions import Conditions
from customers.importing.undoing import built_on, changed_since
from customers.models import Customer, ImportedRow, ImportJob, ListItem

from .comparing import LISTED
from .lists import ADDED


def take_off(job: ImportJob, terms: Conditions, imported_at: datetime) -> list[tuple[str, str]]:
    """Delete what this file added to the lists; [(value, why it stays)] of the rest. Call it once the rows are back.

    The values are locked, so that nobody takes one up at the same moment.
    """
    entries = Entry.objects.filter(
        action=ADDED, subject_type="listitem", actor=terms.by, at=imported_at, reason=terms.filename
    )
    names = {int(pk): name for pk, name in entries.values_list("subject_id", "changes__name__1")}
    items = list(ListItem.objects.select_for_update().filter(pk__in=names).order_by("pk"))
    _let_go(job, items)
    used, stay = built_on(ListItem, [item.pk for item in items]), []
    for item in items:
        if (item.name, item.name_zh, item.active) != (names[item.pk], "", True):
            stay.append((str(item), changed_since()))
        elif item.pk in used:
            stay.append((str(item), _("Other entries use it.")))
        else:
            log.record(by=terms.by, action="list.removed", at=terms.at, subject=item, reason=terms.filename)
            item.delete()
    return stay


def _let_go(job: ImportJob, items: list[ListItem]) -> None:
    """The rows of new customers that are taken back stay for the ledger, and need no values."""
    gone = ImportedRow.objects.filter(job=job, result="new", undone_at__isnull=False).values("subject_id")
    for name in LISTED:
        Customer.objects.filter(pk__in=gone, **{f"{name}__in": items}).update(**{name: None})
    Customer.regions.through.objects.filter(customer_id__in=gone, listitem_id__in=[item.pk for item in items]).delete()
