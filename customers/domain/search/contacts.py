"""People at customers and numbers for the search, at customers whose page the person opens and no restricted file (Nc4, Nb4, M10)."""

import re

from django.db.models import Q, QuerySet

from crm_project.accounts.models import User
from crm_project.lib.database.beginning import Form, ids_beginning
from crm_project.lib.phone_numbers import digits
from customers.models import Contact
from customers.models.scope import CustomerQuerySet, open_files

from .. import phones
from ..access import everything, reached

# Keys that are read before the search begins with what one may see.
READ = 400
_TWO = [
    "欧阳",
    "司马",
    "诸葛",
    "上官",
    "司徒",
    "东方",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "端木",
    "歐陽",
    "諸葛",
    "東方",
]
_GIVEN = (
    r"CASE WHEN name ~ '\s' THEN lower(regexp_replace(name, '^.*\s', ''))"
    f" WHEN left(name, 2) IN ({', '.join(repr(two) for two in _TWO)}) THEN lower(substr(name, 3))"
    " ELSE lower(substr(name, 2)) END"
)
NAME = Form("contact_name_begin", "lower(name)", (("name", "{text}%"),))
GIVEN = Form("contact_given_begin", _GIVEN, (("name", "_{text}%"), ("name", "__{text}%"), ("name", "% {text}%")))
SOUND = Form("contact_sound_begin", "regexp_replace(sort_name, '[^a-z]', '', 'g')", (("sort_name", "{letters}%"),))
FORMS = (NAME, GIVEN, SOUND)
TABLE = Contact._meta.db_table
COLUMNS = ("pk", "name", "title", "active", "sort_name", "customer_id", "customer__name")


def sound(key: str) -> str:
    """The letters of a key that names are sorted by: wang2王wei3伟 is wangwei."""
    return re.sub("[^a-z]", "", key)


def find_contacts(user: User, text: str, scope: CustomerQuerySet, limit: int) -> list[dict]:
    """At most `limit` rows of COLUMNS, by name, given name or pinyin, at customers of this scope (`customers.worked_on`)."""
    typed = " ".join(text.casefold().split())
    letters = typed.replace(" ", "") if typed.isascii() else ""
    heard = sound(letters) if letters.isalpha() else ""
    keys = ids_beginning(TABLE, ((NAME, typed), (GIVEN, typed), (SOUND, heard)), READ)
    if not keys:
        return []
    # No right opens a restricted file here, as with its numbers: a name is found only by those who work on it (M10).
    opened = scope.filter(open_files(user))
    rows = _rows(opened, Q(pk__in=keys))
    found = [row for row in rows[: 4 * limit] if _holds(row, typed, letters)]
    if len(found) < limit and len(keys) >= READ and not everything(user):
        # So many that one's own may lie beyond.
        own = opened.filter(reached(user, "customer.view"))
        spelt = Q(sort_name__regex="^" + "[^a-z]*".join(letters)) if letters.isalpha() else Q()
        found += _rows(own, Q(name__icontains=typed) | spelt)[:limit]
    return sorted({row["pk"]: row for row in found}.values(), key=lambda row: (not row["active"], row["pk"]))[:limit]


def _holds(row: dict, typed: str, letters: str) -> bool:
    return typed in row["name"].casefold() or bool(letters) and sound(row["sort_name"]).startswith(letters)


def _rows(customers: CustomerQuerySet, among: Q) -> QuerySet[Contact, dict]:
    return Contact.objects.filter(among, customer__in=customers.order_by()).order_by().values(*COLUMNS)


def find_numbers(user: User, text: str, scope: CustomerQuerySet, limit: int) -> list[dict]:
    """Rows of `phones.NUMBER` of numbers with these digits, at customers of this scope, that are shown to the person (Nf15)."""
    found = phones.numbers_of(text, phones.find(text, user, scope, limit=2 * limit))[: 4 * limit]
    # Where it is the customer's own and somebody's there, once and with the person.
    rows = list({(row["customer_id"], row["digits"]): row for row in found}.values())
    # A number that ends with what was typed is the likeliest.
    return sorted(
        rows, key=lambda row: (not row["digits"].endswith(digits(text)), row["customer__name"], row["digits"])
    )[:limit]


__all__ = ["COLUMNS", "FORMS", "TABLE", "find_contacts", "find_numbers"]
