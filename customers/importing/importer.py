"""What every import of a kind of file has in common: rows become drafts, drafts are decided, outcomes told; a file's rows are remembered."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.lib.time import local_date
from customers.models import Customer, Ownership

from .columns import Column, read
from .conditions import NEW, REFUSED, Conditions, Outcome, People
from .finding import find, several_called


@dataclass
class Draft(ABC):
    """One row on its way in: read, compared with what is known, decided."""

    number: int
    values: dict
    problems: list = field(default_factory=list)
    customer: Any = None
    result: str = NEW
    unsure: tuple[str, ...] = ()
    exported: datetime | None = None
    known: str = ""
    trace: tuple[int, dict] | None = None

    def refuse(self, sentence: str) -> None:
        self.problems.append(sentence)

    @abstractmethod
    def label(self) -> str:
        """What the row is called in the list of outcomes."""

    def told(self) -> str:
        """What happens to a row that is taken, in words."""
        return ""

    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome(self.number, REFUSED, self.label(), " ".join(self.problems), known=self.known)
        return Outcome(
            self.number,
            self.result,
            self.label(),
            self.told(),
            self.values.get("amount") if self.result == NEW else None,
            self.values.get("currency", "CNY"),
            self.unsure,
            self.known,
            self.trace,
        )


class Importer(ABC):
    """Takes the rows of one kind, `size` at a time (None: all of a file at once). See `batches.take` for who calls what."""

    size: int | None = 500
    # The right that must reach the customer of a row.
    right = "customer.import"

    def __init__(self, conditions: Conditions, columns: dict[str, Column]) -> None:
        self.terms = conditions
        self.columns = columns
        self.today = local_date(conditions.at)
        # What rows of the file stand for, and the row: `_fresh` of this batch, `_seen` of those committed.
        self._seen: dict[Any, Any] = {}
        self._fresh: dict[Any, Any] = {}

    @cached_property
    def people(self) -> People:
        """All accounts, read once."""
        return People()

    # --- what the runner calls --------------------------------------------------------------------
    def prepare(self, rows):
        """Read rows into drafts; asks the database nothing."""
        drafts = []
        for row in rows:
            values, problems, doubts = read(row, self.columns, self.today)
            draft = self.draft(row.number, values, problems)
            draft.unsure, draft.exported = doubts, row.exported
            drafts.append(draft)
        return drafts

    def batch(self, drafts, *, write):
        """Decide these drafts and, with `write`, carry them out; one outcome each."""
        self._fresh = {}
        self.decide(drafts, write=write)
        if write:
            self.write([draft for draft in drafts if not draft.problems])
        return [draft.outcome() for draft in drafts]

    def keep(self):
        """The batch is committed."""
        self._seen |= self._fresh
        self._fresh = {}

    def forget(self):
        """The batch was rolled back."""
        self._fresh = {}

    def passed(self, rows):  # noqa: B027 - most kinds have nothing to remember
        """Rows that an earlier, interrupted run has dealt with; nothing to remember where the same again changes nothing."""

    def new_values(self):
        """Values of managed lists, as [column, name], that rows of the file name and somebody must say yes to."""
        return []

    def effects(self):
        """What the rows that are taken do beyond themselves, in sentences: slots, clocks."""
        return []

    # --- what each kind says -----------------------------------------------------------------------
    @abstractmethod
    def draft(self, number, values, problems):
        """The draft of a row that was read."""

    @abstractmethod
    def decide(self, drafts, *, write):
        """Set results, or refuse; with `write`, under the locks."""

    @abstractmethod
    def write(self, drafts):
        """Carry out what was not refused."""

    # --- what several kinds need -------------------------------------------------------------------
    def first(self, mark):
        """What stands for the same in an earlier row, if anything."""
        return self._seen.get(mark) or self._fresh.get(mark)

    def meet(self, drafts, *, lock):
        """Find the customers of these drafts, locked where they are to be changed, and their ownerships; refuses what is not there."""
        found, double = find(draft.values["customer"] for draft in drafts)
        ids = set(found.values())
        customers = deadlines.lock(ids) if lock else Customer.objects.in_bulk(ids)
        self.ownerships = {o.pk: o for o in Ownership.objects.filter(pk__in=ids).select_related("owner", "department")}
        for draft in drafts:
            draft.customer = customers.get(found.get(draft.values["customer"]))
            if draft.values["customer"] in double:
                draft.refuse(several_called(draft.values["customer"]))
            elif draft.customer is None:
                draft.refuse(
                    _("customer: there is no “%(name)s”; import customers first.")
                    % {"name": draft.values["customer"][:80]}
                )

    def within(self, draft):
        """Whether the right that the kind takes reaches the draft's customer; else it is refused."""
        ownership = self.ownerships.get(draft.customer.pk)
        if self.terms.reaches(draft.customer, ownership, self.right):
            return True
        draft.refuse(self.terms.outside((ownership or draft.customer).department_id))
        return False

    def named(self, draft, column):
        """The person whose user name, or full name, stands in a column; None where it is empty. Refuses one that nobody or several bear."""
        text = draft.values.get(column)
        if text is None:
            return None
        people = self.people.named(text)
        if len(people) == 1:
            return people[0]
        said = {"column": column, "name": text}
        if people:
            draft.refuse(_("%(column)s: several people are called “%(name)s”; enter the user name.") % said)
        else:
            draft.refuse(_("%(column)s: the user name “%(name)s” does not exist; import people first.") % said)
        return None
