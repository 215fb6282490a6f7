"""Customers for the search: those whose page the person opens, and what they may be told of the others (rows Nc2, Ni5, Nb3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.lib.database.prepared import prepared
from customers.models import Customer, FormerName
from customers.models.scope import CustomerQuerySet
from customers.rules import names

from ..access import everything, visible
from ..access.gate import openable
from ..access.lookups import Kind, tell_of
from ..duplicates import matching

# Rows of the index that are read before the search begins with what one may see.
READ = 400
# Among those found, so many are put in order.
RANKED = 60
# Who finds more customers of others has typed too little to be told of any.
TELLING = 5
_LEAST_HAN, _LEAST_LATIN = 2, 4
COLUMNS = (
    *("pk", "name", "code", "name_key", "restricted", "pooled_at"),
    *("ownership__owner", "ownership__owner__full_name"),
)


@dataclass(frozen=True)
class Found:
    """`seen`: rows of COLUMNS whose page is open; `others`: customers of others, `more` where there are too many to be told of;
    `refused`: why not."""

    seen: Sequence[dict]
    others: Sequence[Customer] = ()
    more: bool = False
    refused: str = ""


def named(text: str) -> tuple[list[int], list[int]] | None:
    """(by code, by name): every customer that the text names; None where there are too many to read."""
    return matching.every_id(text, READ)


def find_customers(
    user: User,
    text: str,
    at: datetime,
    scope: CustomerQuerySet,
    limit: int,
    known: tuple[list[int], list[int]] | None,
) -> Found:
    """At most `limit` of each, by name, pinyin, initials, word, code or a name of former times; the likeliest first.

    `scope`: whose pages the person opens, as `worked_on` says; `known`: what `named` says of the text.
    """
    if known is None:
        # Who sees everything need not begin with what they see.
        ids = matching.search_ids(text, limit=RANKED, within=None if everything(user) else scope)
        return Found(ranked(_rows(ids), text, user)[:limit])
    by_code, by_name = known
    ids = list(dict.fromkeys([*by_code, *by_name]))
    seen = scope.filter(pk__in=ids).values_list("pk", flat=True) if ids and not everything(user) else ids
    seen = list(seen)
    # Only within what one sees: of others' customers nobody is told by a part of the code.
    begun = matching.begun(text, scope, limit)
    rows = ranked(_rows(list(dict.fromkeys([*seen[:RANKED], *begun]))), text, user)[:limit]
    unseen = [pk for pk in ids if pk not in set(seen)]
    if not unseen or not may_be_told(user):
        return Found(rows)
    exact = [pk for pk in unseen if pk in by_code]
    if not exact and (len(unseen) > TELLING or not _telling(text)):
        return Found(rows, more=True)
    others = _others(exact or unseen)[:limit]
    told, refused = tell_of(by=user, customers=others, kind=Kind.CODE if exact else Kind.NAME, at=at)
    return Found(rows, told, refused=refused)


def worked_on(user: User, at: datetime) -> CustomerQuerySet:
    """Customers that the lists show this person: no merged or removed ones."""
    return visible(user, at).filter(merged_into=None, removed_at=None)


def _telling(text: str) -> bool:
    """Whether so much was typed that a customer is meant, and not everything that begins like this."""
    key = names.key(text)
    return len(key) >= (_LEAST_HAN if names.HAN.search(key) else _LEAST_LATIN)


def may_be_told(user: User) -> bool:
    """Whether name, code and owner of others' customers are told to them, as the duplicate check does (Ni5)."""
    return may(user, "customer.claim") or may(user, "customer.create")


def ranked(rows: Sequence[dict], text: str, user: User) -> list[dict]:
    """The likeliest first: this very code, one's own, names that begin with the text, then by length."""
    key, code = names.key(text), matching.meant(text) or matching.bare(text)

    def place(row: dict) -> tuple[bool, bool, bool, bool, int, int]:
        name = row["name_key"]
        return (
            matching.bare(row["code"]) != code,
            not name.startswith(key),
            row["ownership__owner"] != user.pk,
            key not in name,
            len(name),
            row["pk"],
        )

    return sorted(rows, key=place)


@prepared
def _rows(ids: Sequence[int]) -> QuerySet[Customer, dict]:
    return Customer.objects.filter(pk__in=ids, merged_into=None, removed_at=None).order_by().values(*COLUMNS)


def closed_files(user: User, rows: Sequence[dict]) -> set[int]:
    """Keys of those rows whose file is restricted and closed to the person (M10)."""
    ids = {row["pk"] for row in rows if row["restricted"]}
    if not ids:
        return set()
    return ids - set(Customer.objects.filter(openable(user), pk__in=ids).order_by().values_list("pk", flat=True))


def rows_of(ids: Sequence[int]) -> list[dict]:
    """Rows of COLUMNS, whoever may see them."""
    return _rows(list(ids))


def _others(ids: Sequence[int]) -> list[Customer]:
    rows = Customer.objects.filter(pk__in=ids, merged_into=None, removed_at=None)
    return list(rows.select_related("ownership__owner").order_by("sort_name", "pk"))


def former_names(rows: Sequence[dict], text: str) -> dict[int, str]:
    """{customer: the former or merged name that the text found} of those rows whose own name does not hold it."""
    key = names.key(text)
    han = names.HAN.search(text)
    # Latin letters that stand in no Chinese name are its pinyin.
    others = [
        row for row in rows if key and key not in row["name_key"] and (han or not names.HAN.search(row["name_key"]))
    ]
    ids = [row["pk"] for row in others]
    if not ids:
        return {}
    merged = Customer.objects.filter(merged_into__in=ids, name_key__contains=key).values_list("merged_into_id", "name")
    before = FormerName.objects.filter(customer__in=ids, name_key__contains=key).values_list("customer_id", "name")
    return dict([*merged.order_by("pk"), *before.order_by("until")])
