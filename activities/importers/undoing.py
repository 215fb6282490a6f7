"""Undoing an import of follow-ups: entries, their tasks and what they closed are as before, unless somebody built on them (row Nf13)."""

from typing import Any

from activities.domain.changed_days import forget_days
from activities.models import FollowUp, Task
from assignment.domain.last_followup import settle_followups
from crm_project.audit.domain import log
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, built_on, changed_since, gone, in_use, outside
from customers.models import ImportedRow

FOLLOWUP = Subject("followup", "followup.imported")
# What an entry said when it came in; one that says something else was changed.
KEPT = ("author_id", "kind", "content", "counterpart", "purpose", "result", "next_step", "check_state", "voided_at")


def as_entered(row: dict[str, Any] | FollowUp) -> list[Any]:
    """The columns that tell whether an entry is still as it came in."""
    known = row if isinstance(row, dict) else {name: getattr(row, name) for name in KEPT}
    return [log.plain(known.get(name) or "") for name in KEPT]


class FollowUpsUndoing(Undoing):
    """Takes back rows of the kind `followups`."""

    subject, model = FOLLOWUP, FollowUp

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        ids = [row.subject_id for row in rows]
        self.entries = FollowUp.objects.in_bulk(ids)
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
        forget_days(self.entries[pk] for pk in taken)
        FollowUp.objects.filter(pk__in=taken).delete()
        settle_followups(touched, at=self.terms.at)
        return kept

    def _why_not(self, row: ImportedRow) -> str:
        entry = self.entries.get(row.subject_id)
        if entry is None:
            return gone()
        if not self.reaches(self.customers[entry.customer_id]):
            return outside()
        if as_entered(entry) != row.before["entry"]:
            return changed_since()
        return in_use() if entry.pk in self.busy else ""
