"""Company names: one spelling, their parts, what is odd about them, what they are found by. Pure, no Django.

Rows Z10 (no duplicates), Nc1 (full names), Ni3 (nothing else in the name, branches under their parent).
"""

from .chinese import is_legal_form
from .grams import (
    LONGEST_GRAM,
    MOST_GRAMS,
    begun_stem,
    bigrams,
    gram_list,
    grams,
    latin_words,
    pinyin_forms,
    searched,
    stem,
    trigrams,
)
from .parts import NameParts, elsewhere
from .questions import Question, questions
from .regions import short_region
from .spelling import HAN, LONGEST_KEY, key, normalise, simplify
from .splitting import core, split

__all__ = [
    "HAN",
    "LONGEST_GRAM",
    "LONGEST_KEY",
    "MOST_GRAMS",
    "NameParts",
    "Question",
    "begun_stem",
    "bigrams",
    "core",
    "elsewhere",
    "gram_list",
    "grams",
    "is_legal_form",
    "key",
    "latin_words",
    "normalise",
    "pinyin_forms",
    "questions",
    "searched",
    "short_region",
    "simplify",
    "split",
    "stem",
    "trigrams",
]
