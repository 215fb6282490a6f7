"""Queries that differ only in their values: put together once per process, afterwards only sent.

Of a page of ten queries, putting them together costs more than the database takes to answer them.

@prepared
def unread(user, /, *, limit):
    return Notice.objects.filter(user=user, read_at__isnull=True).values_list("pk", "at")[:limit]

unread(user.pk, limit=8)

The function is called with blanks in place of its positional arguments, so it must not look at them: numbers, texts, dates,
moments, or a list of one of these (`pk__in=ids`). Keyword arguments are taken as they are; each combination is one query more,
and so is each length of a list: long ones are put together anew.

On PostgreSQL the server too keeps it, parsed and planned, for as long as the connection lasts. Behind a pooler that hands
connections on after each transaction (`DATABASE_POOLED=1`) the whole text is sent every time.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from itertools import chain, count
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, DateField, DateTimeField, Field, TextField
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

# A bound for the process's memory: keyword arguments and lengths of lists make another query each.
MOST = 500
LONG = 100
LARGEST = BigIntegerField.MAX_BIGINT
# A bound for the server's memory: each statement that a connection keeps takes some tens of kilobytes.
KEPT = 150
_FIELDS: dict[type, "Field[Any, Any]"] = {
    int: BigIntegerField(),
    str: TextField(),
    datetime: DateTimeField(),
    date: DateField(),
}


_TYPES = {int: "bigint", str: "text", datetime: "timestamptz", date: "date"}
_NUMBERS = count()
# What each open connection to PostgreSQL has been told to keep.
_kept = WeakKeyDictionary()


class _Blank(Expression):
    """Stands in a query for a value that is given when it is sent."""

    def __init__(self, number: int, kind: type) -> None:
        super().__init__(output_field=_FIELDS[kind])
        self.number, self.kind = number, kind

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]


def _kind(value: Any) -> type | tuple[int, type]:
    """What makes the query another one: the type of a value, and how many there are."""
    return (len(value), type(value[0])) if isinstance(value, (list, tuple)) else type(value)


def prepared(build: Callable[..., Any]) -> Callable[..., Any]:
    """The rows of the queryset that `build` returns, as a list."""
    made = {}

    @wraps(build)
    def ask(*values: Any, **fixed: Any) -> list[Any]:
        lengths = [len(value) for value in values if isinstance(value, (list, tuple))]
        if 0 in lengths:
            return []
        # Of a number that no column holds, as in a made-up address, the plain query knows that no row has it.
        if max(lengths, default=0) > LONG or any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return list(build(*values, **fixed))
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, *map(_kind, values), *fixed.items())
        query = made.get(key)
        if query is None:
            if len(made) >= MOST:
                made.clear()
            query = made[key] = _Query(build, values, fixed)
        return query.rows(connection, values)

    return ask


class _Query:
    """The finished text of one query, and where its values go."""

    def __init__(self, build: Callable[..., Any], values: tuple[Any, ...], fixed: Mapping[str, Any]) -> None:
        self._queryset = build(*self._blanks(values), **fixed)
        self._compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, self._parameters = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql = None
            return
        self._converters = self._compiler.get_converters(
            [s[0] for s in self._compiler.select[: self._compiler.col_count]]
        )
        self._blanks_in_order = [p for p in self._parameters if isinstance(p, _Blank)]
        self._name = f"kept_{next(_NUMBERS)}"
        marks = ", ".join(["%s"] * len(self._blanks_in_order))
        self._call = f"EXECUTE {self._name} ({marks})" if marks else f"EXECUTE {self._name}"

    @staticmethod
    def _blanks(values: tuple[Any, ...]) -> list[_Blank | list[_Blank]]:
        number = 0
        out: list[_Blank | list[_Blank]] = []
        for value in values:
            if isinstance(value, (list, tuple)):
                out.append([_Blank(number + n, type(value[0])) for n in range(len(value))])
                number += len(value)
            else:
                out.append(_Blank(number, type(value)))
                number += 1
        return out

    def rows(self, connection: BaseDatabaseWrapper, values: tuple[Any, ...]) -> list[Any]:
        """Send it with these values."""
        if self._sql is None:
            return []
        given = list(chain.from_iterable(value if isinstance(value, (list, tuple)) else (value,) for value in values))
        answer = _Answer(
            self._queryset.query, self._compiler, self._converters, connection, self._send(connection, given)
        )
        source = SimpleNamespace(
            db=DEFAULT_DB_ALIAS, query=answer, _fields=self._queryset._fields, _known_related_objects={}
        )
        return list(self._queryset._iterable_class(source))

    def _send(self, connection: BaseDatabaseWrapper, given: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and not settings.DATABASE_POOLED:
                blanks = [_FIELDS[p.kind].get_db_prep_value(given[p.number], connection) for p in self._blanks_in_order]
                cursor.execute(self._kept_by(connection.connection, connection), blanks)
            else:
                cursor.execute(
                    self._sql,
                    [
                        _FIELDS[p.kind].get_db_prep_value(given[p.number], connection) if isinstance(p, _Blank) else p
                        for p in self._parameters
                    ],
                )
            return cursor.fetchall()

    def _kept_by(self, raw: Any, connection: Any) -> str:
        """The call of this query as the server keeps it; told to it when this connection asks for the first time."""
        kept = _kept.setdefault(raw, set())
        if self._name not in kept:
            with connection.wrap_database_errors, raw.cursor() as cursor:
                if len(kept) >= KEPT:
                    cursor.execute("DEALLOCATE ALL")
                    kept.clear()
                cursor.execute(self._told(cursor))
            kept.add(self._name)
        return self._call

    def _told(self, cursor: Any) -> str:
        """Constants stand in the text, so that partial indexes are still found; blanks become $1, $2, …"""
        numbers, parameters = count(1), iter(self._parameters)

        def put(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            parameter = next(parameters)
            return f"${next(numbers)}" if isinstance(parameter, _Blank) else cursor.mogrify("%s", [parameter]).decode()

        types = ", ".join(_TYPES[blank.kind] for blank in self._blanks_in_order)
        text = re.sub("%s|%%", put, self._sql)
        return f"PREPARE {self._name}{f' ({types})' if types else ''} AS {text}"


class _Answer:
    """Fetched rows in the place of a query and its compiler, for Django's own ways from rows to objects, tuples or values."""

    def __init__(
        self,
        query: Query,
        compiler: SQLCompiler,
        converters: Mapping[int, tuple[list[Callable[..., Any]], Any]],
        connection: BaseDatabaseWrapper,
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        # Names that `values` gives its columns.
        self.selected, self.extra_select, self.annotation_select = (
            query.selected,
            query.extra_select,
            query.annotation_select,
        )
        self.values_select = query.values_select
        self.select, self.klass_info, self.annotation_col_map = (
            compiler.select,
            compiler.klass_info,
            compiler.annotation_col_map,
        )
        self._converters, self._connection, self._rows = converters, connection, rows

    def get_compiler(self, using: str | None = None) -> "_Answer":
        return self

    def execute_sql(self, *args: Any, **options: Any) -> Sequence[tuple[Any, ...]]:
        return self._rows

    def results_iter(
        self, results: Sequence[tuple[Any, ...]] | None = None, tuple_expected: bool = False, **options: Any
    ) -> Iterator[Any]:
        return map(self._converted, self._rows) if self._converters else iter(self._rows)

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, (convert, expression) in self._converters.items():
            for one in convert:
                values[place] = one(values[place], expression, self._connection)
        return tuple(values)
