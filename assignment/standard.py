"""Whether a follow-up says something: the department's standard applied to one text (rows Nd7, Nd8). No Django here."""

import re
import unicodedata
from functools import lru_cache

TOO_SHORT, NO_COUNTERPART, NO_CONTENT, FILLER = "too_short", "no_counterpart", "no_content", "filler"
UNANSWERED, LATE, REJECTED, BEFORE_OWNERSHIP, NOT_OWNER = (
    "unanswered",
    "late",
    "rejected",
    "before_ownership",
    "not_owner",
)
UNCONFIRMED, REPEATED = "unconfirmed", "repeated"

# The order in which reasons are told; `public` maps our two finer ones onto the published list.
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
)
PUBLIC = {REPEATED: FILLER, UNCONFIRMED: LATE}
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


def tidy(text):
    """Width and case folded, so that full-width letters and punctuation make no difference."""
    return unicodedata.normalize("NFKC", text or "").strip().casefold()


@lru_cache(maxsize=4096)
def _says_only(text, filler):
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


def judge(standard, text, *, counterpart, kind, answered):
    """Why this text does not count by this standard, in the order of REASONS; empty: it counts."""
    return judge_tidy(standard, tidy(text), counterpart=counterpart, kind=kind, answered=answered)


def judge_tidy(standard, clean, *, counterpart, kind, answered):
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
    if standard.filler and _says_only(clean, standard.filler):
        reasons.append(FILLER)
    if standard.answered and not answered and kind in NEEDS_ANSWER:
        reasons.append(UNANSWERED)
    return tuple(reasons)


def length(text):
    """(Chinese characters, words) as the standard counts them, for the meter shown while typing."""
    return _length(tidy(text))


def _length(clean):
    return len(_CHINESE.findall(clean)), len(_WORD.findall(_CHINESE.sub(" ", clean)))


def public(reasons):
    """Reasons as others script against them: the closed list of the interface, in its order."""
    named = {PUBLIC.get(r, r) for r in reasons}
    return [r for r in REASONS if r in named]
