"""One spelling for each name: what is shown (Nc1) and what is unique (Z10)."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from .latin import SPELLINGS

_CONVERTER = OpenCC("t2s")
HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LONGEST_KEY = 200
# Of a longer text the rest is no name. Some of the expressions take the square of the length: it must be bounded.
LONGEST_NAME = 400

HAN_RANGE = HAN.pattern[1:-1]
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff\x00-\x08\x0e-\x1f\x7f]")
_OPENING = dict.fromkeys(map(ord, "[{<〈《【〔〖「『⟨"), "(")
_CLOSING = dict.fromkeys(map(ord, "]}>〉》】〕〗」』⟩"), ")")
_BRACKETS = {**_OPENING, **_CLOSING}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_TIDY = (
    (re.compile(r",(?=[^\W\d])"), ", "),
    (re.compile(r"\s+"), " "),
    (re.compile(rf"(?<=[{HAN_RANGE}()]) (?=[{HAN_RANGE}()])|(?<=\() | (?=\))"), ""),
)
_EDGES = " ,;:、。·_/|-"
_FOLDS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ŋ": "n"})
_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f\u3099\u309a]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w()+]+(?=\d)")
_SEPARATORS = re.compile(r"[^\w.+\u0900-\u0e7f]+|_")
_STRAY_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")


def simplify(text: str) -> str:
    """Traditional to simplified Chinese (Z10)."""
    # The one character that OpenCC leaves half way (薴).
    return text if text.isascii() else _CONVERTER.convert(text).replace("苧", "苎")


def word_set(text: str) -> frozenset[str]:
    """The words of a list, simplified."""
    return frozenset(simplify(text).split())


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """The name as it is shown: width, brackets, spaces and invisible characters put in order (Nc1)."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name[:LONGEST_NAME].translate(_BRACKETS)))
    text = text.translate(_BRACKETS).translate(_DASHES)
    text = _tidied(text)
    return _tidied(_without_empty_brackets(text)) if "()" in text else text


def _tidied(text: str) -> str:
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return text.strip(_EDGES)


def _without_empty_brackets(text: str) -> str:
    """A pair of brackets around nothing becomes a space, however deep it lies: one pass, as somebody may type thousands."""
    out: list[str] = []
    for sign in text:
        if sign == ")":
            end = len(out)
            while end and out[end - 1] == " ":
                end -= 1
            if end and out[end - 1] == "(":
                out[end - 1 :] = " "
                continue
        out.append(sign)
    return "".join(out)


def tokenise(text: str) -> list[str]:
    """Lower-case words without accents and punctuation; S.A. is one word, A/S are two."""
    text = unicodedata.normalize("NFKC", text.casefold())
    if _ACCENTED.search(text):
        text = unicodedata.normalize("NFKD", text.translate(_FOLDS))
        text = unicodedata.normalize("NFKC", _ACCENT.sub("", text))
    text = _BETWEEN_DIGITS.sub(".", text.replace("&", " and "))
    text = _STRAY_DOT.sub("", _SEPARATORS.sub(" ", text.replace("'", "").replace("’", "")))
    return [SPELLINGS.get(word, word) for word in text.split()]


def key(name: str) -> str:
    """One company, one key, however it was typed: unique in the database (Z10, D3).

    Brackets go, what stands in them stays: a branch (上海分公司) keeps a key of its own.
    """
    tokens = tokenise(normalise(name))
    if len(tokens) > 2 and tokens[0] == "the":
        del tokens[0]
    text = _join(tokens)
    return (simplify(text).replace("有限责任公司", "有限公司") or normalise(name).casefold())[:LONGEST_KEY]


def _join(tokens: list[str]) -> str:
    """Without spaces, but 1 2 never becomes 12."""
    text = _BETWEEN_DIGITS.sub(".", " ".join(tokens)).replace(" ", "")
    return SPELLINGS.get(text, text)
