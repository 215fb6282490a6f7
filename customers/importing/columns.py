"""Columns of a file: how a heading is recognised, how its cells are read, what a row lacks."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm_project.lib import dates
from crm_project.lib.characters import identifier
from crm_project.lib.refused import Refused
from crm_project.lib.tables.header import heading_key

from .values import whole

# Written by our own exports and lists of refused rows, in either language; not asked for again.
PROBLEM, EXPORTED = frozenset({"problem", "拒绝原因"}), frozenset({"exported", "导出标记"})
OURS = PROBLEM | EXPORTED
# A running number says nothing of its row.
NUMBERED = frozenset({"序号", "行号", "no", "#", "serialno", "rowno"})


@dataclass(frozen=True)
class Column:
    """One heading, how its cells are read, and what to put there.

    `name` is the heading of the command line and stays as it is. `label` is what people read: pages show it, exports write
    it. `synonyms`: what else stands over such a column in files that people have, separated by `|`; more of them are added
    under Lists. `doubt(cell, value)`: a sentence where the value was taken and may yet be wrong.
    """

    name: str
    read: Any
    about: Any = ""
    required: bool = False
    may_be_empty: bool = False
    label: Any = ""
    synonyms: str = ""
    doubt: Any = None
    # Of a time: crm_project.lib.dates. That one lies in the future is said by the kind, which knows whether it may.
    bounds: Any = None

    def __str__(self):
        return str(self.label or self.name)


WHEN = _("A time such as 2026-03-01T10:00, or a date cell; without an offset, the company's time zone applies.")
ITEM = _("A value of the list, in either language.")


CUSTOMER = Column(
    "customer",
    whole(200),
    _("Code or full name."),
    required=True,
    label=pgettext_lazy("column of a file", "Customer"),
    synonyms="客户名称|客户编号|客户编码|客户代码|客户全称|公司名称|公司全称|公司名|公司|单位名称|企业名称|付款方|付款单位|对方户名|对方名称|付款人|"
    "Customer name|Customer code|Company|Company name|Account|Account name|Payer",
)


def is_ours(heading):
    """Whether our own files write this heading for themselves, or it stands over a running number."""
    return heading_key(heading) in OURS | NUMBERED


def label_keys(columns):
    """{key of a heading: name} of what people call the columns, in every language: what our own exports write."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in columns.values():
                known.setdefault(heading_key(str(column)), column.name)
    return known


def arrange(headings, columns, by_label=()):
    """Which of the `columns` ({heading: column}) stands where: a list with None for what is not asked for.

    Their names, or the labels that exports write; of those `by_label` the labels only. Refuses unknown, double and missing headings by name.
    """
    found, problems = [], []
    labels, names = label_keys(columns), [name for name in columns if name not in by_label]
    for heading in headings:
        name = identifier(str(heading if heading is not None else "")).strip("★*").strip().casefold()
        if not name or heading_key(name) in OURS:
            found.append(name and heading_key(name) or None)
            continue
        known = name if name in names else labels.get(heading_key(name))
        if known is None:
            problems.append(
                gettext("Unknown column “%(name)s”: remove it, or rename it to one of %(names)s.")
                % {"name": str(heading).strip()[:60], "names": ", ".join(names)}
            )
        elif known in found:
            problems.append(gettext("The column “%(name)s” appears twice.") % {"name": known})
        found.append(known or name)
    for column in columns.values():
        if column.required and column.name not in found:
            problems.append(
                gettext("The column “%(name)s” is missing: row 1 must contain the headings.") % {"name": column.name}
            )
    if problems:
        raise Refused(" ".join(problems), code="columns", problems=problems)
    return found


def read(row, kind_columns, today):
    """(values by column, problems, doubts) of one row; empty cells are left out. `today`: what the bounds of times are counted from."""
    if row.problems and not row.cells:
        return {}, list(row.problems), ()
    values, spoilt, problems = {}, set(row.broken), []
    doubts: tuple[str, ...] = ()
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
            if (doubted := kind_columns[name].doubt) and (why := doubted(cell, value)):
                doubts += (gettext("%(column)s: %(problem)s.") % {"column": name, "problem": why},)
            if (bounds := kind_columns[name].bounds) and (problem := dates.out_of_bounds(value, bounds, today)):
                problems.append(gettext("%(column)s: %(problem)s.") % {"column": name, "problem": problem})
    for name, column in kind_columns.items():
        if column.required and not column.may_be_empty and name not in values and name not in spoilt:
            problems.append(gettext("%(column)s is empty.") % {"column": name})
    problems += row.problems
    if row.stray:
        problems.append(gettext("Column %(letter)s has values but no heading.") % {"letter": row.stray})
    return values, problems, doubts
