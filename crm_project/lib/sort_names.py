"""Names in the order people look them up in: by pinyin, character by character, Latin names by their letters.

The key holds letters, digits and Chinese characters only, so that it sorts the same under every collation.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.db import models
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

LONGEST = 80
_SIGNS_READ = 10  # these tell enough; the row's key decides between the rest
_SIGNS = re.compile(r"[\W_]+")
_LONGEST_PHRASE = 4
_FIRST_HAN = "\u3400"
# What these are read as at the beginning of a person's name.
_SURNAMES = {
    "单": "shan4",
    "單": "shan4",
    "曾": "zeng1",
    "仇": "qiu2",
    "解": "xie4",
    "查": "zha1",
    "区": "ou1",
    "區": "ou1",
    "朴": "piao2",
    "盖": "ge3",
    "翟": "zhai2",
    "任": "ren2",
    "华": "hua4",
    "華": "hua4",
    "宁": "ning4",
    "乐": "yue4",
    "缪": "miao4",
    "冼": "xian3",
    "覃": "qin2",
    "尉": "yu4",
    "万": "wan4",
    "纪": "ji3",
    "燕": "yan1",
    "召": "shao4",
    "折": "she2",
    "繁": "po2",
    "葛": "ge3",
    "种": "chong2",
    "重": "chong2",
    "黑": "he4",
    "秘": "bi4",
}


@cache
def _tone(syllable: str) -> str:
    """`zhòng` as zhong4; a light syllable as the fifth."""
    found = to_tone3(syllable.partition(",")[0])
    found = found.replace("ü", "v")
    return found if found[-1:].isdigit() else f"{found}5"


@cache
def _letter(sign: str) -> tuple[str, bool]:
    """The part of the key for one sign outside any phrase, and whether phrases read it in several ways."""
    reading = PINYIN_DICT.get(ord(sign), "") if sign >= _FIRST_HAN else ""
    return (_tone(reading) + sign if reading else sign), "," in reading


@lru_cache(maxsize=1 << 16)
def _phrase(window: str) -> tuple[str, ...]:
    """Parts of the longest known phrase that begins these four signs: 重庆 is chong2, qing4; none where there is none."""
    for length in range(len(window), 1, -1):
        readings = PHRASES_DICT.get(window[:length])
        if readings and len(readings) == length:
            return tuple([_tone(r[0]) + s for r, s in zip(readings, window, strict=False)])
    return ()


def sort_name(name: str, *, person: bool = False) -> str:
    """What a name is sorted by, from its first ten signs; `person`: it begins with a surname."""
    text = _SIGNS.sub("", unicodedata.normalize("NFKC", name[:LONGEST]).casefold())[:_SIGNS_READ]
    found = [_letter(sign) for sign in text]
    parts = [part for part, _several in found]
    several = [at for at, (_part, several) in enumerate(found) if several]
    read = 0  # up to here phrases have decided
    for at in several:
        for start in range(max(read, at - _LONGEST_PHRASE + 1), at + 1):
            phrase = _phrase(text[start : start + _LONGEST_PHRASE])
            if start + len(phrase) > at:
                parts[start : start + len(phrase)] = phrase
                read = start + len(phrase)
                break
    if person and len(text) in (2, 3) and text[0] in _SURNAMES:
        parts[0] = _SURNAMES[text[0]] + text[0]
    return "".join(parts)[:LONGEST]


class SortNameField(models.CharField):
    """Filled from `source` whenever the row is saved; its model mixes in `SortedByName`."""

    def __init__(
        self, *args: Any, source: str = "", person: Callable[[Any], bool] | None = None, **options: Any
    ) -> None:
        options = {"max_length": LONGEST, "editable": False, "default": "", **options}
        super().__init__(*args, **options)
        self.source, self.person = source, person

    def deconstruct(self) -> Any:
        """To the database, and so to migrations, it is a text like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = sort_name(
            getattr(model_instance, self.source), person=bool(self.person and self.person(model_instance))
        )
        setattr(model_instance, self.attname, value)
        return value


class SortedByName:
    """Mix into a model with a SortNameField, before its base: a change of the name alone changes the key too."""

    def save(self: Any, *args: Any, **options: Any) -> None:
        wanted = options.get("update_fields")
        if wanted is not None:
            keys = [f for f in self._meta.concrete_fields if isinstance(f, SortNameField)]
            options["update_fields"] = {*wanted, *(f.name for f in keys if f.source in wanted)}
        super().save(*args, **options)  # type: ignore[misc]


def fill(
    model: Any, columns: tuple[str, ...], person: Callable[[Any], bool], database: Any, at_once: int = 5000
) -> None:
    """For migrations: write the key of every row; `columns`: that of the name first, then what `person` asks."""
    table, rows, source = model._meta.db_table, model.objects.order_by("pk").only(*columns), columns[0]
    last: Any = 0
    while batch := list(rows.filter(pk__gt=last)[:at_once]):
        keys = [(sort_name(getattr(row, source), person=person(row)), row.pk) for row in batch]
        last = batch[-1].pk
        with database.cursor() as cursor:
            if database.vendor == "postgresql":
                cursor.execute(
                    f"UPDATE {table} t SET sort_name = v.key FROM unnest(%s::text[], %s::bigint[]) AS v(key, id) WHERE t.id = v.id",
                    [[key for key, _pk in keys], [pk for _key, pk in keys]],
                )
            else:
                cursor.executemany(f"UPDATE {table} SET sort_name = %s WHERE id = %s", keys)
