"""Finding customers by a phone number, and never by one that is hidden from whoever asks (rows Nf15, Nb4)."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from crm_project.accounts.models import User
from crm_project.lib.phone_numbers import LEAST, sought
from customers.models import Customer, PhoneNumber
from customers.models.scope import open_files

from .access.masking import unmasked

# Numbers that a search takes from their own table before it asks whose they are.
CONFIRMED = 2000


def _condition(number: str) -> tuple[str, list[Any]]:
    """SQL and values: the stored number contains this one. PostgreSQL has an index of every four neighbouring digits."""
    like = f"%{number}%"
    if connection.vendor != "postgresql":
        return "digits LIKE %s", [like]
    fours = sorted({int(number[at : at + LEAST]) for at in range(len(number) - LEAST + 1)})
    return "(phone_grams(digits) @> %s::integer[] AND digits LIKE %s)", [fours, like]


def _matching(numbers: Sequence[str], column: str) -> tuple[str, list[str]]:
    """SQL and values: `column` of every stored number that contains one of these."""
    found = [_condition(number) for number in numbers]
    where = " OR ".join(sql for sql, _values in found)
    return f"SELECT {column} FROM {PhoneNumber._meta.db_table} WHERE {where}", [v for _sql, vs in found for v in vs]


def contacts_with(text: str) -> RawSQL | None:
    """Subquery for `pk__in`: contacts that have this number, whoever may read it; None where the text is no number."""
    numbers = sought(text)
    return RawSQL(*_matching(numbers, "contact_id")) if numbers else None


def find(text: str, user: User, within: QuerySet[Customer], *, limit: int = 300) -> list[int]:
    """Ids of customers in `within` that have a number with these digits anywhere, their own or a contact's."""
    numbers = sought(text)
    if not numbers:
        return []
    # No right opens a restricted file here: its numbers are not to be guessed either (M10).
    rows = within.filter(unmasked(user), open_files(user)).order_by().values_list("pk", flat=True)
    sql, values = _matching(numbers, "customer_id")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*values, CONFIRMED])
        some = [pk for (pk,) in cursor.fetchall()]
    if len(some) < CONFIRMED:
        return list(rows.filter(pk__in=set(some))[:limit])
    # So many that one's own may lie beyond: let the database begin with the scope.
    return list(rows.filter(pk__in=RawSQL(sql, values))[:limit])


NUMBER = ("customer_id", "customer__name", "contact__name", "digits")


def numbers_of(text: str, customers: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of NUMBER of the numbers of these customers that hold the digits of the text, a customer's own first."""
    numbers = sought(text)
    if not numbers or not customers:
        return []
    rows = PhoneNumber.objects.filter(customer__in=customers).order_by(F("contact_id").asc(nulls_first=True), "pk")
    return [row for row in rows.values(*NUMBER) if any(number in row["digits"] for number in numbers)]
