"""Company names: one spelling, their parts, what is odd about them, what they are found by. Pure, no Django.

Rows Z10 (no duplicates), Nc1 (full names), Ni3 (nothing else in the name, branches under their parent).
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from . import name_parts as lists
from .name_parts import simplify

HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LONGEST_KEY = 200
LONGEST_GRAM = 16
MOST_GRAMS = 40

_HAN = HAN.pattern[1:-1]
_CJK_RUN = re.compile(f"[{_HAN}\u3040-\u30ff\uac00-\ud7af]+")
_WORD_RUN = re.compile(f"[^\\W_{_HAN}\u3040-\u30ff\uac00-\ud7af]+")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff\x00-\x08\x0e-\x1f\x7f]"
)
_OPENING = dict.fromkeys(map(ord, "[{<〈《【〔〖「『⟨"), "(")
_CLOSING = dict.fromkeys(map(ord, "]}>〉》】〕〗」』⟩"), ")")
_BRACKETS = {**_OPENING, **_CLOSING}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_TIDY = (
    (re.compile(r",(?=[^\W\d])"), ", "),
    (re.compile(r"\s+"), " "),
    (re.compile(rf"(?<=[{_HAN}()]) (?=[{_HAN}()])|(?<=\() | (?=\))"), ""),
    (re.compile(r"^[\s,;:、。·_/|-]+|[\s,;:、。·_/|-]+$"), ""),
)
_FOLDS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ŋ": "n"}
)
_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f\u3099\u309a]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_TRIMMED = " ,;:、。·_/|-—"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w()+]+(?=\d)")
_SEPARATORS = re.compile(r"[^\w.+\u0900-\u0e7f]+|_")
_STRAY_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """The name as it is shown: width, brackets, spaces and invisible characters put in order (Nc1)."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name.translate(_BRACKETS)))
    text = text.translate(_BRACKETS).translate(_DASHES)
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return normalise(text.replace("()", " ")) if "()" in text else text.strip()


def _tokens(text: str) -> list[str]:
    """Lower-case words without accents and punctuation; S.A. is one word, A/S are two."""
    text = unicodedata.normalize("NFKC", text.casefold())
    if _ACCENTED.search(text):
        text = unicodedata.normalize("NFKD", text.translate(_FOLDS))
        text = unicodedata.normalize("NFKC", _ACCENT.sub("", text))
    text = _BETWEEN_DIGITS.sub(".", text.replace("&", " and "))
    text = _STRAY_DOT.sub("", _SEPARATORS.sub(" ", text.replace("'", "").replace("’", "")))
    return [lists.SPELLINGS.get(word, word) for word in text.split()]


def key(name: str) -> str:
    """One company, one key, however it was typed: unique in the database (Z10, D3).

    Brackets go, what stands in them stays: a branch (上海分公司) keeps a key of its own.
    """
    tokens = _tokens(normalise(name))
    if len(tokens) > 2 and tokens[0] == "the":
        del tokens[0]
    text = _join(tokens)
    return (simplify(text).replace("有限责任公司", "有限公司") or normalise(name).casefold())[:LONGEST_KEY]


def _join(tokens: list[str]) -> str:
    """Without spaces, but 1 2 never becomes 12."""
    text = lists.SPELLINGS.get(text := "".join(tokens), text)
    if any(one[-1].isdigit() and two[0].isdigit() for one, two in zip(tokens, tokens[1:], strict=False)):
        return _BETWEEN_DIGITS.sub(".", " ".join(tokens)).replace(" ", "")
    return text


# --- Parts ----------------------------------------------------------------------------------------
class NameParts(NamedTuple):
    """What a name is made of; `core` tells one company from the others, `text` is what is searched."""

    region: str
    brand: str
    trade: str
    legal_form: str
    core: str
    branch: str = ""
    extra: tuple[str, ...] = ()
    text: str = ""
    short_text: str = ""


