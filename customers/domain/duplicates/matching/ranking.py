"""How alike two names are."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from customers.rules import names

from .candidates import Row, candidates, telling
from .survivors import survivor
from .typed import LONGEST, Typed, rest_of

WEIGHED = 20
# Below this, two names have a few common characters and no more.
LEAST_SCORE = 55


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


def ranked(typed: Typed, rows: Sequence[Row]) -> list[tuple[float, str, Row]]:
    """Compare the names themselves: cheaply all of them, closely the best."""
    stems = [names.stem(row.key) for row in rows]
    whole = [fuzz.ratio(typed.stem, stem) for stem in stems]
    inside = [fuzz.partial_ratio(typed.stem, stem) for stem in stems]
    order = sorted(range(len(rows)), key=lambda at: (-max(whole[at], 0.9 * inside[at]), -rows[at].weight, rows[at].id))
    ranked = [(*_judged(typed, rows[at], stems[at], whole[at]), rows[at]) for at in order[:WEIGHED]]
    return sorted((found for found in ranked if found[0] >= LEAST_SCORE), key=lambda found: (-found[0], found[2].id))


def _judged(typed: Typed, row: Row, stem: str, whole: float) -> tuple[float, str]:
    """(score, how) of one candidate."""
    if row.key.partition("#")[0] == typed.key:
        return 100.0, "key"
    parts = names.split(row.name)
    # Two names of different cities are less alike than one that lacks the city.
    apart = 0.8 if names.elsewhere(typed.parts, parts) else 0.9
    alike = max(whole, apart * fuzz.ratio(typed.rest, rest_of(parts)))
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


def survivors(ranked: Sequence[tuple[float, str, Row]], limit: int) -> list[Match]:
    """A merged customer leads to the one it was merged into."""
    known = survivor([row.id for _, _, row in ranked if row.merged_into])
    matches: dict[int, Match] = {}
    for score, how, row in ranked:
        ident, code, name = known.get(row.id, (row.id, row.code, row.name))
        known_as = row.name if ident != row.id else ""
        matches.setdefault(ident, Match(ident, code, name, round(score, 1), how, known_as))
    return list(matches.values())[:limit]


def find(text: str, limit: int = 10) -> list[Match]:
    """Customers that may be the one whose name is being typed, the likeliest first (Z10, Nc2, Ni5, D3).

    Over all departments. Less than two Chinese characters or three latin letters finds only the very name.
    """
    typed = Typed(text[:LONGEST])
    if not typed.key:
        return []
    spans = telling(typed.spans()) if typed.enough else []
    return survivors(ranked(typed, candidates(typed.key, spans)), limit)
