"""Paging by key: the next page begins after the last row seen, so that page 1,000 costs what page 1 costs.

page = Page(Ownership.objects.filter(owner=user), order=("release_at", "customer_id"), cursor=request.GET.get("after"))
page.rows, page.next, page.previous          # cursors; page.next_url(request.GET) and page.prev_url(request.GET) are links
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.core import signing
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet
from django.db.models.expressions import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan, TupleLookupMixin
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm_project.lib.json_values import Json

LIMIT = 1000
PARAMETER = "after"
_signer = signing.Signer(salt="paging")
_TYPES: dict[str, Callable[[str], object]] = {"t": datetime.fromisoformat, "d": date.fromisoformat, "n": Decimal}


class _After(TupleGreaterThan):
    """(a, b) > (x, y) as such: Django takes it apart for SQLite, which then reads no range of the index."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        return super(TupleLookupMixin, self).as_sql(compiler, connection)


class _Before(TupleLessThan):
    """(a, b) < (x, y) as such."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        return super(TupleLookupMixin, self).as_sql(compiler, connection)


def capped_number(queryset: "QuerySet[Any, Any]", limit: int = LIMIT) -> int:
    """How many rows there are, counted no further than `limit` + 1."""
    return queryset.order_by()[: limit + 1].count()


def capped_text(number: int, limit: int = LIMIT) -> str:
    """A count as it is shown: 25, 1,000 or 1,000+."""
    return f"{limit:,}+" if number > limit else f"{number:,}"


def capped_count(queryset: "QuerySet[Any, Any]", limit: int = LIMIT) -> str:
    """The count as text, at most "1,000+": an exact count of a large table costs more than the page."""
    return capped_text(capped_number(queryset, limit), limit)


class _Keyset:
    """One page of a queryset (model rows, `values` or `values_list` that hold the columns of the order).

    `order`: columns ending with a unique one, all ascending or all descending ("-since", "-id"), served by an index.
    `empty_last`: the first column may be null; rows without it come after all others, in either direction.
    A cursor that was altered or is of another order gives the first page.
    """

    def __init__(
        self,
        queryset: "QuerySet[Any, Any]",
        *,
        order: Sequence[str],
        cursor: str | None = None,
        size: int = 25,
        empty_last: bool = False,
    ) -> None:
        self.size, self.empty_last = size, empty_last
        self._descending = order[0].startswith("-")
        if any(name.startswith("-") != self._descending for name in order):
            raise ValueError("all columns of the order go the same way")
        self._names = [name.removeprefix("-") for name in order]
        self._queryset = queryset
        self._order = ",".join(order)
        self._load(self._read(cursor))

    def _load(self, at: tuple[bool, int, Sequence[Any]] | None) -> None:
        back, self.start, edge = at or (False, 0, None)
        found = self._fetch(edge, back)
        if at and (not found or (back and len(found) <= self.size)):
            # Nothing beyond the cursor, or the way back ends here: begin at the beginning.
            back, self.start, edge = False, 0, None
            found = self._fetch(edge, back)
        more = len(found) > self.size
        found = found[: self.size]
        self.rows = found[::-1] if back else found
        self._has_next = True if back else more
        self._has_previous = more if back else edge is not None

    # --- reading -----------------------------------------------------------------------------------
    def _fetch(self, edge: Sequence[Any] | None, back: bool) -> list[Any]:
        """Up to one row more than the page, in the order of reading."""
        want, found = self.size + 1, []
        for null in self._segments(edge, back):
            rows = self._segment(edge, null, back)
            found += list(rows[: want - len(found)])
            edge = None
            if len(found) >= want:
                break
        return found

    def _segments(self, edge: Sequence[Any] | None, back: bool) -> Sequence[bool | None]:
        """None: no column may be null; else False for rows with the first column, True for those without."""
        if not self.empty_last:
            return [None]
        order = [True, False] if back else [False, True]
        return order[order.index(edge[0] is None) :] if edge else order

    def _segment(self, edge: Sequence[Any] | None, null: bool | None, back: bool) -> "QuerySet[Any, Any]":
        rows = self._queryset
        names = self._names[1:] if null else self._names
        if null is not None:
            rows = rows.filter(**{f"{self._names[0]}__isnull": null})
        if edge is not None:
            values = edge[1:] if null else edge
            rows = rows.filter(self._beyond(names, values, back))
        sign = "-" if self._descending != back else ""
        return rows.order_by(*(sign + name for name in self._names))

    def _beyond(self, names: Sequence[str], values: Sequence[Any], back: bool) -> _After | _Before | Q:
        """The row-value comparison (a, b) > (x, y), which an index serves in one range."""
        down = self._descending != back
        if len(names) == 1:
            return Q(**{f"{names[0]}__{'lt' if down else 'gt'}": values[0]})
        return (_Before if down else _After)(Tuple(*(F(name) for name in names)), tuple(values))

    # --- cursors -----------------------------------------------------------------------------------
    def _read(self, cursor: str | None) -> tuple[bool, int, list[Any]] | None:
        """(going back, rows before the page, edge) of a cursor, or None."""
        if not cursor:
            return None
        try:
            order, back, start, *values = _signer.unsign_object(cursor)
        except (signing.BadSignature, ValueError, UnicodeError):
            return None
        if order != self._order:
            return None
        return bool(back), start, [_TYPES[v[0]](v[1]) if isinstance(v, list) else v for v in values]

    def _cursor(self, row: Any, back: bool) -> str:
        start = max(self.start - self.size, 0) if back else self.start + len(self.rows)
        values = [_plain(self._value(row, name)) for name in self._names]
        return _signer.sign_object([self._order, int(back), start, *values])

    def _value(self, row: Any, name: str) -> Any:
        if isinstance(row, dict):
            return row[name]
        if isinstance(row, tuple):
            return row[cast(Any, self._queryset)._fields.index(name)]
        for part in name.split("__"):
            row = getattr(row, part)
        return row

    @cached_property
    def next(self) -> str | None:
        """Cursor of the page after this one, or None."""
        return self._cursor(self.rows[-1], back=False) if self.rows and self._has_next else None

    @cached_property
    def previous(self) -> str | None:
        """Cursor of the page before this one, or None."""
        return self._cursor(self.rows[0], back=True) if self.rows and self._has_previous else None

    # --- for the page ------------------------------------------------------------------------------
    def span(self, total: str = "") -> str:
        """ "26–50 of 1,000+", for parts/pager.html; `total` as `capped_count` gives it."""
        if not self.rows:
            return ""
        numbers = {"first": f"{self.start + 1:,}", "last": f"{self.start + len(self.rows):,}", "total": total}
        return (_("%(first)s–%(last)s of %(total)s") if total else _("%(first)s–%(last)s")) % numbers


def _plain(value: Any) -> Json:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return ["n", str(value)] if isinstance(value, Decimal) else value


def _link(params: QueryDict, cursor: str | None) -> str | None:
    if not cursor:
        return None
    params = params.copy()
    params.pop("before", None)
    params[PARAMETER] = cursor
    return f"?{params.urlencode()}"


class Page(_Keyset):
    """A page that is asked for its links."""

    def next_url(self, params: QueryDict) -> str | None:
        """Link to the next page that keeps the other parameters (a QueryDict), or None."""
        return _link(params, self.next)

    def prev_url(self, params: QueryDict) -> str | None:
        """Link to the previous page that keeps the other parameters, or None."""
        return _link(params, self.previous)


class RequestPage(_Keyset):
    """A page bound to its request: what `parts/pager.html` shows is ready as attributes."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: "QuerySet[Any, Any]",
        *,
        order: Sequence[str],
        size: int = 25,
        count: int | bool = True,
        empty_last: bool = False,
    ) -> None:
        """`count`: True counts (capped), a number was counted already, False shows no total."""
        cursor = request.GET.get(PARAMETER)
        super().__init__(queryset, order=order, cursor=cursor, size=size, empty_last=empty_last)
        total = capped_count(queryset) if count is True else "" if count is False else capped_text(count)
        self.count_text = self.span(total)
        self.next_url, self.prev_url = _link(request.GET, self.next), _link(request.GET, self.previous)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


paged, count_of, capped = RequestPage, capped_number, capped_text
