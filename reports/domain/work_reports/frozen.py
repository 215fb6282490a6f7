"""The figures of a report and the rows behind them: asked of their definitions, frozen when it is handed in (rows Ni1, Z2)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm_project.lib.figure import FigureRow, Value
from reports.domain import figures
from reports.models import WorkReport

from .templates import figures_of

# Rows of each figure that stay with the report: more are told by their number.
MOST_ROWS = 200


def counted(report: WorkReport) -> dict[str, Value]:
    """{figure: value} of the author in the period, as it is now."""
    return figures.count([report.author_id], report.first, report.last).get(report.author_id, {})


def behind(report: WorkReport, found: dict[str, Value]) -> dict[str, Sequence[FigureRow]]:
    """{figure: what makes it up, the newest first}; figures that are 0 have none."""
    keys = [key for key in figures_of(report.template) if found.get(key)]
    behind = figures.rows_of(keys, report.author_id, report.first, report.last)
    return {key: rows[:MOST_ROWS] for key, rows in behind.items()}


def freeze(report: WorkReport) -> None:
    """Write today's figures and rows into the report, which is saved by its verb."""
    found = counted(report)
    report.figures = {key: str(found.get(key, 0)) for key in figures_of(report.template)}
    report.rows = {key: [_plain(row) for row in rows] for key, rows in behind(report, found).items()}


def _plain(row: FigureRow) -> list[Any]:
    moment = row.at.isoformat()
    return [moment, row.customer_id, row.what, str(row.value)]


def thawed(plain: Sequence[Any]) -> FigureRow:
    """A row as it was frozen."""
    moment, customer, what, value = plain
    at = datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)
    return FigureRow(at, customer, what, Decimal(value))


def number(text: str) -> Decimal:
    """A value as it was frozen."""
    return Decimal(text)


def changed_since(report: WorkReport) -> dict[str, Value]:
    """{figure: what it is now} where something was voided, corrected or added since the report was handed in."""
    found = counted(report)
    return {
        key: found.get(key, 0) for key, kept in report.figures.items() if number(kept) != Decimal(found.get(key, 0))
    }
