"""The usual kinds of fields, each with the operators that people expect of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib import time
from crm_project.lib.money import amount_text

from . import inputs
from .declaration import Field, Operator

Cleaned = Mapping[str, Any]
Matching = Callable[[Any], Q]


def _fixed(text: Any) -> Callable[[Cleaned], str]:
    return lambda _cleaned: str(text)


def presence(column: str, *, empty: Q | None = None) -> tuple[Operator, Operator]:
    """Whether there is a value at all. `empty`: the rows without one, where null does not say it."""
    none = Q(**{f"{column}__isnull": True}) if empty is None else empty
    without, having = gettext_lazy("is empty"), gettext_lazy("is not empty")
    return (
        Operator("empty", without, lambda _cleaned, _at: none, _fixed(without)),
        Operator("filled", having, lambda _cleaned, _at: ~none, _fixed(having)),
    )


def _one_of(asked: Callable[[Any], Any], named: Callable[[Any], list[str]], matching: Matching) -> tuple[Operator, ...]:
    def listed(cleaned: Cleaned) -> str:
        return _(" or ").join(named(cleaned["value"]))

    def unlisted(cleaned: Cleaned) -> str:
        return _("not %(values)s") % {"values": listed(cleaned)}

    return (
        Operator("in", gettext_lazy("is any of"), lambda c, _at: matching(c["value"]), listed, asked),
        Operator("out", gettext_lazy("is none of"), lambda c, _at: ~matching(c["value"]), unlisted, asked),
    )


def choice(
    key: str, label: Any, choices: Iterable[tuple[Any, Any]], *, column: str = "", blank: bool = False, **more: Any
) -> Field:
    """One of a fixed list of texts; `blank`: it may be empty."""
    column = column or key
    labels = dict(choices)
    operators = _one_of(
        inputs.several_of(list(labels.items())),
        lambda values: [str(labels[value]) for value in values],
        lambda values: Q(**{f"{column}__in": values}),
    )
    if blank:
        operators += presence(column, empty=Q(**{column: ""}))
    return Field(key, label, operators, (column,), **more)


def row(
    key: str,
    label: Any,
    rows: Callable[[Any], "QuerySet[Any, Any]"],
    *,
    column: str = "",
    matching: Matching | None = None,
    blank: bool = False,
    **more: Any,
) -> Field:
    """A row of another table. `matching(values)`: the rows of the list, where a plain column does not say it."""
    column = column or key
    found = matching or (lambda values: Q(**{f"{column}__in": list(values)}))
    operators = _one_of(inputs.several_rows(rows), lambda values: [str(value) for value in values], found)
    if blank:
        operators += presence(column)
    return Field(key, label, operators, (column,), **more)


def yes_no(key: str, label: Any, *, yes: Q, **more: Any) -> Field:
    """Something that is so or is not."""
    so, not_so = gettext_lazy("yes"), gettext_lazy("no")
    operators = (
        Operator("yes", so, lambda _cleaned, _at: yes, _fixed(so)),
        Operator("no", not_so, lambda _cleaned, _at: ~yes, _fixed(not_so)),
    )
    return Field(key, label, operators, **more)


def text(key: str, label: Any, *, column: str = "", **more: Any) -> Field:
    """A name that one knows a piece of."""
    column = column or key

    def contains(cleaned: Cleaned, _at: datetime) -> Q:
        return Q(**{f"{column}__icontains": cleaned["value"]})

    operators = (
        Operator(
            "has",
            gettext_lazy("contains"),
            contains,
            lambda c: _("contains “%(text)s”") % {"text": c["value"]},
            inputs.words,
        ),
        Operator(
            "lacks",
            gettext_lazy("does not contain"),
            lambda c, at: ~contains(c, at),
            lambda c: _("does not contain “%(text)s”") % {"text": c["value"]},
            inputs.words,
        ),
    )
    return Field(key, label, operators, (column,), **more)


def amount(key: str, label: Any, *, column: str = "", blank: bool = False, **more: Any) -> Field:
    """A number from … to …, both included."""
    column = column or key
    between = Operator(
        "between",
        gettext_lazy("between"),
        lambda c, _at: _range(column, c["from"], c["until"]),
        lambda c: _span(*(None if one is None else amount_text(one) for one in (c["from"], c["until"]))),
        inputs.two_amounts,
    )
    return Field(key, label, (between, *(presence(column) if blank else ())), (column,), **more)


def _range(column: str, first: Any, last: Any) -> Q:
    lower = Q() if first is None else Q(**{f"{column}__gte": first})
    return lower if last is None else lower & Q(**{f"{column}__lte": last})


def _span(first: str | None, last: str | None) -> str:
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(first)s") % {"first": first} if first else _("until %(last)s") % {"last": last}


def _edge(day: date, moments: bool) -> date | datetime:
    return time.start_of_day(day) if moments else day


def before(column: str, day: date, moments: bool) -> Q:
    """Rows whose day lies before this one."""
    return Q(**{f"{column}__lt": _edge(day, moments)})


def since(column: str, day: date, moments: bool) -> Q:
    """Rows whose day is this one or later."""
    return Q(**{f"{column}__gte": _edge(day, moments)})


def counted(key: str, label: Any, query: Callable[[int, date], Q], said: Any) -> Operator:
    """An operator that takes a number of days: `query(days, today)`; `said`: the condition, with %(days)s in it."""
    return Operator(
        key,
        label,
        lambda c, at: query(c["days"], time.local_date(at)),
        lambda c: str(said) % {"days": time.days(c["days"])},
        inputs.number_of_days,
    )


def _days(n: int) -> timedelta:
    return timedelta(days=n)


def last_days(column: str, moments: bool) -> Operator:
    """So many days back, today included."""
    return counted(
        "last",
        gettext_lazy("in the last"),
        lambda n, today: since(column, today - _days(n), moments) & before(column, today + _days(1), moments),
        gettext_lazy("in the last %(days)s"),
    )


def ago(column: str, moments: bool) -> Operator:
    """Longer ago than so many days."""
    return counted(
        "over",
        gettext_lazy("more than … ago"),
        lambda n, today: before(column, today - _days(n), moments),
        gettext_lazy("more than %(days)s ago"),
    )


def next_days(column: str, moments: bool) -> Operator:
    """Today or so many days ahead."""
    return counted(
        "next",
        gettext_lazy("in the next"),
        lambda n, today: since(column, today, moments) & before(column, today + _days(n + 1), moments),
        gettext_lazy("in the next %(days)s"),
    )


def between_days(column: str, moments: bool) -> Operator:
    """From one day to another, both included."""

    def found(cleaned: Cleaned, _at: datetime) -> Q:
        first, last = cleaned["from"], cleaned["until"]
        lower = Q() if first is None else since(column, first, moments)
        return lower if last is None else lower & before(column, last + _days(1), moments)

    return Operator(
        "between",
        gettext_lazy("between"),
        found,
        lambda c: _span(*(one and one.isoformat() for one in (c["from"], c["until"]))),
        inputs.two_days,
    )


def day(
    key: str,
    label: Any,
    *,
    column: str = "",
    moments: bool = True,
    ahead: bool = False,
    blank: bool = False,
    first: tuple[Operator, ...] = (),
    **more: Any,
) -> Field:
    """A day. `moments`: the column holds moments, not dates; `ahead`: it may lie in the future; `first`: operators of its own."""
    column = column or key
    usual = [last_days(column, moments), ago(column, moments), between_days(column, moments)]
    if ahead:
        usual.insert(0, next_days(column, moments))
    keys = {one.key for one in first}
    operators = (*first, *(one for one in usual if one.key not in keys), *(presence(column) if blank else ()))
    return Field(key, label, operators, (column,), **more)
