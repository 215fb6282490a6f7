"""Kinds of sensitive columns, declared on the model's field, and how a value of each kind looks masked (rows Nb4, Nf15)."""

import re
from typing import Any, TypeVar, cast

from django.db.models import Field, Model

F = TypeVar("F", bound="Field[Any, Any]")

PHONE, EMAIL, MESSAGING, ADDRESS = "phone", "email", "messaging", "address"
KINDS = (PHONE, EMAIL, MESSAGING, ADDRESS)
# Digits with what people write between them. Each sign is looked at once: no backtracking over a long text.
_BETWEEN = " \u00a0\u3000().·-\u2010\u2011\u2012\u2013\u2014\u2015\uff08\uff09\uff0d"
_RUN = re.compile(rf"\d[\d{re.escape(_BETWEEN)}]*")
_LEADING_DAY = re.compile(rf"(?:19|20)\d\d-\d\d-\d\d(?!\d)[{re.escape(_BETWEEN)}]*")
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


def restored(typed: str, stored: str) -> str:
    """What was typed over a text shown by `redacted`: its masked numbers are those of the stored text again."""
    for run in _RUN.findall(stored) if "*" in typed else ():
        hidden = redacted(run).strip(_BETWEEN)
        if "*" in hidden:
            typed = typed.replace(hidden, run.strip(_BETWEEN), 1)
    return typed


def _numbers(found: re.Match[str]) -> str:
    """A run of digits and what stands between them, the days at its beginning left as they are."""
    run, start = found[0], 0
    # One after another, not one within another: a text may name a thousand days.
    while day := _LEADING_DAY.match(run, start):
        start = day.end()
    return run[:start] + _number(run[start:])


def _number(run: str) -> str:
    tail = len(run.rstrip(_BETWEEN))
    run, rest = run[:tail], run[tail:]
    if sum(c.isdigit() for c in run) < _LEAST or _AMOUNT.fullmatch(run):
        return run + rest
    return masked(run) + rest
