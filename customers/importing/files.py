"""Opening a workbook or CSV file: what is wrong with the file as such is said before any row is looked at.

The file itself is read by a process of its own (`crm_project.lib.tables`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from crm_project.lib.tables.limits import ERRORS, MERGED, ROWS, Unreadable, letters
from crm_project.lib.tables.reading import Reading

from .columns import OURS, arrange
from .kinds import every_kind

SUFFIXES = (".xlsx", ".csv")
MOST_ROWS = ROWS
_BROKEN = ERRORS | {MERGED}


class Row(NamedTuple):
    """One row: its number in the file (the headings are row 1) and its cells by column, empty ones left out."""

    number: int
    cells: dict[str, object]
    stray: str = ""
    problems: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()  # columns whose cell says nothing: it stays in the row, and is not read


class Table:
    """An opened file: `total` rows at most, read one by one as often as needed. `kind`: a key, or the columns themselves by heading."""

    def __init__(self, path, filename, kind):
        path = Path(path)
        columns = kind if isinstance(kind, dict) else every_kind()[kind].headings
        check_size(path.stat().st_size)
        suffix = Path(filename).suffix.lower()
        if suffix not in SUFFIXES:
            raise Refused(
                _("“%(name)s” is not an .xlsx or .csv file: save it as one of them.") % {"name": filename},
                code="format",
            )
        try:
            self._lines = Reading(path, suffix, list(columns))
            headings = next(iter(self._lines), None)
        except Unreadable as problem:
            raise _refused(problem) from None
        if headings is None or not any(str(cell).strip() for cell in headings):
            raise _refused(Unreadable("empty"))
        self.columns = arrange(headings, columns)
        self.total = max(self._lines.total - 1, 0)
        self.notes = [note(*found) for found in self._lines.notes]

    def rows(self) -> Iterator[Row]:
        """The rows below the headings; empty ones are passed over."""
        lines, columns, width = iter(self._lines), self.columns, len(self.columns)
        next(lines)
        for number, cells in enumerate(lines, 2):
            if cells is None:
                yield Row(
                    number, {}, problems=(_("The quotation marks in this row are not closed: write the row again."),)
                )
                continue
            kept: dict[str, object] = {}
            problems: tuple[str, ...] = ()
            stray, broken = "", frozenset[str]()
            for index, cell in enumerate(cells):
                if cell == "" or (cell.__class__ is str and cell.isspace()):
                    continue
                name = columns[index] if index < width else None
                if cell.__class__ is str and cell in _BROKEN and name not in OURS:
                    problems += (_unreadable_cell(name or letters(index + self._lines.first), cell),)
                    if name is not None:
                        kept[name], broken = cell, broken | {name}
                elif name is None:
                    stray = stray or letters(index + self._lines.first)
                elif name not in OURS:
                    kept[name] = cell
            if kept or stray or problems:
                yield Row(number, kept, stray, problems, broken)


def _unreadable_cell(name, cell):
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
        "sheets": _("The workbook has several sheets with data (%(names)s): keep only one sheet per file."),
        "formula": _(
            "Cell %(cell)s contains a formula: replace formulas with values (copy, then paste as values), and save again."
        ),
        "far": _("Cell %(cell)s, far from the table, is not empty: clear it."),
        "rows": _("The file has %(n)d rows; at most %(most)d can be imported at once: split it into several files."),
        "errors": _("More than %(n)d cells of the file show an error: enter values."),
        "encoding": _("Unknown file encoding: save the file as “CSV UTF-8”."),
        "csv": _("The file is not a CSV file: %(error)s."),
    }
    codes = {"empty": "columns"}
    return Refused(
        sentences[problem.code] % ({"most": MOST_ROWS} | problem.values),
        code=codes.get(problem.code, problem.code),
    )
