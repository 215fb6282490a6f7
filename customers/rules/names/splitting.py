"""A name cut into its parts (Nc1)."""

from functools import lru_cache

from .chinese import split_han
from .parts import NameParts
from .spelling import HAN, normalise, simplify
from .western import split_latin


@lru_cache(maxsize=2048)
def split(name: str) -> NameParts:
    """Region, brand, trade and legal form of a Chinese or latin name (Nc1)."""
    text = simplify(normalise(name))
    return split_han(text) if HAN.search(text) else split_latin(text)


def core(name: str) -> str:
    """The name without region, trade and legal form; never empty (Z10)."""
    return split(name).core
