"""Targets from a sheet: each row the target of the company, a department or a person (row Nf3)."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.lib.characters import key
from customers.importing.conditions import CHANGED, NEW, UNCHANGED, Departments
from customers.importing.importer import Draft, Importer
from customers.importing.noting import note
from reports.domain.targets import units
from reports.domain.targets.changing import tier_fields
from reports.domain.targets.checking import Wanted, in_force, refusal_of
from reports.domain.targets.facts import measurable, of_units
from reports.models import Target
from reports.presenters.targets.names import period_text, unit_text
from reports.rules.periods import period_from
from reports.rules.targets.tiers import TIERS, Tiers

from .undoing import TARGET

_FIRST_OF_MONTH = re.compile(r"^(\d{4}-\d{2})-01(?:[T ].*)?$")


@dataclass
class TargetDraft(Draft):
    """One target on its way in."""

    wanted: Any = None
    row: Any = None

    def label(self):
        whose = self.values.get("person") or self.values.get("department") or ""
        return " · ".join(filter(None, [self.values.get("figure", ""), self.values.get("period", ""), str(whose)]))

    def told(self):
        return period_text(self.wanted.period) if self.wanted and self.result in (NEW, CHANGED) else ""


class TargetsImport(Importer):
    """Takes rows of the kind `targets`; what is in force stays, as it changes by a request only."""

    right = "target.manage"

    def draft(self, number, values, problems):
        return TargetDraft(number, values, problems)

    # --- deciding -----------------------------------------------------------------------------------
    def decide(self, drafts, *, write):
        self.departments = getattr(self, "departments", None) or Departments()
        self.figures = getattr(self, "figures", None) or _by_name()
        for draft in drafts:
            if not draft.problems:
                self._read(draft)
        wanted = [draft for draft in drafts if not draft.problems]
        rows = of_units({one.wanted.unit.key: one.wanted.unit for one in wanted}.values()).filter(
            figure__in={one.wanted.figure for one in wanted}
        )
        rows = rows.select_related("person__department", "department").order_by("pk")
        if write:
            rows = rows.select_for_update(no_key=True, of=("self",))
        self.standing = {(units.key_of(row), row.figure, row.period): row for row in rows}
        for draft in wanted:
            self._decide_one(draft)

    def _read(self, draft):
        values = draft.values
        figure = self.figures.get(key(values["figure"]))
        if figure is None:
            draft.refuse(_("figure: there are no targets for “%(text)s”.") % {"text": values["figure"][:60]})
        try:
            # Spreadsheets turn 2026-11 into the first of the month.
            period = period_from(_FIRST_OF_MONTH.sub(r"\1", values["period"]))
        except ValueError:
            draft.refuse(
                _("period: write 2026-11, 2026Q4, 2026H2 or 2026, not “%(text)s”.") % {"text": values["period"][:30]}
            )
            return
        unit = self._unit(draft)
        if not draft.problems:
            tiers = Tiers(values["target"], values.get("floor"), values.get("stretch"))
            draft.wanted = Wanted(unit, figure, period, tiers)

    def _unit(self, draft):
        department = None
        if "department" in draft.values:
            department = self.departments.get(draft.values["department"])
            if department is None or department.closed_at:
                draft.refuse(_("department: there is no “%(name)s”.") % {"name": draft.values["department"][:80]})
                return None
        if "person" not in draft.values:
            return units.of_department(department) if department else units.company()
        person = self.named(draft, "person")
        if person is None:
            return None
        if department is not None and person.department_id != department.pk:
            draft.refuse(
                _("person: %(person)s belongs to %(theirs)s, not to %(department)s.")
                % {"person": person, "theirs": person.department or _("no department"), "department": department}
            )
        return units.of_person(person)

    def _decide_one(self, draft):
        wanted, today = draft.wanted, self.today
        mark = (wanted.unit.key, wanted.figure, wanted.period.key)
        if first := self.first(mark):
            draft.refuse(_("Row %(number)d of this file sets the same target.") % {"number": first})
            return
        row = self.standing.get((wanted.unit.key, wanted.figure, wanted.period))
        if row is not None and row.tiers == wanted.tiers:
            draft.result = UNCHANGED
        elif problem := self._problem(wanted, row, today):
            draft.refuse(problem)
        elif row is not None:
            draft.result, draft.row = CHANGED, row
        if not draft.problems:
            self._fresh[mark] = draft.number

    def _problem(self, wanted, row, today):
        """Why a row is not taken, as a sentence; history may also say what was meant before."""
        if row is not None and in_force(wanted.period, today):
            return _("The target of %(name)s for %(period)s is in force: change it on its page, with the reason.") % {
                "name": unit_text(wanted.unit),
                "period": wanted.period.key,
            }
        if row is not None and row.waiting_id:
            return _("A change of this target waits for its decision.")
        asked = wanted.period.first if self.terms.history else today
        refusal = refusal_of(wanted, self.terms.by, asked)
        return refusal.sentence if refusal else ""

    # --- writing ------------------------------------------------------------------------------------
    def write(self, drafts):
        at = self.terms.at
        new = [draft for draft in drafts if draft.result == NEW]
        for draft in new:
            period, tiers = draft.wanted.period, tier_fields(draft.wanted.tiers)
            draft.row = Target(
                figure=draft.wanted.figure,
                span=period.span,
                starts_on=period.first,
                changed_at=at,
                **draft.wanted.unit.columns,
                **tiers,
            )
        Target.objects.bulk_create([draft.row for draft in new])
        for draft in new:
            draft.trace = (draft.row.pk, {})
        changed = [draft for draft in drafts if draft.result == CHANGED]
        told = [(draft, tier_fields(None)) for draft in new]
        for draft in changed:
            before = tier_fields(draft.row.tiers)
            told.append((draft, before))
            draft.trace = (draft.row.pk, {name: _text(value) for name, value in before.items()})
            for name, value in tier_fields(draft.wanted.tiers).items():
                setattr(draft.row, name, value)
            draft.row.changed_at = at
        Target.objects.bulk_update([draft.row for draft in changed], [*TIERS, "changed_at"])
        note(TARGET, [_noted(draft, before) for draft, before in told], self.terms)


def _text(value):
    return None if value is None else f"{value:.2f}"


def _noted(draft, before):
    after = tier_fields(draft.wanted.tiers)
    changes = {name: [_text(before[name]), _text(after[name])] for name in TIERS if before[name] != after[name]}
    return draft.row.pk, str(draft.row), None, draft.number, changes


def _by_name():
    """{what a cell may say: figure}: its key, or its name in either language."""
    out = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            out |= {key(str(one.label)): found for found, one in measurable().items()}
    return out | {key(found): found for found in measurable()}
