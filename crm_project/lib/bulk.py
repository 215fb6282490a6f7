"""Inserting many rows at once: by COPY on PostgreSQL, prepared once on SQLite; ten times as fast as objects.

For rows that are checked already. What a row does not name takes the default of its model; signals are not sent.
"""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\0": ""})


def insert(model: type[models.Model], rows: Sequence[dict[str, Any]], **common: Any) -> list[int]:
    """Insert rows given as {attribute: value} (`owner_id`, not `owner`), all with the same keys; `common` holds for all of them.

    Returns their primary keys, drawn before where the model counts them by itself. Raises what the database raises.
    """
    if not rows:
        return []
    pk = model._meta.pk
    counted = isinstance(pk, models.AutoField | models.BigAutoField) and pk.attname not in rows[0]
    keys = _draw(model, len(rows)) if counted else [row[pk.attname] for row in rows]
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    fixed = {f.attname: common[f.attname] if f.attname in common else f.get_default() for f in fields if f.attname not in rows[0]}
    if counted:
        rows = [{**row, pk.attname: key} for row, key in zip(rows, keys, strict=True)]
        fixed.pop(pk.attname)
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model, fields, fixed, rows)
    return keys


def _draw(model, n):
    """The next `n` primary keys."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Looked up once: inside the series, the name of the sequence would be searched for with every number.
            cursor.execute(
                "WITH s AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name) "
                "SELECT nextval(name) FROM s, generate_series(1, %s)",
                [table, column, n],
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction has the one lock on the database: nobody else counts meanwhile.
        cursor.execute(
            f"SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0), coalesce((SELECT max({column}) FROM {table}), 0))",
            [table],
        )
        first = cursor.fetchone()[0] + 1
        return list(range(first, first + n))


def _text(value):
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return str(value).translate(_ESCAPES)


def _copy(model, fields, fixed, rows):
    names = [field.attname for field in fields]
    # Everything that is the same in all rows is written out once.
    template = [_text(fixed[name]) if name in fixed else None for name in names]
    places = [(index, name) for index, name in enumerate(names) if name not in fixed]
    lines = []
    for row in rows:
        line = template.copy()
        for index, name in places:
            line[index] = _text(row[name])
        lines.append("\t".join(line))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    source = io.StringIO("\n".join(lines) + "\n")
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN', source)


def _insert(model, fields, fixed, rows):
    prepared = {field.attname: field.get_db_prep_save(fixed[field.attname], connection) for field in fields if field.attname in fixed}
    own = [field for field in fields if field.attname not in fixed]
    columns = ", ".join(f'"{field.column}"' for field in [*own, *(f for f in fields if f.attname in fixed)])
    tail = [prepared[field.attname] for field in fields if field.attname in fixed]
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})',
            [[*(field.get_db_prep_save(row[field.attname], connection) for field in own), *tail] for row in rows],
        )
