"""Values of the managed lists as they stand in a file, in either language (rows Z1, Z6-Z8)."""

import re

from django.db.models import Max
from django.utils.translation import gettext as _

from crm_project.audit.domain import log
from customers.models import ListItem

TOLD = 12
ADDED = "list.saved"  # what the audit says of a value that a file brought; an undo finds it there
COLUMNS = {"type": "type", "site": "site", "trade": "trade", "region": "region"}


SEPARATORS = re.compile("[、,，]")


class Lists:
    """The lists, read once. With `creates`, a value that is missing is added when the row that names it is written.

    With `asks`, such a row is not refused either, and `missing` remembers what somebody must say yes to.
    """

    def __init__(self, terms, creates, asks=False):
        self.terms, self.creates, self.asks = terms, creates, asks
        self.missing: dict[tuple[str, str], None] = {}
        self.reload()

    def parted(self, column, names):
        """Values that stand in one cell with a comma between them: taken apart where the whole is no value of the list."""
        parts: list[str] = []
        for name in names:
            whole = self.find(column, name) is not None
            parts += [name] if whole else [part.strip() for part in SEPARATORS.split(name)]
        return tuple(dict.fromkeys(filter(None, parts)))

    def reload(self):
        self._known = {}
        for item in ListItem.objects.filter(kind__in=COLUMNS.values()).order_by("-active", "position", "pk"):
            for name in (item.name, item.name_zh):
                if name:
                    self._known.setdefault((item.kind, name.casefold()), item)

    def problem(self, column, name):
        """Why this value can't be taken, or None."""
        kind = COLUMNS[column]
        if self.creates or (kind, name.casefold()) in self._known:
            return None
        if self.asks:
            self.missing[column, name] = None
            return None
        names = list(
            dict.fromkeys(item.name for (of, _name), item in self._known.items() if of == kind and item.active)
        )
        told = ", ".join(names[:TOLD]) + (" …" if len(names) > TOLD else "")
        return _("%(column)s: “%(name)s” is not in the list (%(names)s).") % {
            "column": column,
            "name": name,
            "names": told,
        }

    def find(self, column, name):
        """The entry, or None where it does not exist yet."""
        return self._known.get((COLUMNS[column], name.casefold()))

    def get(self, column, name):
        """The entry, made where it is missing. Call it inside the transaction of the row."""
        kind, found = COLUMNS[column], self.find(column, name)
        if found is None:
            last = ListItem.objects.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0
            found, made = ListItem.objects.get_or_create(
                kind=kind, name=name, defaults={"position": min(last + 1, 32767)}
            )
            if made:
                log.record(
                    by=self.terms.by,
                    action=ADDED,
                    at=self.terms.at,
                    subject=found,
                    changes={"name": [None, name]},
                    reason=self.terms.filename,
                )
            self._known[kind, name.casefold()] = found
        return found
