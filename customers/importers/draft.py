"""One customer on its way in: what the row says, where it goes, what is told of it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from crm_project.lib.characters import key
from customers.importing.conditions import CHANGED, NEW
from customers.importing.importer import Draft
from customers.models.choices import Stage


@dataclass
class CustomerDraft(Draft):
    """One customer on its way in; `customer` is the known one it means."""

    name: str = ""
    key: str = ""
    digest: str = ""
    doubts: list = field(default_factory=list)
    department: Any = None
    owner: Any = None
    pk: int | None = None
    changes: dict = field(default_factory=dict)
    contact_changes: dict = field(default_factory=dict)

    @property
    def code(self):
        """The code as it is compared, empty where one is to be given."""
        return key(self.values.get("code", ""))

    @property
    def stage(self):
        return self.values.get("stage", Stage.POTENTIAL)

    def label(self):
        return self.name

    def told(self):
        """What happens, in words: where a new one goes, what changes of a known one."""
        if self.result == CHANGED:
            return ", ".join([*self.changes, *(f"contact_{name}" for name in self.contact_changes)])
        if self.result != NEW:
            return _("Skipped: nothing in this row is new.") if self.known else ""
        goes = (
            _("Owner: %(person)s.") % {"person": self.owner}
            if self.owner
            else _("Public pool of %(department)s.") % {"department": self.department}
        )
        return goes + " " + _("Not a full name: it is added to the work list.") if self.doubts else goes
