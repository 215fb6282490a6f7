"""Columns of a file: how a heading is recognised, how its cells are read, what a row lacks."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm_project.lib import dates
from crm_project.lib.characters import identifier
from crm_project.lib.refused import Refused

from .values import whole

# Written by our own exports and lists of refused rows; not asked for again.
OURS = frozenset({"problem", "exported"})


@dataclass(frozen=True)
class Column:
    """One heading, how its cells are read, and what to put there."""

    name: str
    read: Any
    about: Any = ""
    required: bool = False
    may_be_empty: bool = False
    # Of a time: crm_project.lib.dates. That one lies in the future is said by the kind, which knows whether it may.
    bounds: Any = None


WHEN = _("A time such as 2026-03-01T10:00, or a date cell; without an offset, the company's time zone applies.")
ITEM = _("A value of the list, in either language.")

CUSTOMER = Column("customer", whole(200), _("Code or full name."), required=True)


def arrange(headings, columns):
    """Which of the `columns` ({heading: column}) stands where: a list with None for what is not asked for.

    Refuses unknown, double and missing headings by name.
    """
    found, problems = [], []
    for heading in headings:
        name = identifier(str(heading if heading is not None else "")).strip("★*").strip().casefold()
        if not name or name in OURS:
            found.append(name or None)
            continue
        if name not in columns:
            problems.append(
                gettext("Unknown column “%(name)s”: remove it, or rename it to one of %(names)s.")
                % {"name": str(heading).strip()[:60], "names": ", ".join(columns)}
            )
        elif name in found:
            problems.append(gettext("The column “%(name)s” appears twice.") % {"name": name})
        found.append(name)
    for column in columns.values():
        if column.required and column.name not in found:
            problems.append(
                gettext("The column “%(name)s” is missing: row 1 must contain the headings.") % {"name": column.name}
            )
    if problems:
        raise Refused(" ".join(problems), code="columns", problems=problems)
    return found


def read(row, kind_columns, today):
    """(values by column, problems) of one row; empty cells are left out. `today`: what the bounds of times are counted from."""
    if row.problems and not row.cells:
        return {}, list(row.problems)
    values, spoilt, problems = {}, set(row.broken), []
    for name, cell in row.cells.items():
        if name in row.broken:
            continue
        try:
            value = kind_columns[name].read(cell)
        except ValueError as error:
            spoilt.add(name)
            problems.append(gettext("%(column)s: %(problem)s.") % {"column": name, "problem": error})
            continue
        if value != "" and value != ():
            values[name] = value
            if (bounds := kind_columns[name].bounds) and (problem := dates.out_of_bounds(value, bounds, today)):
                problems.append(gettext("%(column)s: %(problem)s.") % {"column": name, "problem": problem})
    for name, column in kind_columns.items():
        if column.required and not column.may_be_empty and name not in values and name not in spoilt:
            problems.append(gettext("%(column)s is empty.") % {"column": name})
    problems += row.problems
    if row.stray:
        problems.append(gettext("Column %(letter)s has values but no heading.") % {"letter": row.stray})
    return values, problems
