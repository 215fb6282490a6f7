"""Who is known already, and what the search box finds (rows Z10, Nc2, Ni5, D3).

Tokens of each name stand in a side table (`NameGram`); every check reads a bounded part of its index,
whatever the size of the customer file.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from . import names
from .models import Customer, NameGram

GRAMS = NameGram._meta.db_table
CUSTOMERS = Customer._meta.db_table
ROWS_AT_ONCE = 50_000
CUSTOMERS_AT_ONCE = 5_000
# A token on this many names tells little: it is counted no further.
COMMON = 600
# Rows read by one check, and names compared by it.
READ = 1500
COMPARED = 150
WEIGHED = 20
# Ids that a search takes from the side table to confirm by name.
CONFIRMED = 3000
# Below this, two names have a few common characters and no more.
LEAST_SCORE = 55
LEAST_HAN = 2
LEAST_LATIN = 3


# --- The side table -------------------------------------------------------------------------------
def index(customers: Iterable[tuple[int, str]]) -> int:
    """Enter the names of new customers (Nc2); returns the number of tokens."""
    rows = ((gram, customer) for customer, name in customers for gram in names.gram_list(names.split(name)))
    return sum(_insert(part) for part in _parts(rows, ROWS_AT_ONCE))


def reindex(ids: Iterable[int]) -> int:
    """Enter customers anew after their names changed (Nc2)."""
    total = 0
    for part in _parts(ids, CUSTOMERS_AT_ONCE):
        with transaction.atomic():
            unindex(part)
            total += index(Customer.objects.filter(id__in=part).values_list("id", "name"))
    return total


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


# --- Duplicates -----------------------------------------------------------------------------------
class Match(NamedTuple):
    """A customer that may be the one being typed; `how`: key, core, pinyin or similar.

    `score` goes from 55 to 100; from about 80 on it is likely the same (one character mistyped: 79 or more).
    `known_as` is the name that matched where the customer meant was merged into this one.
    """

    customer_id: int
    code: str
    name: str
    score: float
    how: str
    known_as: str = ""


class Span(NamedTuple):
    """The tokens between two ends: one token, or all with a prefix."""

    low: str
    high: str


class _Typed:
    """What somebody typed, taken apart once."""

    def __init__(self, text: str):
        self.key = names.key(text)
        self.parts = names.split(text)
        self.han = bool(names.HAN.search(text))
        self.stem = names.begun_stem(self.key)
        self.rest = _rest(self.parts) or self.stem
        self.full = names.pinyin_forms(self.parts.core)[0] if self.han else self.stem
        self.enough = len(self.key) >= (LEAST_HAN if self.han else LEAST_LATIN)

    def spans(self) -> list[Span]:
        """What to look for in the side table."""
        tokens = [_exactly(gram) for gram in names.gram_list(self.parts) if gram[0] != "i"]
        if self.han:
            return tokens
        words = names.latin_words(self.parts.text)
        spans = [
            _exactly(_beginning("p" + self.stem).low),
            _beginning("p" + self.stem),
            _beginning("i" + self.stem),
        ]
        return list(dict.fromkeys(tokens + spans + [_beginning("w" + word) for word in words[-1:]]))


def _exactly(gram: str) -> Span:
    return Span(gram, gram)


def _beginning(gram: str) -> Span:
    """Every token with this prefix, under any collation: they are made of small letters and digits."""
    low = gram[: names.LONGEST_GRAM]
    return Span(low, low.ljust(names.LONGEST_GRAM, "z"))


def _rest(parts: names.NameParts) -> str:
    return names.stem(names.key(parts.brand + " " + parts.trade)) if parts.brand else ""


def find(text: str, limit: int = 10) -> list[Match]:
    """Customers that may be the one whose name is being typed, the likeliest first (Z10, Nc2, Ni5, D3).

    Over all departments. Less than two Chinese characters or three latin letters finds only the very name.
    """
    typed = _Typed(text)
    if not typed.key:
        return []
    spans = _telling(typed.spans()) if typed.enough else []
    return _survivors(_ranked(typed, _candidates(typed.key, spans)), limit)


def _telling(spans: Sequence[Span]) -> list[tuple[Span, int, int]]:
    """The rarest tokens with their weight and how many rows to read of each."""
    counts = _counted(spans)
    chosen, left = [], READ
    for span in sorted((span for span in spans if counts[span]), key=lambda span: counts[span]):
        count = min(counts[span], left, COMMON if span.low == span.high else COMPARED)
        if count <= 0:
            break
        chosen.append((span, round(100 * log(20 * COMMON / counts[span])), count))
        left -= count
    return chosen


def _counted(spans: Sequence[Span]) -> dict[Span, int]:
    """How many rows each span has, counted up to COMMON."""
    if not spans:
        return {}
    values = ", ".join(["(CAST(%s AS varchar(16)), CAST(%s AS varchar(16)))"] * len(spans))
    sql = f"""
        WITH span(low, high) AS (VALUES {values})
        SELECT span.low, span.high, (
            SELECT count(*) FROM (
                SELECT 1 FROM {GRAMS} g WHERE g.gram >= span.low AND g.gram <= span.high LIMIT {COMMON}
            ) few
        ) FROM span"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [end for span in spans for end in span])
        return {Span(low, high): count for low, high, count in cursor.fetchall()}


