"""Undoing an import of targets: those that nobody changed since, and whose period has not begun, are as before (row Nf3)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.audit.domain import log
from crm_project.lib.time import local_date
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, changed_since, gone, outside
from customers.models import ImportedRow
from reports.domain.targets import units
from reports.domain.targets.changing import tier_fields
from reports.models import Target
from reports.rules.targets.tiers import TIERS

TARGET = Subject("target", "target.imported")


class TargetsUndoing(Undoing):
    """Takes back rows of the kind `targets`."""

    subject = TARGET

    def customers_of(self, rows: list[ImportedRow]) -> dict[int, int]:
        return {}

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        found = Target.objects.select_for_update(no_key=True, of=("self",)).select_related(
            "person__department", "department__parent"
        )
        targets = {row.pk: row for row in found.filter(pk__in=[one.subject_id for one in rows]).order_by("pk")}
        kept = {one.pk: why for one in rows if (why := self._why_not(targets.get(one.subject_id)))}
        for one in rows:
            if one.pk not in kept:
                self._back(targets[one.subject_id], one.before)
        return kept

    def _why_not(self, row: Target | None) -> str:
        if row is None:
            return gone()
        unit = units.of_person(row.person) if row.person else None
        unit = unit or (units.of_department(row.department) if row.department else units.company())
        if not units.may_set(self.terms.by, unit):
            return outside()
        if row.changed_at != self.imported_at or row.waiting_id:
            return changed_since()
        if row.starts_on <= local_date(self.terms.at) and row.starts_on > local_date(self.imported_at):
            return _("It is in force by now: it changes by a request.")
        return ""

    def _back(self, row: Target, before: dict[str, str | None]) -> None:
        old = {name: None if before.get(name) is None else Decimal(str(before[name])) for name in TIERS}
        log.record(
            by=self.terms.by,
            action="target.import_undone",
            at=self.terms.at,
            subject=row,
            changes=log.differences(tier_fields(row.tiers), old),
        )
        if old["target"] is None:
            row.delete()
            return
        for name, value in old.items():
            setattr(row, name, value)
        row.changed_at = self.terms.at
        row.save(update_fields=[*TIERS, "changed_at"])
