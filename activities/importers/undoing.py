"""Undoing an import of follow-ups: entries, their tasks and what they closed are as before, unless somebody built on them (row Nf13)."""

from typing import Any

from activities.models import FollowUp, Task
from assignment.domain import deadlines
from assignment.domain.last_followup import settle_followups
from crm_project.audit.domain import log
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, built_on, changed_since, gone, in_use
from customers.models import Customer, ImportedRow, Ownership

FOLLOWUP = Subject("followup", "followup.imported")
# What an entry said when it came in; one that says something else was changed.
KEPT = ("author_id", "kind", "content", "counterpart", "purpose", "result", "next_step", "check_state", "voided_at")


def as_entered(row: dict[str, Any] | FollowUp) -> list[Any]:
    """The columns that tell whether an entry is still as it came in."""
    known = row if isinstance(row, dict) else {name: getattr(row, name) for name in KEPT}
    return [log.plain(known.get(name) or "") for name in KEPT]


class FollowUpsUndoing(Undoing):
    """Takes back rows of the kind `followups`."""

    subject = FOLLOWUP

    def customers_of(self, rows: list[ImportedRow]) -> dict[int, int | None]:
        found = FollowUp.objects.filter(pk__in=[row.subject_id for row in rows])
        return dict(found.values_list("pk", "customer_id"))

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        ids = [row.subject_id for row in rows]
        customers = deadlines.lock(set(FollowUp.objects.filter(pk__in=ids).values_list("customer_id", flat=True)))
        self.entries = FollowUp.objects.in_bulk(ids)
        self.customers = customers
        self.ownerships = {o.pk: o for o in Ownership.objects.filter(pk__in=customers)}
        used = built_on(FollowUp, ids, but=["activities.Task"])
        done = Task.objects.filter(followup__in=ids, done_at__isnull=False).values_list("followup", flat=True)
        self.busy = {*used, *done}
        kept = {row.pk: why for row in rows if (why := self._why_not(row))}
        back = [row for row in rows if row.pk not in kept]
        taken = [row.subject_id for row in back]
        Task.objects.filter(followup__in=taken).delete()
        for row in back:
            closed = Task.objects.filter(pk__in=row.before.get("closed", ()), done_at=self.imported_at)
            closed.update(done_at=None, reminded_at=None)
        touched = sorted({self.entries[pk].customer_id for pk in taken})
        FollowUp.objects.filter(pk__in=taken).delete()
        settle_followups(touched, at=self.terms.at)
        return kept

    def _why_not(self, row: ImportedRow) -> str:
        entry = self.entries.get(row.subject_id)
        if entry is None:
            return gone()
        customer: Customer = self.customers[entry.customer_id]
        ownership = self.ownerships.get(customer.pk)
        place = (ownership.department_id, ownership.owner_id) if ownership else (customer.department_id,)
        if not self.terms.covers(*place):
            return self.outside()
        if as_entered(entry) != row.before["entry"]:
            return changed_since()
        return in_use() if entry.pk in self.busy else ""
