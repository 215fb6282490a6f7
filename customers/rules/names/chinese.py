"""The parts of a Chinese name (Nc1)."""

import re
from typing import NamedTuple

from .latin import LATIN_FORMS
from .parts import TRIMMED, NameParts, first_telling, without_contacts
from .regions import NOWHERE, ends_in_region, is_region, region_chain, short_region
from .remarks import PERSON, REMARK, SURE_REMARK
from .spelling import tokenise
from .words import BEGUN_LIMITED, BRACKETED_FORMS, BRANCH, COMPANY, LIMITED, SURE_BRANCH, TRADES, ending_of, trade_of


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
        if not at % 2 or piece in BRACKETED_FORMS:
            bare, flat = bare + piece, flat + piece
        elif is_region(piece):
            region, flat = region + piece, flat + piece
        elif SURE_BRANCH.search(piece):
            branch = branch or piece
        elif not bare or not any(pieces[at + 1 :]) or REMARK.search(piece):
            extra.append(piece)
        else:
            bare, flat = bare + piece, flat + piece
    return _Brackets(bare.strip(), flat.strip(), region, branch, extra)


def _cut_form(text: str) -> tuple[str, str, str]:
    """(before the legal form, the form, after it)."""
    if found := COMPANY.search(text):
        head, form, tail = text[: found.start()], found[0], text[found.end() :]
        return (head, form, tail) if head else (tail, form, "")
    if (form := ending_of(text)) and not SURE_BRANCH.search(text):
        return text[: -len(form)], form, ""
    words = text.split()
    for length in (5, 4, 3, 2, 1):
        if tuple(tokenise(" ".join(words[-length:]))) in LATIN_FORMS:
            return " ".join(words[:-length]), " ".join(words[-length:]), ""
    return text, "", ""


def is_legal_form(text: str) -> bool:
    """Whether a text, normalised, is a legal form and nothing else, even one only begun: it stands in nearly every name (Nc2)."""
    head, form, rest = _cut_form(text.strip())
    return (bool(form) and not head and not rest) or bool(LIMITED.fullmatch(text) or BEGUN_LIMITED.fullmatch(text))


def _cut_branch(head: str) -> tuple[str, str]:
    """中国石油上海分公司: (中国石油, 上海分公司)."""
    if found := SURE_BRANCH.search(head):
        before = head[: found.start()]
        at = len(before) - ends_in_region(before)
        if at >= 2:
            return head[:at].rstrip(), head[at:]
    return head, ""


def split_han(text: str) -> NameParts:
    typed = text
    text, extra = without_contacts(text)
    brackets = _read_brackets(text)
    extra += brackets.extra
    branch, flat = brackets.branch, brackets.flat
    head, form, tail = _cut_form(brackets.bare)
    if tail := tail.strip(TRIMMED):
        flat = flat.rpartition(tail)[0] or flat
        if BRANCH.search(tail):
            branch = branch or tail
        else:
            extra.append(tail)
    elif not form:
        head, found = _cut_branch(head)
        if found:
            branch = branch or found
            head, form, _ = _cut_form(flat := head)
        elif remark := PERSON.search(head) or SURE_REMARK.search(head):
            extra.append(remark[0])
            head = flat = f"{head[: remark.start()]} {head[remark.end() :]}".strip()
    head = head.strip(TRIMMED)
    chain = region_chain(head)
    region, rest = chain.text, head[len(chain.text) :].strip()
    brand, trade = trade_of(rest)
    if chain.shy and len(brand) < 2:
        chain, region, rest = NOWHERE, "", head
        brand, trade = trade_of(rest)
    if not region and not trade and len(brand) - (at := ends_in_region(brand)) >= 2 and at:
        brand, region = brand[:-at], brand[-at:]
    region = region or brackets.region
    short = short_region(chain.pieces[-1]) + rest if chain.pieces else ""
    searched = f"{LIMITED.sub('', flat)} {branch}".strip() or typed
    own = "" if brand in TRADES else brand
    core = first_telling(own, own and own + trade, region + rest, head + form, text, typed)
    short = "" if short in searched else short
    return NameParts(region, brand, trade, form, core, branch, tuple(extra), searched, short)
