"""Reading one cell: text, choice, yes or no, moment, money. Raises ValueError with a sentence for whoever wrote the file."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm_project.lib.characters import identifier, visible
from crm_project.lib.money import amount, currency
from crm_project.lib.time import local_date, parse
from crm_project.lib.xlsx import plain

EARLIEST, LATEST = 1950, 2200
EXACT = 1e15  # a spreadsheet keeps fifteen digits of a number; of longer ones it has lost some
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# 2026/3/1, 2026.3.1, 2026年3月1日
_SLASHES = re.compile(r"^(\d{4}) ?[/.年] ?(\d{1,2}) ?[/.月] ?(\d{1,2})日?(.*)$", re.DOTALL | re.ASCII)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
# What a spreadsheet writes of a long number in a narrow column: most of its digits are gone.
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,20})?E\+\d{1,3}", re.ASCII | re.IGNORECASE)
_YES = {"yes", "y", "true", "1", "是", "有"}
_NO = {"no", "n", "false", "0", "否", "无"}


def written(cell):
    """A cell as the text that stands in it: whole numbers without ".0", the apostrophe that kept a formula harmless taken off."""
    if isinstance(cell, str):
        return plain(visible(_CONTROL.sub("", cell)).strip())
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def text(limit):
    """A reader of texts of at most `limit` characters."""

    def read(cell):
        found = written(cell)
        if len(found) > limit:
            raise ValueError(_("at most %(limit)d characters, but there are %(n)d") % {"limit": limit, "n": len(found)})
        return found

    return read


def line(limit):
    """The same for what stands in one line: breaks become spaces."""
    read_text = text(limit)

    def read(cell):
        if (
            type(cell) is str
            and cell.isprintable()
            and "  " not in cell
            and len(cell) <= limit
            and cell[0] not in " '"
            and cell[-1] != " "
        ):
            return cell
        return " ".join(read_text(cell).split())

    return read


def number(limit):
    """A reader of what tells one thing from another: codes, numbers, references, user names. Digits that a spreadsheet lost are refused."""
    read_line = whole(limit)
    return lambda cell: identifier(read_line(cell))


def text_of(model, field):
    """A reader of texts that a column of a table holds."""
    return text(model._meta.get_field(field).max_length)


def line_of(model, field):
    """The same for what stands in one line."""
    return line(model._meta.get_field(field).max_length)


def number_of(model, field):
    """The same for what tells one thing from another."""
    return number(model._meta.get_field(field).max_length)


def whole(limit):
    """A reader of one line that may be a number, with all its digits."""
    read_line = line(limit)

    def read(cell):
        if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT:
            raise ValueError(
                _("“%(text)s” is a number of more than 15 digits, of which some are lost: format the column as text")
                % {"text": f"{cell:.15g}"}
            )
        found = read_line(cell)
        if _SCIENTIFIC.fullmatch(found.strip()):
            raise ValueError(_("“%(text)s” has lost digits: format the column as text") % {"text": found})
        return found

    return read


def email(cell):
    """An e-mail address."""
    found = identifier(written(cell))
    try:
        validate_email(found)
    except ValidationError:
        raise ValueError(_("“%(text)s” is not an e-mail address") % {"text": found[:80]}) from None
    return found


def choice(choices, keys=None):
    """A reader of one of a model's choices (or of those `keys` of it): its key, or its name in either language."""
    keys = [str(key) for key in keys or choices.values if key]

    @cache
    def known():
        names = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                names |= {str(name).casefold(): str(key) for key, name in choices.choices if key in keys}
        return names | {key: key for key in keys}

    def read(cell):
        found = written(cell)
        try:
            return known()[identifier(found).casefold()]
        except KeyError:
            raise ValueError(
                _("“%(text)s” is unknown; use one of %(keys)s") % {"text": found[:40], "keys": ", ".join(keys)}
            ) from None

    return read


def yes_no(cell):
    """Yes or no."""
    found = identifier(written(cell)).casefold()
    if found in _YES:
        return True
    if found in _NO:
        return False
    raise ValueError(_("write yes or no, not “%(text)s”") % {"text": found[:40]})


def moment(cell):
    """A moment, in whole seconds; without an offset in the company's time zone (ISO 8601, or a date cell)."""
    return _aware(_read_moment(cell))


def moment_or_day(cell):
    """The same, but a day without an hour stays a date: at what hour it is meant depends on the column."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return _aware(_read_moment(cell)).date()
    found = _aware(_read_moment(cell))
    if isinstance(cell, str) and _DAY.fullmatch(_SLASHES.sub(_dashes, identifier(written(cell)))):
        return local_date(found)
    return found


def _read_moment(cell):
    if isinstance(cell, datetime):
        found = cell
    elif isinstance(cell, date):
        found = datetime.combine(cell, time(0))
    elif isinstance(cell, str):
        try:
            found = parse(_SLASHES.sub(_dashes, identifier(written(cell))))
        except (ValueError, OverflowError):
            raise _no_time(cell) from None
    else:
        raise _no_time(cell)
    if not EARLIEST <= found.year < LATEST:
        raise _no_time(cell)
    return found


def _aware(found):
    # Excel counts in fractions of a day: 10:00 arrives as 09:59:59.999995
    found = (found + timedelta(microseconds=500_000)).replace(microsecond=0)
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _dashes(found):
    """2026/3/1 is what Chinese spreadsheets write."""
    year, month, day, rest = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}{rest}"


def _no_time(cell):
    return ValueError(
        _("“%(text)s” is not a time; use a format such as 2026-03-01T10:00") % {"text": written(cell)[:40]}
    )


def money(cell):
    """An amount of CNY with at most two decimals."""
    return amount(written(cell))


def money_of(codes):
    """A reader of a currency: one of these codes, or a word that people write for CNY."""

    def read(cell):
        found = currency(written(cell))
        if found not in codes:
            raise ValueError(
                _("“%(text)s” is unknown; use one of %(keys)s") % {"text": written(cell)[:40], "keys": ", ".join(codes)}
            )
        return found

    return read


def several(limit):
    """A reader of several values in one cell, separated by semicolons; other separators are for who knows the values."""
    read_text = text(limit)

    def read(cell):
        parts = read_text(cell).replace("；", ";").replace("\n", ";").split(";")
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    return read
