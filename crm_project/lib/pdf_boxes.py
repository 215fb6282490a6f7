"""Forms on paper: labelled boxes with what is known, or with room to write (row T4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Table, TableStyle

from .pdf import CELLS, FONT, GRID, LEAST_PIECE, SMALL, Rows, cell, in_font, small

LABEL, VALUE = 34 * mm, 49 * mm
WIDTH = 2 * (LABEL + VALUE)
# The least height of a box, and of a line to write on: for a pen.
HIGH = 7 * mm
PADDING = 12
LINE = (0.4, colors.grey)
TINT = colors.whitesmoke


@dataclass(frozen=True)
class Box:
    """A labelled box. `lines`: how many lines of room it has where it is empty; 0 is half a line of the page."""

    label: str
    value: str = ""
    lines: int = 0

    @property
    def narrow(self) -> bool:
        """Whether it fits into half a line."""
        room = VALUE - PADDING
        return (
            not self.lines and "\n" not in self.value and stringWidth(in_font(self.value), FONT, SMALL.fontSize) < room
        )


def boxes(fields: Sequence[Box]) -> list[Table]:
    """Boxes one below the other, short ones two in a line."""
    out: list[Table] = []
    pending: list[Box] = []
    for field in fields:
        if field.lines:
            out += [*_lines_of(pending), _wide(field)]
            pending = []
        else:
            pending.append(field)
    return [*out, *_lines_of(pending)]


def _lines_of(fields: Sequence[Box]) -> list[Table]:
    if not fields:
        return []
    rows: list[list[Any]] = []
    spans: list[tuple[Any, ...]] = []
    for pair in _pairs(fields):
        if len(pair) == 1:
            spans.append(("SPAN", (1, len(rows)), (3, len(rows))))
        cells = [small(text) for field in pair for text in (field.label, field.value)]
        rows.append([*cells, *[""] * (4 - len(cells))])
    style = [
        CELLS,
        ("GRID", (0, 0), (-1, -1), *LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (0, -1), TINT),
        *(("BACKGROUND", (2, n), (2, n), TINT) for n, row in enumerate(rows) if row[2]),
        *spans,
    ]
    return [
        Table(rows, colWidths=[LABEL, VALUE, LABEL, VALUE], minRowHeights=[HIGH] * len(rows), style=TableStyle(style))
    ]


def _pairs(fields: Sequence[Box]) -> Iterator[list[Box]]:
    waiting: list[Box] = []
    for field in fields:
        if not field.narrow:
            if waiting:
                yield waiting
            waiting = []
            yield [field]
            continue
        waiting.append(field)
        if len(waiting) == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _wide(field: Box) -> Table:
    """A box as wide as the page: its label above what was written, which goes on on the next page, or above lines to write on,
    which stay together."""
    said = cell(field.value)
    rows: list[list[Any]] = [[small(field.label)]]
    rows += [[line] for line in said] or [[""] for _line in range(field.lines)]
    style = [
        CELLS,
        ("BOX", (0, 0), (-1, -1), *LINE),
        ("LINEBELOW", (0, 0), (-1, 0), *LINE),
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
    ]
    if not said:
        style += [("INNERGRID", (0, 1), (-1, -1), 0.25, colors.lightgrey), ("NOSPLIT", (0, 0), (-1, -1))]
    heights = [0.0, *[0.0 if said else HIGH] * (len(rows) - 1)]
    return Rows(
        rows,
        colWidths=[WIDTH],
        minRowHeights=heights,
        repeatRows=1,
        splitInRow=LEAST_PIECE,
        style=TableStyle(style),
    )


def to_sign(labels: Sequence[str]) -> Table:
    """Room for a signature under each of the labels."""
    return Table(
        [[cell(label) for label in labels], [""] * len(labels)],
        colWidths=[WIDTH / len(labels)] * len(labels),
        minRowHeights=[0.0, 2 * HIGH],
        style=TableStyle([*GRID, ("NOSPLIT", (0, 0), (-1, -1))]),
    )


def rows_to_fill(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, empty: int = 0
) -> Table:
    """A table with a head that repeats on every page, and `empty` rows to write in; `widths` in mm."""
    cells: list[list[Any]] = [[cell(text) for text in row] for row in (head, *rows)]
    cells += [[""] * len(head) for _row in range(empty)]
    return Rows(
        cells,
        colWidths=[width * mm for width in widths],
        minRowHeights=[0.0, *[HIGH] * (len(cells) - 1)],
        repeatRows=1,
        splitInRow=LEAST_PIECE,
        style=TableStyle(GRID),
    )