@lru_cache(maxsize=2048)
def split(name: str) -> NameParts:
    """Region, brand, trade and legal form of a Chinese or latin name (Nc1)."""
    text = simplify(normalise(name))
    return _split_han(text) if HAN.search(text) else _split_latin(text)


def core(name: str) -> str:
    """The name without region, trade and legal form; never empty (Z10)."""
    return split(name).core


def _without_contacts(text: str) -> tuple[str, list[str]]:
    """The text without phone numbers, addresses and numbering; and those."""
    extra = []
    if lists.MAY_BE_CONTACT.search(text):
        extra = [found[0].strip() for found in lists.CONTACT.finditer(text)]
        text = normalise(lists.CONTACT.sub(" ", text))
    if found := lists.LEADING.match(text):
        extra.append(found[0].strip())
        text = text[found.end() :]
    return text, extra


class _Brackets(NamedTuple):
    """The text with (`flat`) and without (`bare`) the regions that stood in brackets."""

    bare: str
    flat: str
    region: str
    branch: str
    extra: list[str]


def _read_brackets(text: str) -> _Brackets:
    """Tell regions, branches and forms in brackets from remarks."""
    if text[:1] == "(" and text.find(")") == len(text) - 1:
        text = text[1:-1]
    bare = flat = region = branch = ""
    extra = []
    for at, piece in enumerate(pieces := re.split(r"\(([^()]*)\)", text)):
        piece = piece.replace("(", "").replace(")", "")
        if not at % 2 or piece in lists.BRACKETED_FORMS:
            bare, flat = bare + piece, flat + piece
        elif lists.is_region(piece):
            region, flat = region + piece, flat + piece
        elif lists.SURE_BRANCH.search(piece):
            branch = branch or piece
        elif not bare or not any(pieces[at + 1 :]) or lists.REMARK.search(piece):
            extra.append(piece)
        else:
            bare, flat = bare + piece, flat + piece
    return _Brackets(bare.strip(), flat.strip(), region, branch, extra)


def _cut_form(text: str) -> tuple[str, str, str]:
    """(before the legal form, the form, after it)."""
    if found := lists.COMPANY.search(text):
        head, form, tail = text[: found.start()], found[0], text[found.end() :]
        return (head, form, tail) if head else (tail, form, "")
    if (form := lists.ending_of(text)) and not lists.SURE_BRANCH.search(text):
        return text[: -len(form)], form, ""
    words = text.split()
    for length in (3, 2, 1):
        if len(words) > length and tuple(_tokens(" ".join(words[-length:]))) in lists.LATIN_FORMS:
            return " ".join(words[:-length]), " ".join(words[-length:]), ""
    return text, "", ""


def _cut_branch(head: str) -> tuple[str, str]:
    """中国石油上海分公司: (中国石油, 上海分公司)."""
    if found := lists.SURE_BRANCH.search(head):
        before = head[: found.start()]
        at = len(before) - lists.ends_in_region(before)
        if at >= 2:
            return head[:at].rstrip(), head[at:]
    return head, ""


