"""The tokens that names are found by, kept beside the customers (Nc2)."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from customers.models import Customer, FormerName, NameGram
from customers.rules import names

GRAMS = NameGram._meta.db_table
CUSTOMERS = Customer._meta.db_table
ROWS_AT_ONCE = 50_000
CUSTOMERS_AT_ONCE = 5_000


class Span(NamedTuple):
    """The tokens between two ends: one token, or all with a prefix."""

    low: str
    high: str


def exactly(gram: str) -> Span:
    """This token alone."""
    return Span(gram, gram)


def beginning(gram: str) -> Span:
    """Every token with this prefix, under any collation: they are made of small letters and digits."""
    low = gram[: names.LONGEST_GRAM]
    return Span(low, low.ljust(names.LONGEST_GRAM, "z"))


def index(customers: Iterable[tuple[int, str]]) -> int:
    """Enter the names of new customers (Nc2); returns the number of tokens."""
    rows = ((gram, customer) for customer, name in customers for gram in names.gram_list(names.split(name)))
    return sum(_insert(part) for part in _parts(rows, ROWS_AT_ONCE))


def reindex(ids: Iterable[int]) -> int:
    """Enter customers anew after their names changed, with the names they had before (Nc2)."""
    total = 0
    for part in _parts(ids, CUSTOMERS_AT_ONCE):
        with transaction.atomic():
            unindex(part)
            total += _insert(_tokens(part))
    return total


def _tokens(ids: list[int]) -> list[tuple[str, int]]:
    """Tokens of the present and the former names of these customers, each once."""
    now = Customer.objects.filter(id__in=ids).values_list("id", "name")
    before = FormerName.objects.filter(customer__in=ids).order_by("pk").values_list("customer_id", "name")
    found = [(gram, pk) for pk, name in [*now, *before] for gram in names.gram_list(names.split(name))]
    return list(dict.fromkeys(found))


def unindex(ids: Iterable[int]) -> None:
    """Take customers out of the search."""
    for part in _parts(ids, CUSTOMERS_AT_ONCE):
        NameGram.objects.filter(customer_id__in=part)._raw_delete(using=connection.alias)


def _parts(rows: Iterable, size: int) -> Iterator[list]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _insert(rows: Sequence[tuple[str, int]]) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A token holds nothing that COPY would take for a sign of its own: letters, digits, "=".
            lines = io.StringIO("".join([f"{gram}\t{customer}\n" for gram, customer in rows]))
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {GRAMS} (gram, customer_id) FROM STDIN", lines)
        else:
            cursor.executemany(f"INSERT INTO {GRAMS} (gram, customer_id) VALUES (%s, %s)", rows)
    return len(rows)
