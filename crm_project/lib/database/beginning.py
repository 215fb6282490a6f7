"""Texts found by their beginning through an index, whatever the collation of the database.

A `Form` is one way to read a column: as it stands, its last part, its sound. PostgreSQL keeps an index of each form
(`create_indexes`, in a migration); SQLite, where files are small, reads the column itself, unless the form has no patterns:
then it has the same index, and a migration that builds the table anew on SQLite calls `create_indexes` at its end.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

_LAST = "\U0010ffff"
# Signs that mean something in a pattern, and are meant as they stand when a person types them.
_PATTERN = re.compile(r"[%_\\]")


@dataclass(frozen=True)
class Form:
    """`index`: the name of the index; `expression`: SQL for PostgreSQL, immutable; `likes`: (column, pattern) for SQLite, with
    {text} for the text and {letters} for its letters with anything between; none: SQLite has the index too."""

    index: str
    expression: str
    likes: tuple[tuple[str, str], ...] = ()


def _condition(form: Form, text: str) -> tuple[str, list[str]]:
    if connection.vendor == "postgresql":
        column = f'({form.expression}) COLLATE "C"'
        return f"{column} >= %s AND {column} < %s", [text, text + _LAST]
    if not form.likes:
        return f"{form.expression} >= %s AND {form.expression} < %s", [text, text + _LAST]
    signs = [_PATTERN.sub(r"\\\g<0>", sign) for sign in text]
    values = [pattern.format(text="".join(signs), letters="%".join(signs)) for _column, pattern in form.likes]
    return "(" + " OR ".join(rf"{column} LIKE %s ESCAPE '\'" for column, _pattern in form.likes) + ")", values


def ids_beginning(table: str, wanted: Iterable[tuple[Form, str]], limit: int) -> list[int]:
    """Keys of at most `limit` rows of each form that begin with its text, folded as the form is; one query."""
    parts: list[str] = []
    values: list[str] = []
    for form, text in wanted:
        if not text:
            continue
        condition, some = _condition(form, text)
        parts.append(f"SELECT * FROM (SELECT id FROM {table} WHERE {condition} LIMIT {int(limit)}) f")
        values += some
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(dict.fromkeys(pk for (pk,) in cursor.fetchall()))


def document_ids(table: str, forms: Sequence[Form], text: str, limit: int) -> list[int]:
    """The same of a number that people type in either case (`document_forms`)."""
    typed = " ".join(text.lower().split())
    return ids_beginning(table, [(form, typed) for form in forms], limit)


def create_indexes(database: Any, table: str, expressions: Mapping[str, str], *, on_sqlite: bool = False) -> None:
    """For migrations: {name of the index: expression of its form}; `on_sqlite` for forms without patterns."""
    if database.vendor != "postgresql" and not on_sqlite:
        return
    collation = ' COLLATE "C"' if database.vendor == "postgresql" else ""
    with database.cursor() as cursor:
        for name, expression in expressions.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} (({expression}){collation})")


def drop_indexes(database: Any, names: Iterable[str]) -> None:
    """For migrations."""
    with database.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")


def document_forms(column: str, index: str) -> tuple[Form, ...]:
    """A number such as HT-2026-0017: from its beginning, and by what stands after its last dash."""
    return (
        Form(f"{index}_begin", f"lower({column})", ((column, "{text}%"),)),
        Form(
            f"{index}_last",
            rf"regexp_replace(lower({column}), '^.*[-/ _.]', '')",
            tuple((column, f"%{sign}{{text}}%") for sign in "-/ ."),
        ),
    )