def _split_han(text: str) -> NameParts:
    typed = text
    text, extra = _without_contacts(text)
    brackets = _read_brackets(text)
    extra += brackets.extra
    branch, flat = brackets.branch, brackets.flat
    head, form, tail = _cut_form(brackets.bare)
    if tail := tail.strip(_TRIMMED):
        flat = flat.rpartition(tail)[0] or flat
        if lists.BRANCH.search(tail):
            branch = branch or tail
        else:
            extra.append(tail)
    elif not form:
        head, found = _cut_branch(head)
        if found:
            branch = branch or found
            head, form, _ = _cut_form(flat := head)
        elif remark := lists.PERSON.search(head) or lists.SURE_REMARK.search(head):
            extra.append(remark[0])
            head = flat = f"{head[: remark.start()]} {head[remark.end() :]}".strip()
    head = head.strip(_TRIMMED)
    chain = lists.region_chain(head)
    region, rest = chain.text, head[len(chain.text) :].strip()
    brand, trade = lists.trade_of(rest)
    if chain.shy and len(brand) < 2:
        chain, region, rest = lists.NOWHERE, "", head
        brand, trade = lists.trade_of(rest)
    if not region and not trade and len(brand) - (at := lists.ends_in_region(brand)) >= 2 and at:
        brand, region = brand[:-at], brand[-at:]
    region = region or brackets.region
    short = lists.short_region(chain.pieces[-1]) + rest if chain.pieces else ""
    searched = f"{lists.LIMITED.sub('', flat)} {branch}".strip() or typed
    own = "" if brand in lists.TRADES else brand
    core = _first_telling(own, own and own + trade, region + rest, head + form, text, typed)
    short = "" if short in searched else short
    return NameParts(region, brand, trade, form, core, branch, tuple(extra), searched, short)


def _first_telling(*candidates: str) -> str:
    """The first of two characters or more, as a key; else whatever there is."""
    keys = []
    for candidate in candidates:
        keys.append(candidate if _CJK_RUN.fullmatch(candidate) else "".join(_tokens(candidate)))
        if len(keys[-1]) >= 2:
            return keys[-1]
    return next(filter(None, keys), candidates[-1])


def _split_latin(text: str) -> NameParts:
    typed = text
    text, extra = _without_contacts(text)
    words, region, branch, remarks = _read_latin_brackets(text)
    extra += remarks
    form, head, tail = _latin_form(words)
    if tail and tail[-1].casefold().strip(".") in lists.LATIN_BRANCHES:
        branch = branch or " ".join(tail)
    elif tail and _is_latin_region(_tokens(" ".join(tail))):
        region += tail
    elif tail:
        extra.append(" ".join(tail).strip(_TRIMMED))
    if len(head) > 1 and _tokens(head[0]) == ["the"]:
        del head[0]
    first, last = 0, len(head)
    while first < last - 1 and _all_in(head[first], lists.LATIN_REGIONS):
        first += 1
    while last - 1 > first and _all_in(head[last - 1], lists.LATIN_TRADES | lists.LATIN_REGIONS):
        last -= 1
    if first and last - first == 1 and _all_in(head[first], lists.LATIN_TRADES):
        last = first
    brand, trade = " ".join(head[first:last]), " ".join(head[last:])
    core = _first_telling(brand, " ".join(head), " ".join(words), text, typed)
    searched = " ".join([*head, *region, branch]).strip() or typed
    return NameParts(
        " ".join(head[:first] + region), brand, trade, form, core, branch, tuple(extra), searched
    )


def _read_latin_brackets(text: str) -> tuple[list[str], list[str], str, list[str]]:
    """(words of the name, region, branch, remarks)."""
    words: list[str] = []
    region: list[str] = []
    branch, remarks = "", []
    for at, piece in enumerate(pieces := re.split(r"\(([^()]*)\)", text)):
        tokens = _tokens(piece := piece.replace("(", "").replace(")", ""))
        last = not any(pieces[at + 1 :])
        if not at % 2:
            words += [word for word in piece.split() if _tokens(word)]
        elif tokens and tokens[-1] in lists.LATIN_BRANCHES:
            branch = piece
        elif _is_latin_region(tokens):
            region += piece.split()
        elif tuple(tokens) in lists.LATIN_FORMS or not (lists.REMARK.search(piece) or (last and words)):
            words += piece.split()
        elif tokens:
            remarks.append(piece)
    return words, region, branch, remarks


def elsewhere(one: NameParts, other: NameParts) -> bool:
    """Whether two names speak of different regions (省 beside its own city does too; it only weighs less)."""
    if not one.region or not other.region:
        return False
    regions = (lists.short_region(parts.region.casefold()) for parts in (one, other))
    short, long = sorted(regions, key=len)
    return short not in long


