"""Whether a follow-up says something: the department's standard applied to one text (rows Nd7, Nd8). No Django here."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assignment.rules.policy import Standard

TOO_SHORT, NO_COUNTERPART, NO_CONTENT, FILLER = "too_short", "no_counterpart", "no_content", "filler"
UNANSWERED, LATE, REJECTED, BEFORE_OWNERSHIP, NOT_OWNER = (
    "unanswered",
    "late",
    "rejected",
    "before_ownership",
    "not_owner",
)
UNCONFIRMED, REPEATED = "unconfirmed", "repeated"
# Ours alone: an entry of a kind that is no contact here. It is neither valid nor invalid, and not among the published reasons.
OTHER_KIND = "other_kind"

# Everything that may be contact; "task" is a task done with a result (Z13).
KINDS = (
    "call_out",
    "call_in",
    "visit_out",
    "visit_in",
    "meeting",
    "email",
    "letter",
    "fax",
    "objection",
    "ticket",
    "note",
    "other",
    "task",
)

# The order in which reasons are told, here and in what others script against.
REASONS = (
    TOO_SHORT,
    NO_COUNTERPART,
    NO_CONTENT,
    FILLER,
    REPEATED,
    UNANSWERED,
    LATE,
    UNCONFIRMED,
    REJECTED,
    BEFORE_OWNERSHIP,
    NOT_OWNER,
    OTHER_KIND,
)
# Only these make a follow-up an invalid one (Nd8); the others merely do not count.
INVALID = frozenset({TOO_SHORT, NO_COUNTERPART, NO_CONTENT, FILLER, REPEATED, UNANSWERED, REJECTED})

NEEDS_ANSWER = frozenset({"call_out", "email"})

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# What may stand between filler phrases without saying anything.
_PARTICLES = frozenset("的了呢吧啊吗就又再还在也都已我他她它们是有") | {
    "the",
    "a",
    "an",
    "was",
    "is",
    "were",
    "again",
    "still",
    "just",
    "and",
    "he",
    "she",
    "they",
    "i",
    "we",
    "to",
    "with",
    "but",
}
_WORDS_OR_FIGURES = re.compile(r"[^\W_]+|(?<=\d)[.,](?=\d)")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1234567890")
_RUNS = frozenset(row[i : i + 2] for line in _ROWS for row in (line, line[::-1]) for i in range(len(row) - 1))
# Shorter ones may be meant: "de", "45", "hi".
_LEAST_RUN, _LEAST_DIGITS, _LEAST_LETTERS = 3, 5, 3


def tidy(text: str) -> str:
    """Width and case folded, so that full-width letters and punctuation make no difference."""
    return unicodedata.normalize("NFKC", text or "").strip().casefold()


def essence(clean: str) -> str:
    """What two texts are compared by: a tidy text without spaces and punctuation, except inside figures (1.5 is not 15)."""
    return "".join(_WORDS_OR_FIGURES.findall(clean))


@lru_cache(maxsize=4096)
def _says_only(text: str, filler: Mapping[str, Any]) -> bool:
    rest = text
    for phrase in sorted((tidy(p) for p in filler), key=len, reverse=True):
        if phrase:
            rest = (
                rest.replace(phrase, " ") if _CHINESE.search(phrase) else re.sub(rf"\b{re.escape(phrase)}\b", " ", rest)
            )
    if rest == text:
        return False
    left = [c for c in _CHINESE.findall(rest) if c not in _PARTICLES]
    words = [w for w in _WORD.findall(_CHINESE.sub(" ", rest)) if w not in _PARTICLES]
    return not left and not words


def _is_typed_blindly(word: str) -> bool:
    """Whether a word is one letter held down or pieces of a keyboard row: aaaa, asdf, qwerqwer, 12345."""
    if len(word) < (_LEAST_DIGITS if word.isdigit() else _LEAST_RUN):
        return False
    if len(set(word)) == 1:
        return True
    run = 1
    for pair in zip(word, word[1:], strict=False):
        if "".join(pair) in _RUNS:
            run += 1
        elif run < _LEAST_RUN:
            return False
        else:
            run = 1
    return run >= _LEAST_RUN


def _is_a_word(word: str) -> bool:
    """Whether it may mean something: "a b c d", "1 2 3 4" and "gg hh jj" don't."""
    return len({sign for sign in word if sign.isalpha()}) >= _LEAST_LETTERS


@lru_cache(maxsize=4096)
def _says_nothing(clean: str, least_chinese: int, least_words: int) -> bool:
    """Whether a text only fills the space: one sign or the same few words again and again, or rows of the keyboard (Nd7)."""
    chinese = _CHINESE.findall(clean)
    words = _WORD.findall(_CHINESE.sub(" ", clean))
    units, least = (chinese, least_chinese) if chinese else (words, least_words)
    different = len(set(units))
    if different * 2 <= len(units) and different < 2 * least:
        return True
    if not chinese and not any(_is_a_word(word) for word in words):
        return True
    meant = [word for word in words if not _is_typed_blindly(word)]
    return not chinese and len(meant) < min(len(words), least_words)


def judge(standard: Standard, text: str, *, counterpart: bool, kind: str, answered: bool) -> tuple[str, ...]:
    """Why this text does not count by this standard, in the order of REASONS; empty: it counts."""
    return judge_tidy(standard, tidy(text), counterpart=counterpart, kind=kind, answered=answered)


def judge_tidy(standard: Standard, clean: str, *, counterpart: bool, kind: str, answered: bool) -> tuple[str, ...]:
    """The same of a text that went through `tidy` already."""
    chinese, words = _length(clean)
    if not chinese and not words:
        # Punctuation alone is no text either.
        reasons = [NO_CONTENT]
        if standard.strict and standard.counterpart and not counterpart:
            reasons.insert(0, NO_COUNTERPART)
        return tuple(reasons)
    if not standard.strict:
        return ()
    reasons = []
    if (chinese < standard.min_chinese) if chinese else (words < standard.min_words):
        reasons.append(TOO_SHORT)
    if standard.counterpart and not counterpart:
        reasons.append(NO_COUNTERPART)
    if _says_only(clean, standard.filler) or _says_nothing(clean, standard.min_chinese, standard.min_words):
        reasons.append(FILLER)
    if standard.answered and not answered and kind in NEEDS_ANSWER:
        reasons.append(UNANSWERED)
    return tuple(reasons)


def length(text: str) -> tuple[int, int]:
    """(Chinese characters, words) as the standard counts them, for the meter shown while typing."""
    return _length(tidy(text))


def _length(clean: str) -> tuple[int, int]:
    return len(_CHINESE.findall(clean)), len(_WORD.findall(_CHINESE.sub(" ", clean)))


def public(reasons: tuple[str, str]) -> list[str]:
    """Reasons as others script against them: the closed list of the interface, in its order."""
    return [r for r in REASONS if r in reasons and r != OTHER_KIND]


def is_contact(standard: Standard, kind: str) -> bool:
    """Whether an entry of this kind is contact at all by this standard; unless it names the kinds, a done task is not (Z13)."""
    return kind != "task" if standard.kinds is None else kind in standard.kinds
