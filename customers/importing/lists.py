"""Values of the managed lists as they stand in a file, in either language (rows Z1, Z6-Z8)."""

from django.db.models import Max
from django.utils.translation import gettext as _

from customers.models import ListItem

TOLD = 12
COLUMNS = {"type": "type", "site": "site", "trade": "trade", "region": "region"}


class Lists:
    """The lists, read once. With `creates`, a value that is missing is added when the row that names it is written."""

    def __init__(self, creates):
        self.creates = creates
        self.reload()

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
            found, _made = ListItem.objects.get_or_create(
                kind=kind, name=name, defaults={"position": min(last + 1, 32767)}
            )
            self._known[kind, name.casefold()] = found
        return found
