"""Putting the same rows into the database again without building them again: the second time costs a few milliseconds."""

import pickle

from django.apps import apps
from django.db import connection

_kept = {}


def again(build, *, empty, counted):
    """`build()`, or its rows and objects as they were when it was built first.

    Only where the table of `empty` (a model) is empty; what the tables of `counted` hold tells one beginning from another.
    """
    beginning = (connection.vendor, *_counts([empty, *counted]))
    if beginning[1]:
        return build()
    if beginning not in _kept:
        before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}
        built = build()
        added = [(model, _rows(model, before[model])) for model in _models()]
        _kept[beginning] = pickle.dumps(built), [_statement(model, rows) for model, rows in added if rows]
        return built
    pickled, statements = _kept[beginning]
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
    return pickle.loads(pickled)


def _models():
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def _counts(models):
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {quote(m._meta.db_table)})" for m in models))
        return cursor.fetchone()


def _columns(model):
    return [field for field in model._meta.concrete_fields if not field.generated]


def _rows(model, before):
    """The new rows as the database holds them, oldest first."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _columns(model))
    key = quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {columns} FROM {quote(model._meta.db_table)} ORDER BY {key}")
        return [row[1:] for row in cursor.fetchall() if row[0] not in before]


def _statement(model, rows):
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _columns(model))
    one = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([one] * len(rows))}"
    return sql, [value for row in rows for value in row]
