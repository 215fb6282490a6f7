"""Which row holds the headings, and when two headings are the same."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from .limits import MERGED

SEARCHED = 10  # rows from the top in which the headings may stand
_BRACKETS = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]|【[^【】]{0,60}】")
_DROPPED = re.compile(r"[\s_\-–—:;,./\\|*★#\"'·、。\u200b-\u200f\u2060\ufeff\u00ad]")


def heading_key(text: object) -> str:
    """What two headings that mean the same have in common: no case, spaces, stars, widths, notes in brackets."""
    kept = unicodedata.normalize("NFKC", str(text)).casefold()
    bare = _DROPPED.sub("", _BRACKETS.sub("", kept))
    return bare or _DROPPED.sub("", kept)


def header_row(rows: Sequence[Sequence[Any] | None], known: Collection[str]) -> int:
    """The index of the row with the headings among the first ones: the one that says most of what is `known` (as keys).

    Where none says any of it: the first row with several texts and no number, or that can't be read, else the first that is not empty.
    """
    head = list(rows[:SEARCHED])
    found = [len({heading_key(cell) for cell in row or ()} & set(known)) for row in head]
    if any(found):
        return found.index(max(found))
    return next((index for index, row in enumerate(head) if row is None or _texts(row)), _first(head))


def _texts(row: Sequence[Any] | None) -> bool:
    cells = [cell for cell in row or () if cell not in ("", MERGED)]
    return len(cells) > 1 and all(isinstance(cell, str) for cell in cells)


def _first(rows: Sequence[Sequence[Any] | None]) -> int:
    return next((index for index, row in enumerate(rows) if any(str(cell).strip() for cell in row or ())), 0)
