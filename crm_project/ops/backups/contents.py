"""What a database holds, in figures: kept in each backup, counted again where it is restored (rows Nb2, Ne4)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import DecimalField

# {table: {"rows": number, column of money: its sum as text}}
Contents = dict[str, dict[str, int | str]]
ROWS = "rows"


def contents_of(cursor: Any) -> Contents:
    """The rows of every table that the cursor reaches, and the sum of each of its decimal columns."""
    money, quoted, introspection = _decimal_columns(), connection.ops.quote_name, connection.introspection
    out: Contents = {}
    # A restore empties the cache.
    for table in sorted(set(introspection.table_names(cursor)) - {settings.CACHE_TABLE}):
        there = {column.name for column in introspection.get_table_description(cursor, table)}
        columns = [column for column in money.get(table, ()) if column in there]
        asked = ", ".join(["COUNT(*)", *(f"SUM({quoted(column)})" for column in columns)])
        cursor.execute(f"SELECT {asked} FROM {quoted(table)}")
        rows, *sums = cursor.fetchone()
        out[table] = {ROWS: rows} | {column: str(value or 0) for column, value in zip(columns, sums, strict=True)}
    return out


def differences(expected: Contents, found: Contents) -> Iterator[tuple[str, str, Any, Any]]:
    """(table, "rows" or column, expected, found) of whatever is not the same."""
    for table in sorted(expected.keys() | found.keys()):
        one, other = expected.get(table, {}), found.get(table, {})
        for what in sorted(one.keys() | other.keys()):
            if one.get(what) != other.get(what):
                yield table, what, one.get(what), other.get(what)


def _decimal_columns() -> Mapping[str, list[str]]:
    return {
        model._meta.db_table: [
            field.column
            for field in model._meta.concrete_fields
            if isinstance(field, DecimalField) and field.column is not None
        ]
        for model in apps.get_models(include_auto_created=True)
    }
