"""What is odd about a name as a full company name (Nc1, Ni3)."""

from dataclasses import dataclass, field

from .parts import NameParts
from .regions import NATIONAL, may_begin_with_region
from .spelling import HAN, key
from .splitting import split
from .words import FREE_FORMS, NEEDS_NO_TRADE, TRADE_ENDINGS


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
    if letters < ((3 if parts.legal_form else 4) if han else 2):
        asked.append(Question("too_short"))
    if parts.branch or not letters:
        return asked
    if not parts.legal_form and letters <= 6:
        asked.append(Question("abbreviation"))
    return asked + (_lacks_han(parts) if han else _lacks_latin(parts))


def _lacks_han(parts: NameParts) -> list[Question]:
    national = any(parts.region.startswith(name) for name in NATIONAL)
    free = parts.legal_form in NEEDS_NO_TRADE or bool(FREE_FORMS.search(parts.legal_form))
    lacks = []
    placed = parts.region or may_begin_with_region(parts.brand)
    if not placed and not (parts.legal_form in NEEDS_NO_TRADE and len(parts.brand + parts.trade) > 2):
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
    return len(brand) > 4 or (len(brand) == 4 and brand[-1] in TRADE_ENDINGS)


def _lacks_latin(parts: NameParts) -> list[Question]:
    return [] if parts.legal_form else [Question("no_legal_form")]