class _Row(NamedTuple):
    id: int
    code: str
    name: str
    key: str
    merged_into: int | None
    weight: float


def _candidates(key: str, spans: Sequence[tuple[Span, int, int]]) -> list[_Row]:
    """The customer of this key, and those that share the rarest tokens."""
    columns = "c.id, c.code, c.name, c.name_key, c.merged_into_id"
    sql = f"SELECT {columns}, 0 FROM {CUSTOMERS} c WHERE c.name_key = %s"
    params: list[str] = [key]
    if spans:
        hits = " UNION ALL ".join(
            f"SELECT * FROM (SELECT customer_id, {weight} AS weight FROM {GRAMS}"
            f" WHERE {_where(span)} LIMIT {count}) hit"
            for span, weight, count in spans
        )
        sql += f"""
            UNION ALL SELECT {columns}, best.weight FROM (
                SELECT customer_id, sum(weight) AS weight FROM ({hits}) hits
                GROUP BY customer_id ORDER BY weight DESC, customer_id LIMIT {COMPARED}
            ) best JOIN {CUSTOMERS} c ON c.id = best.customer_id"""
        for span, _, _ in spans:
            params += span[:1] if span.low == span.high else span
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [_Row(*row) for row in cursor.fetchall()]


def _where(span: Span) -> str:
    return "gram = %s" if span.low == span.high else "gram >= %s AND gram <= %s"


def _ranked(typed: _Typed, rows: Sequence[_Row]) -> list[tuple[float, str, _Row]]:
    """Compare the names themselves: cheaply all of them, closely the best."""
    stems = [names.stem(row.key) for row in rows]
    whole = [fuzz.ratio(typed.stem, stem) for stem in stems]
    inside = [fuzz.partial_ratio(typed.stem, stem) for stem in stems]
    order = sorted(
        range(len(rows)), key=lambda at: (-max(whole[at], 0.9 * inside[at]), -rows[at].weight, rows[at].id)
    )
    ranked = [(*_judged(typed, rows[at], stems[at], whole[at]), rows[at]) for at in order[:WEIGHED]]
    return sorted(
        (found for found in ranked if found[0] >= LEAST_SCORE), key=lambda found: (-found[0], found[2].id)
    )


def _judged(typed: _Typed, row: _Row, stem: str, whole: float) -> tuple[float, str]:
    """(score, how) of one candidate."""
    if row.key.partition("#")[0] == typed.key:
        return 100.0, "key"
    parts = names.split(row.name)
    # Two names of different cities are less alike than one that lacks the city.
    apart = 0.8 if names.elsewhere(typed.parts, parts) else 0.9
    alike = max(whole, apart * fuzz.ratio(typed.rest, _rest(parts)))
    if parts.core == typed.parts.core:
        return 55 + 0.44 * alike, "core"
    full, initials = names.pinyin_forms(parts.core)
    if typed.han and full == typed.full:
        return max(0.95 * alike, 50 + 0.44 * alike), "pinyin"
    if (
        not typed.han
        and names.HAN.search(row.name)
        and (full.startswith(typed.full) or initials.startswith(typed.full))
    ):
        return 60 + 0.3 * fuzz.ratio(typed.full, full), "pinyin"
    if typed.stem in stem or stem in typed.stem:
        return max(0.95 * alike, LEAST_SCORE + 0.4 * alike), "similar"
    return 0.95 * alike, "similar"


def _survivors(ranked: Sequence[tuple[float, str, _Row]], limit: int) -> list[Match]:
    """A merged customer leads to the one it was merged into."""
    kept = _kept([row.id for _, _, row in ranked if row.merged_into])
    matches: dict[int, Match] = {}
    for score, how, row in ranked:
        ident, code, name = kept.get(row.id, (row.id, row.code, row.name))
        known_as = row.name if ident != row.id else ""
        matches.setdefault(ident, Match(ident, code, name, round(score, 1), how, known_as))
    return list(matches.values())[:limit]


