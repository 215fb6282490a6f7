"""The parts of a latin name (Nc1)."""

import re

from .latin import (
    LATIN_BRANCHES,
    LATIN_FORMS,
    LATIN_INSTITUTIONS,
    LATIN_PREFIXES,
    LATIN_REGION_HELPERS,
    LATIN_REGIONS,
    LATIN_TRADES,
)
from .parts import TRIMMED, NameParts, first_telling, without_contacts
from .remarks import REMARK
from .spelling import tokenise


def split_latin(text: str) -> NameParts:
    typed = text
    text, extra = without_contacts(text)
    words, region, branch, remarks = _read_latin_brackets(text)
    extra += remarks
    form, head, tail = _latin_form(words)
    if tail and tail[-1].casefold().strip(".") in LATIN_BRANCHES:
        branch = branch or " ".join(tail)
    elif _is_latin_region(tokenise(" ".join(tail))):
        region += tail
    elif tail:
        extra.append(" ".join(tail).strip(TRIMMED))
    if len(head) > 1 and tokenise(head[0]) == ["the"]:
        del head[0]
    first, last = 0, len(head)
    while first < last - 1 and _all_in(head[first], LATIN_REGIONS):
        first += 1
    while last - 1 > first and _all_in(head[last - 1], LATIN_TRADES | LATIN_REGIONS):
        last -= 1
    if first and last - first == 1 and _all_in(head[first], LATIN_TRADES):
        last = first
    brand, trade = " ".join(head[first:last]), " ".join(head[last:])
    core = first_telling(brand, " ".join(head), " ".join(words), text, typed)
    searched = " ".join([*head, *region, branch]).strip() or typed
    return NameParts(" ".join(head[:first] + region), brand, trade, form, core, branch, tuple(extra), searched)


def _read_latin_brackets(text: str) -> tuple[list[str], list[str], str, list[str]]:
    """(words of the name, region, branch, remarks)."""
    words: list[str] = []
    region: list[str] = []
    branch, remarks = "", []
    for at, piece in enumerate(pieces := re.split(r"\(([^()]*)\)", text)):
        tokens = tokenise(piece := piece.replace("(", "").replace(")", ""))
        last = not any(pieces[at + 1 :])
        telling = [word for word in piece.split() if tokenise(word)]
        if not at % 2:
            words += telling
        elif tokens and tokens[-1] in LATIN_BRANCHES:
            branch = piece
        elif _is_latin_region(tokens):
            region += piece.split()
        elif tuple(tokens) in LATIN_FORMS or not (REMARK.search(piece) or (last and words)):
            words += telling
        elif tokens:
            remarks.append(piece)
    return words, region, branch, remarks


def _is_latin_region(tokens: list[str]) -> bool:
    known = LATIN_REGIONS
    helpers = LATIN_REGION_HELPERS
    return not known.isdisjoint(tokens) and all(token in known or token in helpers for token in tokens)


def _all_in(word: str, known: frozenset[str]) -> bool:
    return all(token in known for token in tokenise(word))


def _latin_form(words: list[str]) -> tuple[str, list[str], list[str]]:
    """(legal form, words before it, words after it)."""
    tokens = [tokenise(word) for word in words]
    begins = int(len(words) > 1 and " ".join(tokens[0]) in LATIN_PREFIXES)
    for end in range(len(words), 1, -1):
        for start in range(max(1 + begins, end - 5), end):
            if tuple(token for word in tokens[start:end] for token in word) in LATIN_FORMS:
                return " ".join(words[start:end]), words[begins:start], words[end:]
    if begins:
        return words[0], words[1:], []
    for word, found in zip(words, tokens, strict=True):
        if len(words) > 1 and not LATIN_INSTITUTIONS.isdisjoint(found):
            return word, list(words), []
    return "", list(words), []
