"""Customers by the beginning of their code, with or without its dash, in either case (row Nc2)."""

from django.db.models import QuerySet, Value
from django.db.models.functions import Lower, Replace

from crm_project.lib.characters import identifier
from crm_project.lib.database.beginning import Form, ids_beginning
from customers.models import Customer

from .side_table import CUSTOMERS

CODE = Form("customer_code_begin", "replace(lower(code), '-', '')")
FORMS = (CODE,)
TABLE = CUSTOMERS
# Keys that are read before the look-up begins with what one may see.
READ = 400
SERIES = "c"  # before the numbers that are given here (`numbers.codes`)
# Fewer characters tell too little: a name may hold them as well.
_LEAST, _LEAST_DIGITS = 4, 5


def bare(text: str) -> str:
    """A code as it is compared: small letters, no dashes."""
    return identifier(text).lower().replace("-", "")


def meant(text: str) -> str:
    """The beginning of a code that a text means; empty where it means none. Digits alone are those of our own series."""
    code = bare(text)
    if code.isdigit():
        return SERIES + code if len(code) >= _LEAST_DIGITS else ""
    return code if len(code) >= _LEAST and any(sign.isdigit() for sign in code) else ""


def begun(text: str, scope: QuerySet[Customer], limit: int) -> list[int]:
    """At most `limit` customers of a scope whose code begins with a text."""
    code = meant(text)
    keys = ids_beginning(TABLE, [(CODE, code)], READ)
    if not keys:
        return []
    found = list(scope.order_by("code").filter(pk__in=keys).values_list("pk", flat=True)[:limit])
    if len(keys) < READ or len(found) >= limit:
        return found
    # So many that one's own may lie beyond: let the database begin with the scope.
    own = scope.annotate(bare_code=Replace(Lower("code"), Value("-"), Value(""))).filter(bare_code__startswith=code)
    return list(own.order_by("code").values_list("pk", flat=True)[:limit])