def _kept(ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """For each merged customer, the last of the chain: (id, code, name)."""
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    sql = f"""
        WITH RECURSIVE chain(start, id, steps) AS (
            SELECT c.id, c.merged_into_id, 1 FROM {CUSTOMERS} c WHERE c.id IN ({marks})
            UNION ALL
            SELECT chain.start, c.merged_into_id, steps + 1 FROM chain JOIN {CUSTOMERS} c ON c.id = chain.id
            WHERE c.merged_into_id IS NOT NULL AND steps < 20
        )
        SELECT chain.start, c.id, c.code, c.name FROM chain JOIN {CUSTOMERS} c ON c.id = chain.id
        WHERE c.merged_into_id IS NULL"""
    with connection.cursor() as cursor:
        cursor.execute(sql, ids)
        return {start: (ident, code, name) for start, ident, code, name in cursor.fetchall()}


# --- The search box -------------------------------------------------------------------------------
class _Piece(NamedTuple):
    """One piece of a typed text: the tokens that all must be there, and what the name itself must hold."""

    tokens: list[Q]
    held: Q


def searchable(text: str) -> bool:
    """Whether a text tells enough to search for: two Chinese characters or two latin letters (Nc2)."""
    return any(piece.tokens for piece in _pieces(text))


def search_ids(text: str, limit: int = 1000, within: QuerySet[Customer] | None = None) -> list[int]:
    """Customers by code, Chinese text, latin words or pinyin; each piece of the text must be found (Nc2).

    `within` narrows to what one may see before `limit` cuts; without it others' customers may fill the limit.
    Tokens find the ids, the name only confirms: no scan of the customers. Merged ones lead to their survivor.
    """
    scope = Customer.objects.all() if within is None else within.order_by()
    codes = list(scope.filter(code__in=_codes(text)).values_list("id", flat=True))
    pieces = _pieces(text)
    tokens = [token for piece in pieces for token in piece.tokens]
    if not tokens:
        return codes
    held = Q()
    for piece in pieces:
        held &= piece.held
    hits = NameGram.objects.filter(_all(tokens, "customer_id")).values_list("customer_id", flat=True)
    most = 2 * limit if within is None else CONFIRMED
    some = hits[:most]
    if within is None or len(some) < most:
        found = Customer.objects.filter(held, id__in=set(some)).values_list("id", "merged_into_id")
        ids = [ident for ident, merged in found if not merged]
        ids += [ident for ident, _, _ in _kept([ident for ident, merged in found if merged]).values()]
        seen = ids if within is None else scope.filter(id__in=ids).values_list("id", flat=True)
        return list(dict.fromkeys([*codes, *seen]))[:limit]
    # So many that one's own may lie beyond: let the database begin with the scope.
    named = held & _all(tokens, "id")
    merged = Customer.objects.filter(named, merged_into__gt=0).values_list("id", flat=True)[:limit]
    kept = [ident for ident, _, _ in _kept(list(merged)).values()]
    codes += scope.filter(id__in=kept).values_list("id", flat=True)
    seen = scope.filter(named, merged_into=None).values_list("id", flat=True)[:limit]
    return list(dict.fromkeys([*codes, *seen]))[:limit]


def _all(tokens: Sequence[Q], field: str) -> Q:
    """Every token is there: the first as a condition on the tokens themselves, where these are asked."""
    own = field == "customer_id"
    condition = tokens[0] if own else Q()
    for token in tokens[own:]:
        condition &= Q(**{f"{field}__in": NameGram.objects.filter(token).values("customer_id")})
    return condition


def _codes(text: str) -> set[str]:
    typed = names.normalise(text)
    return {typed, typed.upper()} - {""}


def _pieces(text: str) -> list[_Piece]:
    """Chinese text by its spaces, latin text by its words; a piece that tells too little only confirms."""
    parts = text.split() if names.HAN.search(text) else [text]
    terms = [term for part in parts for term in names.searched(part).split() if names.key(term)]
    return [_piece(term) for term in terms]


def _piece(term: str) -> _Piece:
    key = names.key(term)
    if names.HAN.search(term):
        words = (f"w{word}"[: names.LONGEST_GRAM] for word in names.latin_words(term))
        tokens = [Q(gram=token) for token in [*names.bigrams(term), *words]]
        return _Piece(tokens, Q() if tokens and len(term) == LEAST_HAN else Q(name_key__contains=key))
    if len(key) < 2:
        return _Piece([], Q(name_key__contains=key))
    either = Q()
    for low, high in (_beginning(mark + key) for mark in "wpi"):
        either |= Q(gram__gte=low, gram__lte=high)
    return _Piece([either], Q())