def _is_latin_region(tokens: list[str]) -> bool:
    known = lists.LATIN_REGIONS
    helpers = lists.LATIN_REGION_HELPERS
    return not known.isdisjoint(tokens) and all(token in known or token in helpers for token in tokens)


def _all_in(word: str, known: frozenset[str]) -> bool:
    tokens = _tokens(word)
    return bool(tokens) and all(token in known for token in tokens)


def _latin_form(words: list[str]) -> tuple[str, list[str], list[str]]:
    """(legal form, words before it, words after it)."""
    tokens = [_tokens(word) for word in words]
    begins = int(len(words) > 1 and " ".join(tokens[0]) in lists.LATIN_PREFIXES)
    for end in range(len(words), 1, -1):
        for start in range(max(1 + begins, end - 5), end):
            if tuple(token for word in tokens[start:end] for token in word) in lists.LATIN_FORMS:
                return " ".join(words[start:end]), words[begins:start], words[end:]
    if begins:
        return words[0], words[1:], []
    for word, found in zip(words, tokens, strict=True):
        if len(words) > 1 and not lists.LATIN_INSTITUTIONS.isdisjoint(found):
            return word, list(words), []
    return "", list(words), []


# --- Questions ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Question:
    """Why a name does not look like a full name; `code` is what the pages translate."""

    code: str
    params: dict[str, str] = field(default_factory=dict, hash=False)


def questions(name: str, kind: str = "company") -> list[Question]:
    """What is odd about a name as a full company name: region, name, trade, legal form (Nc1, Ni3).

    Codes: extra_text (text), abbreviation, too_short, no_region, no_brand, no_trade, no_legal_form.
    """
    parts = split(name)
    asked = [Question("extra_text", {"text": text}) for text in parts.extra]
    letters = len(key("".join(parts[:4]) + parts.branch))
    if kind == "individual":
        return asked + ([Question("too_short")] if letters < 2 else [])
    han = bool(HAN.search(name))
    if letters < (3 if han and parts.legal_form else 4 if han else 2):
        asked.append(Question("too_short"))
    if parts.branch or not letters:
        return asked
    if not parts.legal_form and letters <= 6:
        asked.append(Question("abbreviation"))
    return asked + (_lacks_han(parts) if han else _lacks_latin(parts))


def _lacks_han(parts: NameParts) -> list[Question]:
    national = any(parts.region.startswith(name) for name in lists.NATIONAL)
    free = parts.legal_form in lists.NEEDS_NO_TRADE or bool(lists.FREE_FORMS.search(parts.legal_form))
    lacks = []
    placed = parts.region or lists.may_begin_with_region(parts.brand)
    if not placed and not (parts.legal_form in lists.NEEDS_NO_TRADE and len(parts.brand + parts.trade) > 2):
        lacks.append("no_region")
    if not parts.brand and not free and not national:
        lacks.append("no_brand")
    if not parts.trade and not free and not national and not _sounds_like_trade(parts.brand):
        lacks.append("no_trade")
    if not parts.legal_form or (parts.legal_form == "公司" and not national):
        lacks.append("no_legal_form")
    return [Question(code) for code in lacks]


def _sounds_like_trade(brand: str) -> bool:
    """A brand this long holds a trade that no list knows."""
    return len(brand) > 4 or (len(brand) == 4 and brand[-1] in lists.TRADE_ENDINGS)


def _lacks_latin(parts: NameParts) -> list[Question]:
    return [] if parts.legal_form else [Question("no_legal_form")]


# --- Search tokens --------------------------------------------------------------------------------
def pinyin_forms(core: str) -> tuple[str, str]:
    """Full pinyin and initials of a core, latin letters kept: 友好 is youhao, yh (Nc2)."""
    if any(core[at : at + length] in PHRASES_DICT for length in (2, 3, 4) for at in range(len(core) - 1)):
        syllables = [(part, part in core) for part in lazy_pinyin(core)]
    else:
        syllables = [(_syllable(letter), letter < "\u3000") for letter in core]
    full = "".join(part for part, _ in syllables)
    return full, "".join(part if latin else part[:1] for part, latin in syllables)


