"""One page of the customer list: which rows (ids first, by an index), then their values, then the words."""

from collections import defaultdict
from urllib.parse import quote

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.layouts import columns_of, widths_of
from crm_project.lib.database.prepared import prepared
from crm_project.lib.paging import LIMIT, Page, capped_number, capped_text
from crm_project.lib.sensitive import ADDRESS, masked, redacted
from crm_project.ui.components.table_rows import GUARDED, NO_ACT, act_cell, cell_start, cells, pick_box, table_rows
from crm_project.ui.links import link
from customers.domain.access import editable
from customers.domain.access.masking import hidden_among
from customers.domain.completeness import percent
from customers.domain.stage_names import StageNames
from customers.domain.stages import may_ask_intent
from customers.filters import conditions, narrowed
from customers.models import Contact, Customer
from customers.presenters import columns as cols
from customers.presenters import list_tabs

SIZE = 25
# A page prints so many; longer lists come as a PDF (M3).
PRINTED = 500
# How far a list is counted when all are asked for.
COUNTED = 100_000


# What it takes to know whose a row is, and who may change it.
OWNED = ("ownership__owner", "ownership__department", "department_id")
# What calling takes of a row.
ACTS = ("phone", "vip", "level")


def matching(user, params, at):
    """The customers that the list shows `user` for these parameters, on all its pages, unordered."""
    scope = list_tabs.pick(user, params.get("scope"), at, searching=bool(params.get("q", "").strip()))
    if scope is None:
        return Customer.objects.none()
    return _without_pool(narrowed(user, params, at, scope)[0], scope, params.get("sort", ""))


def _without_pool(rows, scope, sort):
    """Ordered by deadline, the pool is left out: it has none."""
    by_deadline = sort.removeprefix("-") == "deadline" and scope.key == list_tabs.ALL
    return rows.filter(ownership__isnull=False) if by_deadline else rows


