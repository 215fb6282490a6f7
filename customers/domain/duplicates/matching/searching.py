"""What the search box finds (Nc2)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from crm_project.lib.database.prepared import prepared
from customers.models import Customer, FormerName, NameGram
from customers.rules import names

from . import codes as of_codes
from .side_table import beginning
from .survivors import survivor
from .typed import LEAST_HAN, LONGEST

# Ids that a search takes from the side table to confirm by name.
CONFIRMED = 3000
# Each word and token is a condition of its own, and a database takes so many of them.
MOST_WORDS, MOST_TOKENS = 16, 24


# A token, or ranges of tokens any of which will do.
_Token = list[Q]


class _Piece(NamedTuple):
    """One piece of a typed text: the tokens that all must be there, and what the name itself must hold."""

    tokens: list[_Token]
    held: Q


def searchable(text: str) -> bool:
    """Whether a text tells enough to search for: two Chinese characters or two latin letters (Nc2)."""
    return any(piece.tokens for piece in _pieces(text[:LONGEST]))


def search_ids(text: str, limit: int = 1000, within: QuerySet[Customer] | None = None) -> list[int]:
    """Customers by code or its beginning, Chinese text, latin words or pinyin; each piece of the text must be found (Nc2).

    `within` narrows to what one may see before `limit` cuts; without it others' customers may fill the limit.
    Tokens find the ids, the name only confirms: no scan of the customers. Merged ones lead to their survivor.
    """
    text = text[:LONGEST]
    scope = Customer.objects.all() if within is None else within.order_by()
    codes = _coded(sorted(_codes(text)))
    if codes and within is not None:
        codes = list(scope.filter(id__in=codes).values_list("id", flat=True))
    codes = list(dict.fromkeys([*codes, *of_codes.begun(text, scope, limit)]))
    tokens, held = _read(text)
    if not tokens:
        return codes
    most = 2 * limit if within is None else CONFIRMED
    some = _hits(tokens, most)
    if within is None or len(some) < most:
        ids = _confirmed(some, held)
        seen = ids if within is None else scope.filter(id__in=ids).values_list("id", flat=True)
        return list(dict.fromkeys([*codes, *seen]))[:limit]
    # So many that one's own may lie beyond: let the database begin with the scope.
    named = held & _all(tokens, "id")
    merged = Customer.objects.filter(named, merged_into__gt=0).values_list("id", flat=True)[:limit]
    survivors = [ident for ident, _, _ in survivor(list(merged)).values()]
    codes += scope.filter(id__in=survivors).values_list("id", flat=True)
    seen = scope.filter(named, merged_into=None).values_list("id", flat=True)[:limit]
    return list(dict.fromkeys([*codes, *seen]))[:limit]


def every_id(text: str, most: int) -> tuple[list[int], list[int]] | None:
    """(found by this very code, by name): all customers that `search_ids` finds, of whomever; None where tokens are on more than
    `most` rows."""
    text = text[:LONGEST]
    codes = _coded(sorted(_codes(text)))
    tokens, held = _read(text)
    if not tokens:
        return codes, []
    some = _hits(tokens, most + 1)
    return None if len(some) > most else (codes, _confirmed(some, held))


def _read(text: str) -> tuple[list[_Token], Q]:
    """What a text must hold: tokens, and what the name itself confirms."""
    pieces = _pieces(text)[:MOST_WORDS]
    held = Q()
    for piece in pieces:
        held &= piece.held
    return [token for piece in pieces for token in piece.tokens][:MOST_TOKENS], held


def _hits(tokens: Sequence[_Token], most: int) -> list[int]:
    """Customers of at most so many rows that have every token; one may be on several."""
    first, rest = tokens[0], _all(tokens[1:], "customer_id")
    rows = NameGram.objects.filter(rest).values_list("customer_id", flat=True)
    if connection.vendor == "postgresql" and len(first) > 1:
        # Each range by itself, so that the limit stops it: together all of their rows would be read first.
        each = [rows.filter(one).order_by()[:most] for one in first]
        return list(each[0].union(*each[1:], all=True)[:most])
    return list(rows.filter(_any(first))[:most])


def _confirmed(some: Sequence[int], held: Q) -> list[int]:
    """Those whose name confirms it, merged ones by their survivor."""
    found = list(Customer.objects.filter(held, id__in=set(some)).values_list("id", "merged_into_id"))
    survivors = survivor([ident for ident, merged in found if merged]).values()
    return list(dict.fromkeys([ident for ident, merged in found if not merged] + [ident for ident, _, _ in survivors]))


def _all(tokens: Sequence[_Token], field: str) -> Q:
    """Every token is there."""
    condition = Q()
    for token in tokens:
        condition &= Q(**{f"{field}__in": NameGram.objects.filter(_any(token)).values("customer_id")})
    return condition


def _any(token: _Token) -> Q:
    either = Q()
    for one in token:
        either |= one
    return either


@prepared
def _coded(codes: Sequence[int]) -> QuerySet[Customer, int]:
    return Customer.objects.filter(code__in=codes).values_list("id", flat=True)


def _codes(text: str) -> set[str]:
    typed = names.normalise(text)
    return {typed, typed.upper()} - {""}


def _pieces(text: str) -> list[_Piece]:
    """Chinese text by its spaces, latin text by its words; a piece that tells too little only confirms."""
    parts = text.split() if names.HAN.search(text) else [text]
    terms = [term for part in parts for term in names.searched(part).split() if names.key(term)]
    return [_piece(term) for term in terms]


def _named(key: str) -> Q:
    """The name holds it, or one that the customer had before."""
    return Q(name_key__contains=key) | Q(
        Exists(FormerName.objects.filter(customer=OuterRef("pk"), name_key__contains=key))
    )


def _piece(term: str) -> _Piece:
    key = names.key(term)
    if names.HAN.search(term):
        words = (f"w{word}"[: names.LONGEST_GRAM] for word in names.latin_words(term))
        tokens = [[Q(gram=token)] for token in [*names.bigrams(term), *words]]
        return _Piece(tokens, Q() if tokens and len(term) == LEAST_HAN else _named(key))
    if len(key) < 2:
        return _Piece([], _named(key))
    ranges = [beginning(mark + key) for mark in "wpi"]
    return _Piece([[Q(gram__gte=low, gram__lte=high) for low, high in ranges]], Q())