@cache
def _syllable(letter: str) -> str:
    """Of one character outside any phrase: six times as fast as asking for the word."""
    return "".join(lazy_pinyin(letter))


def searched(text: str) -> str:
    """What of a typed text to search for, in pieces: without the legal form, even one only begun (Nc2)."""
    text = simplify(normalise(text))
    if not HAN.search(text):
        return split(text).text
    text = lists.LIMITED.sub(" ", text.replace("(", " ").replace(")", " ")).strip()
    cut = lists.BEGUN_LIMITED.sub("", text)
    return cut if len(cut) >= 2 else text


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters, in order, once each."""
    runs = _CJK_RUN.findall(text)
    return list(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1)))


def latin_words(text: str) -> list[str]:
    """The words of a text in any alphabet, in order, once each."""
    if not _WORD_RUN.search(text):
        return []
    return list(dict.fromkeys(word for token in _tokens(text) for word in _WORD_RUN.findall(token)))


def trigrams(word: str) -> list[str]:
    """Three neighbouring letters each."""
    return [word[at : at + 3] for at in range(len(word) - 2)]


def grams(name: str) -> set[str]:
    """What the side table holds of a name (Nc2, Ni5): at most 40 tokens of at most 16 characters.

    A letter before latin tokens says what they are: `w` word, `t` three letters, `i` initials, `p` pinyin or
    latin words joined, `j` words of brand and trade; `=` is the whole core. Otherwise letters and digits
    only, so that ranges hold under every collation.
    """
    return set(gram_list(split(name)))


def gram_list(parts: NameParts) -> list[str]:
    """The tokens of a name, the most telling first."""
    found = [f"={parts.core}"]
    words = latin_words(parts.text)
    if HAN.search(parts.core):
        full, initials = pinyin_forms(parts.core)
        found += [f"p{full}", f"i{initials}"]
    elif len(latin_words(parts.brand)) > 1:
        found.append(f"p{parts.core}")
    found += [f"w{word}" for word in words]
    found += _joints(parts)
    found += bigrams(parts.text)
    found += bigrams(parts.short_text)
    found += [f"t{three}" for word in latin_words(parts.brand) for three in trigrams(word)]
    return list(dict.fromkeys(gram[:LONGEST_GRAM] for gram in found))[:MOST_GRAMS]


def _joints(parts: NameParts) -> list[str]:
    """Where region, brand and trade meet: rare even where every pair of characters is common."""
    if not parts.brand:
        return []
    if HAN.search(parts.brand):
        left, right = (
            lists.short_region(parts.region)[-2:] + parts.brand[0],
            parts.brand[-1] + parts.trade[:2],
        )
        return [joint for joint in (left, right) if len(joint) > 2]
    brand, trade = latin_words(parts.brand), latin_words(parts.trade)
    if not trade or len(brand) < 2:
        return []
    return [f"j{word[:8]}{trade[0][:7]}" for word in (brand[0], brand[-1])]


_LATIN_STEM = re.compile(
    f"(?:{'|'.join(sorted({''.join(form) for form in lists.LATIN_FORMS}, key=len)[::-1])})$"
)


def stem(key: str) -> str:
    """A key without its legal form."""
    cut = lists.LIMITED.sub("", key) if HAN.search(key) else _LATIN_STEM.sub("", key)
    return cut if len(cut) >= 2 else key


def begun_stem(key: str) -> str:
    """The same of a key that is still being typed: without the beginning of a legal form either."""
    cut = lists.BEGUN_LIMITED.sub("", stem(key))
    return cut if len(cut) >= 2 else key