class Listing:
    """What the page shows for `user` and `params` (a QueryDict); `rows` is a list of {id, name, html}, html the cells of the row;
    `body` is the rows of the table (why not by a template: `crm_project/ui/components/table_rows.py`)."""

    def __init__(self, request, at, *, size=SIZE):
        params, user = request.GET, request.user
        self.at, self.user, self.params = at, user, params
        self._label, self._says = _("Follow up"), _("Follow up %(name)s")
        self._back = quote(request.get_full_path(), safe="")
        self.query = params.get("q", "").strip()
        self.scope = list_tabs.pick(user, params.get("scope"), at, searching=bool(self.query))
        own = ",".join(columns_of(user, cols.LIST))
        text = params.get("columns") or own or request.COOKIES.get(cols.COOKIE)
        self.widths = widths_of(user, cols.LIST)
        self.columns = cols.chosen(text, mine=self.scope is not None and self.scope.key == list_tabs.MINE)
        self.root = cols.customer_root()
        self.rows, self.filter, self.count, self.capped, self.sort = [], None, "0", False, ""
        self.total = 0
        self.where = conditions(user, params, at)
        if self.scope:
            self._find(request, size)

    def _find(self, request, size):
        found, self.filter, number = narrowed(
            self.user, self.params, self.at, self.scope, request=request, where=self.where
        )
        self.orders = list(list_tabs.ORDERS) if self.query else self.scope.orders
        self.sort = self._sort()
        key = self.sort.removeprefix("-")
        left = _without_pool(found, self.scope, self.sort)
        found, number = left, (number if left is found else None)
        self._count(found, number)
        sign = "-" if self.sort.startswith("-") else ""
        order = [sign + name for name in list_tabs.ORDERS[key]]
        columns = [name.removeprefix("-") for name in order]
        self.page = Page(
            found.values_list(*dict.fromkeys(["id", *columns])),
            order=order,
            cursor=self.params.get("after"),
            size=size,
            empty_last=key in list_tabs.EMPTY_LAST,
        )
        self.rows = self._rows([row[0] for row in self.page.rows])

    def _count(self, found, number):
        """No further than a glance needs, unless all are asked for."""
        held = self.scope.held if found is self.scope.rows else None
        whole = self.params.get("count") == "all"
        limit = COUNTED if whole else LIMIT
        if number is None:
            number = capped_number(found if held is None else held, limit)
        self.total = number
        self.count, self.capped = capped_text(number, limit), number > limit and not whole

    def _sort(self):
        wanted = self.params.get("sort", "")
        if wanted.removeprefix("-") in self.orders:
            return wanted
        return "-newest" if self.scope.key == list_tabs.ALL else "deadline"

    def _rows(self, ids):
        """The rows in the order of `ids`."""
        self.acts = may(self.user, "followup.create")
        rows = self._loaded(ids)
        edits = any(c.edits for c in self.columns)
        self._editable = editable(self.user, rows.values()) if edits else set()
        self._shown = [_starts(c, c.label if n else "") for n, c in enumerate(self.columns)]
        return [self._row(rows[pk]) for pk in ids if pk in rows]

    def _loaded(self, ids):
        """The rows' values in one query, {id: values}; what else a chosen column needs in one more each."""
        needs = list(
            dict.fromkeys(
                [
                    "id",
                    "name",
                    "restricted",
                    *OWNED,
                    *(ACTS if self.acts else ()),
                    *(need for column in self.columns for need in column.needs),
                ]
            )
        )
        rows = {row[0]: dict(zip(needs, row, strict=True)) for row in _values(ids, needs=tuple(needs))}
        for extra in {column.extra for column in self.columns} - {""}:
            getattr(self, f"_load_{extra}")(ids)
        keys = {column.key for column in self.columns}
        if "stage" in keys:
            self._words = StageNames()
        says_numbers = self.acts or keys & {"phone", "needs", "profile"}
        self._hidden = hidden_among(self.user, rows.values()) if says_numbers else set()
        self._unplaced = hidden_among(self.user, rows.values(), ADDRESS) if "address" in keys else set()
        return rows

    def _row(self, row):
        # Of a restricted file the list tells whose it is, not what it says (M10).
        closed = row["restricted"] and row["ownership__owner"] != self.user.pk
        edited = row["id"] in self._editable and not closed
        shown = [
            (edit if edited and self._opens(c, row) else start, GUARDED if closed and c.guarded else c.show(row, self))
            for start, edit, c in self._shown
        ]
        acts = self._acts(row) if self.acts else ""
        return {"id": row["id"], "name": row["name"], "html": cells(shown), "acts": acts}

    def _opens(self, column, row):
        """What is masked is not changed either; a stage changes by its owner's request."""
        if column.key == cols.STAGE:
            return may_ask_intent(self.user, row["stage"], row["ownership__owner"])
        return column.key != "address" or row["id"] not in self._unplaced

    def _acts(self, row):
        """To call and to record it, for one's own customers; the number stands there on a phone only."""
        if row["ownership__owner"] != self.user.pk:
            return NO_ACT
        number = row["phone"] if row["id"] not in self._hidden else ""
        url = link("activities:followup_new", row["id"])
        return act_cell(number, f"{url}?next={self._back}", self._says % {"name": row["name"]}, self._label)

    def body(self, picked):
        """The rows as HTML; `picked`: with a box to pick each, for what is done with several at once."""
        label = _("Select %(name)s")
        return table_rows(
            (pick_box(row["id"], label % {"name": row["name"]}) if picked else "", row["html"] + row["acts"])
            for row in self.rows
        )

    # --- what columns ask -----------------------------------------------------------------------------
    def stage(self, row):
        """The stage in the words of the customer's department."""
        return self._words.label(row["department_id"], row["stage"])

    def number(self, row):
        """The phone number, its middle hidden from those who need not see it."""
        return masked(row["phone"]) if row["id"] in self._hidden else row["phone"]

    def written(self, row, key):
        """The beginning of what somebody wrote down, numbers in it hidden likewise."""
        return Truncator(redacted(row[key]) if row["id"] in self._hidden else row[key]).chars(100)

    def address(self, row):
        """The postal address, masked likewise."""
        return masked(row["address"], ADDRESS) if row["id"] in self._unplaced else row["address"]

    def _load_regions(self, ids):
        operating = defaultdict(list)
        for pk, name, name_zh in _operating(ids):
            operating[pk].append(cols.worded(name, name_zh))
        self.regions = {
            pk: _(", ").join(names[:3]) + (" …" if len(names) > 3 else "") for pk, names in operating.items()
        }

    def _load_contacts(self, ids):
        self.contacts = {}
        for pk, name, title in _people(ids):
            self.contacts[pk] = (name, title)

    def _load_complete(self, ids):
        found = Customer.objects.filter(pk__in=ids).prefetch_related("contacts", "regions")
        self.complete = {
            c.pk: percent(c, contacts=list(c.contacts.all()), regions=list(c.regions.all())) for c in found
        }


class OneCell(Listing):
    """What one cell shows, of a file that the person has opened."""

    def __init__(self, user, at, column):
        self.user, self.at, self.columns, self.acts = user, at, [column], False

    def content(self, pk):
        """The text or safe HTML inside the cell."""
        return self.columns[0].show(self._loaded([pk])[pk], self)


def _starts(column, label):
    """(beginning of its cells, of those that are changed in the list, the column)."""
    plain = cell_start(column.css, label)
    return plain, cell_start(column.css, label, column.key) if column.edits else plain, column


@prepared
def _values(ids, *, needs):
    return Customer.objects.filter(pk__in=ids).values_list(*needs)


@prepared
def _operating(ids):
    links = Customer.regions.through.objects.filter(customer__pk__in=ids).order_by("listitem__position")
    return links.values_list("customer_id", "listitem__name", "listitem__name_zh")


@prepared
def _people(ids):
    rows = Contact.objects.filter(customer__pk__in=ids, active=True).order_by("key", "-id")
    return rows.values_list("customer_id", "name", "title")
