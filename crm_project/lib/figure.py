"""What an app declares of the figures by which people's work is measured: each defined once, for pages, reports and commands (row Z2).

An app lists its sources as `SOURCES` in `<app>/figures.py`; `crm_project.catalogue` gathers them, `reports.domain.figures` asks them.
Days are the company's, both included. Nothing else counts, so that no two places can differ.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model
from django.utils.functional import Promise

NUMBER, MONEY = "number", "money"
# What a high number says. RESULT: good work; a leaderboard may rank people by it. VOLUME: much was done, whatever it was worth; it may
# be a target, but nobody is ranked by it. LOSS: nothing good; neither.
RESULT, VOLUME, LOSS = "result", "volume", "loss"
Value = int | Decimal


@dataclass(frozen=True)
class Figure:
    """One figure: its key, its name, and what counts and what does not, as a sentence. MONEY is in CNY."""

    key: str
    label: str | Promise
    says: str | Promise
    unit: str = NUMBER
    measures: str = RESULT


@dataclass(frozen=True)
class FigureRow:
    """One thing behind a figure: when, about which customer, what, how much it adds; `key`: the row of the database that it is."""

    at: datetime | date
    customer_id: int
    what: str
    value: Value = 1
    key: str = field(default="", kw_only=True, compare=False)


def key_of(row: Model) -> str:
    """followup:12: the same on every day and in every language, as a draw keeps it."""
    return f"{row._meta.model_name}:{row.pk}"


@dataclass(frozen=True)
class FigureSource:
    """Figures that are counted together; `order`: their place among those of all apps.

    `count(people, first, last)`: {(person id, key): value}, zeros left out. `rows(keys, person, first, last)`: {key: what makes up this
    figure of one person, the newest first}; the values add up to the figure (amounts are rounded to the cent once, in the sum).
    `worded`: what a row's `what` is called in the reader's language, where it is a code: rows are kept and read later by others.
    `needs`: the right without which nobody reads what a row names, such as a contract's number; in restricted files nobody does
    who has not opened them. Empty: `what` names only kinds.
    """

    order: int
    figures: Sequence[Figure]
    count: Callable[[Collection[int], date, date], Mapping[tuple[int, str], Value]]
    rows: Callable[[Collection[str], int, date, date], Mapping[str, Sequence[FigureRow]]]
    needs: str = ""
    worded: Callable[[str], str] = str
