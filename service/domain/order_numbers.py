"""Service orders found by how their number begins, by its last part, or without its zeros (row Ni22)."""

from collections.abc import Collection

from crm_project.accounts.models import User
from crm_project.lib.database.beginning import document_forms, ids_beginning
from service.models import ServiceOrder

from . import access

TABLE = "service_serviceorder"
FORMS = document_forms("number", "order_number")
# Of the numbers that are given here: S-000123.
DIGITS = 6


def find_orders(user: User, text: str, limit: int) -> list[ServiceOrder]:
    """At most `limit` of those that the user may read, the newest first."""
    if not any(sign.isdigit() for sign in text):
        return []  # every number has digits: a name is not looked for here
    typed = " ".join(text.lower().split())
    wanted = [(form, typed) for form in FORMS]
    if typed.isdecimal() and len(typed) < DIGITS:
        wanted.append((FORMS[0], f"s-{typed:>0{DIGITS}}"))  # S-000395 is called 395
    keys = ids_beginning(TABLE, wanted, 4 * limit)
    return readable(user, keys)[:limit] if keys else []


def readable(user: User, keys: Collection[int]) -> list[ServiceOrder]:
    """Those of these orders that the user may read."""
    rows = access.visible(user, few=True).filter(pk__in=keys).select_related("customer")
    return list(rows.order_by("-reported_at", "-pk"))
