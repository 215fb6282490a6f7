"""Opening a workbook or CSV file: what is wrong with the file as such is said before any row is looked at.

The file itself is read by a process of its own (`crm_project.lib.tables`).
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from crm_project.lib.tables.header import heading_key
from crm_project.lib.tables.limits import ERRORS, MERGED, ROWS, UNSAVED, Unreadable, letters
from crm_project.lib.tables.reading import Reading
from crm_project.lib.time import parse

from .columns import EXPORTED, OURS, arrange, is_ours, label_keys
from .kinds import every_kind
from .values import written

SUFFIXES = (".xlsx", ".csv", ".xls")
MOST_ROWS = ROWS
_BROKEN = ERRORS | {MERGED, UNSAVED}
# What stands in the first cell of a row that adds up the others; signs that headings do without are gone from it.
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总和", "total", "totals", "grandtotal", "subtotal", "sum"})


class Row(NamedTuple):
    """One row: its number in the file (row 1 is the first) and its cells by column, empty ones left out."""

    number: int
    cells: dict[str, object]
    stray: str = ""
    problems: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()  # columns whose cell says nothing: it stays in the row, and is not read
    others: dict[str, object] = {}  # noqa: RUF012 - cells of headings that are left out, never written to
    exported: datetime | None = (
        None  # when an export of ours wrote the row: it says what stood here then, and what was changed since
    )


class Table:
    """An opened file: `total` rows at most, read one by one as often as needed. `kind`: a key, or the columns themselves by heading.

    `lenient`: headings are looked for, and `assign` says which column each one is. Otherwise they stand in the first row and are
    the exact ones.
    """

    def __init__(self, path, filename, kind, *, known=(), lenient=False):
        path = Path(path)
        columns = kind if isinstance(kind, dict) else every_kind()[kind].headings
        by_label = [] if isinstance(kind, dict) else [column.name for column in every_kind()[kind].more]
        check_size(path.stat().st_size)
        suffix = Path(filename).suffix.lower()
        if suffix not in SUFFIXES:
            raise wrong_suffix(filename)
        try:
            self._lines = Reading(path, suffix, [*columns, *label_keys(columns), *known], lenient=lenient)
            head = _headings(self._lines)
        except Unreadable as problem:
            raise _refused(problem) from None
        self._lenient, self._fixed = lenient, {}
        self.columns = [None] * len(head) if lenient else arrange(head, columns, by_label)
        self.total = max(self._lines.total - 1 - self._lines.header, 0)
        self._totals: list[int] = []
        self.headings = self._head = [_heading(cell) for cell in head]
        self._mark = next((i for i, text in enumerate(self._head) if heading_key(text) in EXPORTED), None)
        if lenient:
            unnamed = {i for i, values in enumerate(self.samples(1)) if values and not self._head[i]}
            self.headings = [
                _("Column %(letter)s") % {"letter": letters(i + self._lines.first)} if i in unnamed else text
                for i, text in enumerate(self._head)
            ]

    def assign(self, mapping):
        """Which column each heading is ("": left out), and values that hold for every row."""
        self.columns = [name or None for name in mapping["columns"]]
        self._fixed = mapping["fixed"]

    @property
    def notes(self):
        """How the file was understood, in sentences; rows left out are known once they were read."""
        found = [note(*pair) for pair in self._lines.notes]
        return found + ([note("totals", ", ".join(map(str, self._totals[:10])))] if self._totals else [])

    def samples(self, most):
        """The first values below each heading."""
        found: list[list[str]] = [[] for _text in self._head]
        for cells in islice(self._lines, self._lines.header + 1, self._lines.header + 201):
            for index, cell in enumerate((cells or [])[: len(found)]):
                if len(found[index]) < most and str(cell).strip() and cell not in _BROKEN:
                    found[index].append(written(cell))
        return found

    def rows(self) -> Iterator[Row]:
        """The rows below the headings; empty ones are passed over, and where headings were looked for also those that add up."""
        lines = iter(self._lines)
        self._totals = []
        for number, cells in enumerate(islice(lines, self._lines.header + 1, None), self._lines.header + 2):
            if cells is None:
                yield Row(
                    number, {}, problems=(_("The quotation marks in this row are not closed: write the row again."),)
                )
            elif not self._lenient:
                if row := self._row(number, cells):
                    yield row
            elif _adds_up(cells):
                self._totals.append(number)
            elif [_heading(cell) for cell in cells] != self._head and (row := self._row(number, cells)):
                yield row._replace(cells=self._fixed | row.cells)

    def _row(self, number, cells):
        kept: dict[str, object] = {}
        others: dict[str, object] = {}
        problems: tuple[str, ...] = ()
        columns, width = self.columns, len(self.columns)
        stray, broken, mark = "", frozenset[str](), None
        for index, cell in enumerate(cells):
            if index == self._mark:
                mark = exported_at(cell)
            if cell == "" or (cell.__class__ is str and cell.isspace()):
                continue
            name = columns[index] if index < width else None
            if self._lenient and name is None:
                if index < width and not is_ours(self.headings[index]):
                    others[self.headings[index]] = cell
            elif cell.__class__ is str and cell in _BROKEN and name not in OURS:
                problems += (_unreadable_cell(name or letters(index + self._lines.first), cell),)
                if name is not None:
                    kept[name], broken = cell, broken | {name}
            elif name is None:
                stray = stray or letters(index + self._lines.first)
            elif name not in OURS:
                kept[name] = cell
        return Row(number, kept, stray, problems, broken, others, mark) if kept or stray or problems else None


def exported_at(cell):
    """The moment in the mark that an export puts into each row, None where there is none."""
    try:
        return parse(str(cell).rpartition(" · ")[2])
    except (ValueError, OverflowError):
        return None


def _headings(lines):
    """The row that holds the headings; Unreadable where there is none. A row that could not be read is None."""
    head = next(islice(lines, lines.header, None), None)
    if head is not None and any(str(cell).strip() for cell in head):
        return head
    if not any(row is None or any(str(cell).strip() for cell in row) for row in lines):
        raise Unreadable("nothing")
    raise Unreadable("head", row=lines.header + 1) if head is None else Unreadable("empty")


def _heading(cell):
    return "" if cell in _BROKEN else written(cell).strip() if cell is not None else ""


def _adds_up(cells):
    first = next((cell for cell in cells if cell != "" and str(cell).strip()), None)
    return isinstance(first, str) and len(first) < 20 and heading_key(first) in _TOTALS


def wrong_suffix(filename, field=None):
    """The refusal of a file that is neither a workbook nor text."""
    return Refused(
        _("“%(name)s” is not an Excel workbook or CSV file: save it as .xlsx or .csv.") % {"name": filename},
        code="format",
        field=field,
    )


def _unreadable_cell(name, cell):
    if cell == UNSAVED:
        return _("%(column)s: the formula has no saved result: open the file in Excel and save it.") % {"column": name}
    if cell == MERGED:
        return _("%(column)s: the cell is merged over several columns: split it.") % {"column": name}
    return _("%(column)s: the cell shows the error %(error)s: enter a value.") % {"column": name, "error": cell}


def check_size(size):
    """Refuse a file that is too large to be imported at once."""
    most = settings.IMPORT_LIMIT_MB
    if size > most * 1_000_000:
        raise Refused(
            _("The file has %(size)d MB; at most %(most)d MB can be imported at once: split it into several files.")
            % {"size": round(size / 1e6), "most": most},
            code="size",
        )


def note(kind, value):
    """How the file was understood, in a sentence."""
    separators = {"semicolon": _("semicolons"), "tab": _("tabs"), "comma": _("commas")}
    return {
        "encoding": _("The text was read as %(value)s."),
        "separator": _("The cells are separated by %(value)s."),
        "merged": _("The value of the merged cells %(value)s applies to every row they cover."),
        "header": _("The headings are in row %(value)s."),
        "hidden": _("Hidden sheets were not read: %(value)s."),
        "formula": _("The file has formulas (first in %(value)s): the results saved last are used."),
        "totals": _("Rows with totals were left out: %(value)s."),
    }[kind] % {"value": separators.get(value, value)}


def _refused(problem):
    """What is wrong with a file as such, in a sentence."""
    sentences = {
        "workbook": _("The file is not an Excel workbook or is damaged: open it in Excel and save it as .xlsx again."),
        "bomb": _("The workbook is too large when unpacked: it can't be imported."),
        "limits": _(
            "The file needs too much memory or time to read: copy only the table into a new file, and import that."
        ),
        "empty": _("Row 1 is empty: it must contain the headings."),
        "nothing": _("The file is empty: enter the headings in row 1 and the data below."),
        "head": _(
            "Row %(row)d must contain the headings, but can't be read: a quotation mark isn't closed, or the row is not a table."
        ),
        "sheets": _("The workbook has several sheets with data (%(names)s): keep only one sheet per file."),
        "formula": _(
            "Cell %(cell)s contains a formula: replace formulas with values (copy, then paste as values), and save again."
        ),
        "far": _("Cell %(cell)s, far from the table, is not empty: clear it."),
        "rows": _("The file has %(n)d rows; at most %(most)d can be imported at once: split it into several files."),
        "errors": _("More than %(n)d cells of the file show an error: enter values."),
        "encoding": _("Unknown file encoding: save the file as “CSV UTF-8”."),
        "null": _(
            "Line %(line)d contains a null character, which no cell can hold: delete it, or save the file again as “CSV UTF-8”."
        ),
        "csv": _("The file is not a CSV file: %(error)s."),
    }
    codes = dict.fromkeys(("empty", "nothing", "head"), "columns")
    return Refused(
        sentences[problem.code] % ({"most": MOST_ROWS} | problem.values),
        code=codes.get(problem.code, problem.code),
    )
