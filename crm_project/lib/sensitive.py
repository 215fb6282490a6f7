"""Kinds of sensitive columns, declared on the model's field, and how a value of each kind looks masked (rows Nb4, Nf15)."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar, cast

from django.db.models import Field, Model

F = TypeVar("F", bound="Field[Any, Any]")

PHONE, EMAIL, MESSAGING, ADDRESS = "phone", "email", "messaging", "address"
KINDS = (PHONE, EMAIL, MESSAGING, ADDRESS)
# Digits with what people write between them. Each sign is looked at once: no backtracking over a long text.
_BETWEEN = " \u00a0\u3000().·-\u2010\u2011\u2012\u2013\u2014\u2015\uff08\uff09\uff0d"
_RUN = re.compile(rf"\d[\d{re.escape(_BETWEEN)}]*")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_BEGINS = re.compile(r"\s{0,9}[A-Za-z]{1,8}-\d")
# Bounded, so that it stays linear whatever is typed.
_INSIDE = re.compile(r"(?<=[A-Za-z])\d{1,12}(?=[A-Za-z])")
# HT-2026-0003: the letters of a series stand before the run.
_SERIES, _PAPER = re.compile(r"[A-Za-z]-\Z"), re.compile(r"(?:19|20)\d\d-\d{3,6}(?!\d)")
_AMOUNT = re.compile(r"\d+\.\d\d?")
_LEAST = 7


def sensitive(kind: str, field: F) -> F:
    """The model field, declared to be of this kind: it is masked wherever it leaves."""
    cast(Any, field).sensitive = kind
    return field


def kinds_of(model: type[Model]) -> dict[str, str]:
    """{column: kind} of a model's declared columns."""
    return {f.name: f.sensitive for f in model._meta.concrete_fields if hasattr(f, "sensitive")}


def masked(value: str, kind: str = PHONE) -> str:
    """A value with what identifies it hidden: 138****0000, w***@example.com, wx***, the beginning of an address."""
    text = str(value or "")
    if kind == EMAIL:
        name, at, domain = text.partition("@")
        return f"{name[:1]}***{at}{domain}" if at else "*" * len(text)
    if kind == MESSAGING:
        return f"{text[:2]}{'*' * (len(text) - 2)}" if len(text) > 4 else "*" * len(text)
    if kind == ADDRESS:
        return f"{text[:6]}{'*' * min(len(text) - 6, 8)}" if len(text) > 8 else "*" * len(text)
    if len(text) < 7:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def redacted(text: str) -> str:
    """A text in which whatever looks like a telephone number is masked; days and amounts stay. For texts that people typed."""
    return _RUN.sub(_numbers, text) if text else text


def may_guess(text: str) -> bool:
    """Whether whoever looks for this text may be guessing a telephone number: it has digits, other than those inside a word (K11K), and
    does not begin like the number of a paper (HT-2026)."""
    return not _BEGINS.match(text) and any(sign.isdigit() for sign in _INSIDE.sub("", text))


def restored(typed: str, stored: str) -> str:
    """What was typed over a text shown by `redacted`: its masked numbers are those of the stored text again."""
    for found in _RUN.finditer(stored) if "*" in typed else ():
        for piece, stays in _pieces(found):
            number = piece.strip(_BETWEEN)
            if not stays and (hidden := _number(number)) != number:
                typed = typed.replace(hidden, number, 1)
    return typed


def _numbers(found: re.Match[str]) -> str:
    return "".join(piece if stays else _number(piece) for piece, stays in _pieces(found))


def _pieces(found: re.Match[str]) -> Iterator[tuple[str, bool]]:
    """A run of digits and what stands between them in pieces, with whether each stays as it is: days, the number of a paper."""
    run, start = found[0], 0
    if _SERIES.search(found.string, max(0, found.start() - 2), found.start()) and (paper := _PAPER.match(run)):
        start = paper.end()
        yield paper[0], True
    # One after another, not one within another: a text may name a thousand days.
    for day in _DAY.finditer(run, start):
        yield run[start : day.start()], False
        yield day[0], True
        start = day.end()
    yield run[start:], False


def _number(run: str) -> str:
    number = run.strip(_BETWEEN)
    if sum(c.isdigit() for c in number) < _LEAST or _AMOUNT.fullmatch(number):
        return run
    return run.replace(number, masked(number), 1)
