"""What an analysis shows: tables of numbers, one column of which is drawn as bars; each number leads to its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format

# link(part, row, cell): the address of the rows behind a number.
Link = Callable[[str, str, str], str]


DRAWN = 20


@dataclass(frozen=True)
class Cell:
    """One number with its text; `value` goes into a workbook, `percent` draws the bar, `before`: what it was in the period before.

    `note`: of how many it is.
    """

    text: str
    value: Any = None
    url: str = ""
    percent: float | None = None
    before: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the table; `bar`: which of its cells is drawn."""

    label: str
    cells: Sequence[Cell]
    bar: int = 0

    @property
    def drawn(self) -> Cell:
        """The cell that the chart shows."""
        return self.cells[self.bar]


@dataclass(frozen=True)
class Table:
    """`heads`: what stands over the cells, the first over the labels. `totals`: the last lines. `drawn`: what the bars show."""

    key: str
    name: str
    heads: Sequence[str]
    rows: Sequence[Row]
    totals: Sequence[Row] = field(default=())
    drawn: str = ""
    says: str = ""

    @property
    def bars(self) -> Sequence[Row]:
        """The lines that are drawn: of more, the rest are only in the table."""
        return self.rows[:DRAWN]

    @property
    def undrawn(self) -> int:
        """How many are only in the table."""
        return max(len(self.rows) - DRAWN, 0)


def number(n: int, url: str = "", *, most: int = 0, before: int | None = None) -> Cell:
    """A count; zeros lead nowhere. `most`: what fills the bar."""
    said = number_format(n, force_grouping=True)
    earlier = "" if before is None else number_format(before, force_grouping=True)
    return Cell(said, n, url if n else "", n * 100 / most if most else 0, earlier)


def share(part: int, whole: int, url: str = "", *, before: tuple[int, int] | None = None) -> Cell:
    """So many of a hundred; a dash where there is none to divide."""
    value = part * 100 / whole if whole else None
    text = "–" if value is None else f"{value:.0f} %"
    earlier = "" if before is None else "–" if not before[1] else f"{before[0] * 100 / before[1]:.0f} %"
    note = "" if before is None or not whole else f"{part} / {whole}"
    return Cell(text, None if value is None else round(value, 1), url if whole else "", value or 0, earlier, note)


def plain(value: float | None) -> Cell:
    """A number with one decimal that leads nowhere."""
    return Cell("–" if value is None else f"{value:.1f}", None if value is None else round(value, 1))
