"""What every name is made of, and what tells one company from the others (Nc1, Z10)."""

import re
from typing import NamedTuple

from .regions import short_region
from .remarks import CONTACT, LEADING, MAY_BE_CONTACT
from .spelling import HAN_RANGE, normalise, tokenise

TRIMMED = " ,;:、。·_/|-—"
CJK_RUN = re.compile(f"[{HAN_RANGE}\u3040-\u30ff\uac00-\ud7af]+")


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


def without_contacts(text: str) -> tuple[str, list[str]]:
    """The text without phone numbers, addresses and numbering; and those."""
    extra = []
    if MAY_BE_CONTACT.search(text):
        extra = [found[0].strip() for found in CONTACT.finditer(text)]
        text = normalise(CONTACT.sub(" ", text))
    if found := LEADING.match(text):
        extra.append(found[0].strip())
        text = text[found.end() :]
    return text, extra


def first_telling(*candidates: str) -> str:
    """The first of two characters or more, as a key; else whatever there is."""
    keys = []
    for candidate in candidates:
        keys.append(candidate if CJK_RUN.fullmatch(candidate) else "".join(tokenise(candidate)))
        if len(keys[-1]) >= 2:
            return keys[-1]
    return next(filter(None, keys), candidates[-1])


def elsewhere(one: NameParts, other: NameParts) -> bool:
    """Whether two names speak of different regions (省 beside its own city does too; it only weighs less)."""
    regions = (short_region(parts.region.casefold()) for parts in (one, other))
    short, long = sorted(regions, key=len)
    return short not in long
