"""What an app declares of a kind of file that can be brought in; which kinds there are, and who brings them.

An app lists its kinds as `IMPORTS` in `<app>/imports.py`; `crm_project.catalogue` gathers them. The importer itself stands in
`<app>/importers/`, in the app whose rows it writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from crm_project import catalogue
from crm_project.accounts.domain.access import may

from .columns import Column
from .conditions import Conditions
from .importer import Importer
from .undoing import Undoing


@dataclass(frozen=True)
class ImportKind:
    """One kind of file, `order` among those of all apps; `importer` takes its rows.

    Who brings it in needs the right to import and, where `besides` names some, one of these; or, where it is named, another
    right `instead`. `columns` are the interface of the command and stay as they are; `more` columns are known on the page, and to
    both under the headings that our exports write. `undoing` takes a whole file back. `links(at)`: (person, path) of what is to be sent to people once a file is in that was taken at this moment.
    """

    key: str
    order: int
    label: str | Promise
    importer: type[Importer]
    columns: tuple[Column, ...]
    more: tuple[Column, ...] = ()
    besides: tuple[str, ...] = ()
    instead: str = ""
    links: Callable[[datetime], list[tuple[Any, str]]] | None = None
    undoing: type[Undoing] | None = None

    @property
    def headings(self) -> dict[str, Column]:
        """{heading: column}, in the order of the interface, then what only the page knows."""
        return {column.name: column for column in (*self.columns, *self.more)}

    def begin(self, terms: Conditions) -> Importer:
        """An importer for one file."""
        return self.importer(terms, self.headings)

    def open_to(self, user: Any) -> bool:
        """Whether this person may bring such a file in."""
        if self.instead:
            return may(user, self.instead)
        return may(user, "customer.import") and (not self.besides or any(may(user, right) for right in self.besides))


def every_kind() -> dict[str, ImportKind]:
    """{key: kind} of all apps, in their order."""
    return catalogue.imports()


def open_kinds(user: Any) -> list[ImportKind]:
    """What this person may bring in."""
    return [kind for kind in every_kind().values() if kind.open_to(user)]


def may_bring_history(user: Any) -> bool:
    """Taking the file's own times as times of recording is for whoever moves the company in."""
    return may(user, "people.manage") and may(user, "customer.import")
