"""Under what conditions a file comes in: who brings it, when, whether it is history; and what it may find in the house."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from crm_project.accounts.domain import access
from crm_project.accounts.domain.departments import find_department
from crm_project.accounts.models import Department, User
from crm_project.lib.characters import identifier, key
from customers.domain.access import may
from customers.models import Customer, Ownership

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
RESULTS = (NEW, CHANGED, UNCHANGED, REFUSED)


@dataclass(frozen=True)
class Outcome:
    """What became of one row; `sentence` says why it was refused, or what changes."""

    number: int
    result: str
    label: str = ""
    sentence: str = ""
    amount: Any = None  # of a new row that is about money
    currency: str = "CNY"
    doubts: tuple[str, ...] = ()  # of values that were read and may yet be wrong, in sentences
    known: str = ""  # what the row means that is there already, such as a customer's code and owner
    trace: Any = None  # (primary key of what it became, what stood there before), for an undo


@dataclass
class Report:
    """What became of all rows so far."""

    counts: Counter = field(default_factory=Counter)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.result] += 1
            if outcome.result == REFUSED:
                self.refused.append((outcome.number, outcome.sentence))


@dataclass
class Conditions:
    """`by` None is the system: the command line, which may do everything."""

    at: datetime
    by: Any = None
    history: bool = False
    filename: str = ""
    # Whether somebody has said yes to new values of the managed lists; None: that is still to be asked.
    new_values: bool | None = False

    def covers(self, department_id: int, *people: int) -> bool:
        """Whether this person's right to import reaches the department, or what these people own."""
        return self.by is None or access.covers(self.by, "customer.import", department_id=department_id, people=people)

    def reaches(self, customer: Customer, ownership: Ownership | None, action: str = "customer.import") -> bool:
        """Whether this person's right to import (or to this action) reaches a customer that is there already."""
        return self.by is None or may(self.by, action, customer, ownership)

    def may(self, action: str) -> bool:
        return self.by is None or access.may(self.by, action)

    def past(self, values: dict, *columns: str) -> list[str]:
        """Problems of those times that lie in the future."""
        return [
            _("%(column)s is in the future.") % {"column": name}
            for name in columns
            if values.get(name) and values[name] > self.at
        ]

    def outside(self, department: Any) -> str:
        """Why a row of this department (or of the one with this primary key) is not taken."""
        department = Department.objects.get(pk=department) if isinstance(department, int) else department
        return _("You have no right to import into %(department)s.") % {"department": department}


class People:
    """All accounts by user name, and by full name where no other account bears it, read once."""

    def __init__(self):
        self._known = {key(user.username): user for user in User.objects.select_related("role", "department")}

    def get(self, username: str) -> Any:
        return self._known.get(key(username))

    @cached_property
    def _called(self) -> dict[str, list[User]]:
        called: dict[str, list[User]] = {}
        for user in self._known.values():
            called.setdefault(key(user.full_name), []).append(user)
        return called

    def named(self, text: str) -> list[User]:
        """Whom a cell may mean: who has this user name, else everybody of this full name, those still here if there are any."""
        known = self.get(text)
        if known is not None:
            return [known]
        called = self._called.get(key(text), [])
        return [user for user in called if user.is_active] or called

    def all(self) -> Iterable[Any]:
        return self._known.values()


class Departments:
    """Departments by what stands in the file; each name is looked up once."""

    def __init__(self):
        self._known: dict[str, Any] = {}

    def get(self, text: str) -> Any:
        if text not in self._known:
            self._known[text] = find_department(text) or find_department(identifier(text))
        return self._known[text]


def digest(values: dict[str, Any]) -> str:
    """What tells this row from any other."""
    said = "\x1f".join([f"{name}={values[name]}" for name in sorted(values)])
    return blake2b(said.encode(), digest_size=10).hexdigest()
