"""Inserting many rows at once: by COPY on PostgreSQL, prepared once on SQLite; ten times as fast as objects.

For rows that are checked already. What a row does not name takes the default of its model; signals are not sent.
"""

import csv
import io
import json
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Any

from django.db import connection, models

# Below this many, one statement with its values is as fast.
FEW = 20


def insert(model: type[models.Model], rows: Sequence[dict[str, Any]], **common: Any) -> list[int]:
    """Insert rows given as {attribute: value} (`owner_id`, not `owner`), all with the same keys; `common` holds for all of them.

    Returns their primary keys, drawn before where the model counts them by itself. Raises what the database raises.
    """
    if not rows:
        return []
    pk = model._meta.pk
    counted = isinstance(pk, models.AutoField) and pk.attname not in rows[0]
    keys = _draw(model, len(rows)) if counted else [row[pk.attname] for row in rows]
    fields = {f.attname: f for f in model._meta.concrete_fields if not getattr(f, "generated", False)}
    own = [fields.pop(name) for name in rows[0]]
    if counted:
        fields.pop(pk.attname)
        own.insert(0, pk)
    fixed = [(field, common[name] if name in common else field.get_default()) for name, field in fields.items()]
    values = list(map(itemgetter(*rows[0]), rows)) if len(rows[0]) > 1 else [tuple(row.values()) for row in rows]
    if counted:
        values = [(key, *line) for key, line in zip(keys, values, strict=True)]
    _write(model, own, values, fixed)
    return keys


def create(objects: Sequence[Any]) -> Sequence[Any]:
    """Insert unsaved objects of one model that counts its keys by itself, and give them their keys; returns them.

    What `bulk_create` does, in a quarter of the time where there are many.
    """
    if len(objects) < FEW:
        return type(objects[0]).objects.bulk_create(objects) if objects else []
    model = type(objects[0])
    for instance, key in zip(objects, _draw(model, len(objects)), strict=True):
        instance.pk = key
        instance._state.adding, instance._state.db = False, connection.alias
    fields = [f for f in model._meta.concrete_fields if not getattr(f, "generated", False)]
    _write(model, fields, list(map(attrgetter(*(f.attname for f in fields)), objects)), [])
    return objects


def _write(
    model: type[models.Model], own: Sequence[Any], values: Sequence[tuple[Any, ...]], fixed: Sequence[tuple[Any, Any]]
) -> None:
    (_copy if connection.vendor == "postgresql" else _insert)(model, own, values, fixed)


def _draw(model: type[models.Model], n: int) -> list[int]:
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


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _copy(
    model: type[models.Model],
    own: Sequence[Any],
    values: Sequence[tuple[Any, ...]],
    fixed: Sequence[tuple[Any, Any]],
) -> None:
    for index, field in enumerate(own):
        if isinstance(field, models.JSONField):
            values = [(*line[:index], _json(line[index]), *line[index + 1 :]) for line in values]
    tail = tuple(_json(value) if isinstance(field, models.JSONField) else value for field, value in fixed)
    fields = [*own, *(field for field, _value in fixed)]
    # An empty cell is NULL where the column may be null, else an empty text.
    filled = ", ".join(f'"{field.column}"' for field in fields if not field.null)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    text = io.StringIO()
    csv.writer(text).writerows([line + tail for line in values])
    text.seek(0)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(
            f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({filled}))', text
        )


def _insert(
    model: type[models.Model], own: Sequence[Any], values: Sequence[tuple[Any, ...]], fixed: Sequence[tuple[Any, Any]]
) -> None:
    tail = [field.get_db_prep_save(value, connection) for field, value in fixed]
    columns = ", ".join(f'"{field.column}"' for field in [*own, *(field for field, _value in fixed)])
    marks = ", ".join(["%s"] * (len(own) + len(fixed)))
    prepare = [field.get_db_prep_save for field in own]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})',
            [
                [*(ready(value, connection) for ready, value in zip(prepare, line, strict=True)), *tail]
                for line in values
            ],
        )
