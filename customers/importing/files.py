"""Opening a workbook or CSV file: what is wrong with the file as such is said before any row is looked at (issue 2 §7.8)."""

import contextlib
import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from crm_project.lib.refused import Refused

from .columns import OURS, arrange

SUFFIXES = (".xlsx", ".csv")
MOST_ROWS = 200_000
UNPACKED = 500_000_000  # bytes: beyond that, a workbook is a bomb
ABOUT = {"About", "说明"}
_CHUNK = 1 << 20
# A cell with a formula; a cell with something in it beyond column CZ; the number of a row.
_FORMULA = re.compile(rb"<((?:\w+:)?)c\b([^<>]*)><\1f[\s/>]")
_FAR = re.compile(rb'<(?:\w+:)?c\b[^<>]*\br="((?:[A-Z]{3,}|[D-Z][A-Z])\d+)"[^<>]*(?<!/)>')
_WIDE = re.compile(rb'"(?:[A-Z]{3}|[D-Z][A-Z])')
_ROW = re.compile(rb'row [^<>]*\br="(\d+)"')
_REFERENCE = re.compile(rb'\br="([A-Z]+\d+)"')


class Row(NamedTuple):
    """One row: its number in the file (the headings are row 1) and its cells by column, empty ones left out."""

    number: int
    cells: dict[str, object]
    stray: str = ""


class Table:
    """An opened file: `total` rows at most, read one by one as often as needed."""

    def __init__(self, path, filename, kind):
        path = Path(path)
        check_size(path.stat().st_size)
        suffix = Path(filename).suffix.lower()
        if suffix not in SUFFIXES:
            raise Refused(
                _("“%(name)s” is neither .xlsx nor .csv: save it as one of them.") % {"name": filename}, code="format"
            )
        self._lines = _Csv(path) if suffix == ".csv" else _Sheet(path)
        headings = next(iter(self._lines), None)
        if headings is None or not any(str(cell).strip() for cell in headings):
            raise Refused(_("Row 1 is empty: it must hold the headings."), code="columns")
        self.columns = arrange(headings, kind)
        self.total = max(self._lines.total - 1, 0)
        if self.total > MOST_ROWS:
            raise Refused(
                _("The file has %(n)d rows; at most %(most)d can be imported at once: split it into several files.")
                % {"n": self.total, "most": MOST_ROWS},
                code="rows",
            )

    def rows(self) -> Iterator[Row]:
        """The rows below the headings; empty ones are passed over."""
        lines, columns, width = iter(self._lines), self.columns, len(self.columns)
        next(lines)
        for number, cells in enumerate(lines, 2):
            kept, stray = {}, ""
            for index, cell in enumerate(cells):
                if cell == "" or (cell.__class__ is str and cell.isspace()):
                    continue
                name = columns[index] if index < width else None
                if name is None:
                    stray = stray or _letter(index + self._lines.first)
                elif name not in OURS:
                    kept[name] = cell
            if kept or stray:
                yield Row(number, kept, stray)


def check_size(size):
    """Refuse a file that is too large to be imported at once."""
    most = settings.IMPORT_LIMIT_MB
    if size > most * 1_000_000:
        raise Refused(
            _("The file has %(size)d MB; at most %(most)d MB can be imported at once: split it into several files.")
            % {"size": round(size / 1e6), "most": most},
            code="size",
        )


class _Sheet:
    """The first sheet of a workbook."""

    def __init__(self, path):
        with _readable():
            _look_inside(path)
            book = CalamineWorkbook.from_path(str(path))
            others = [
                name for name in book.sheet_names[1:] if name not in ABOUT and book.get_sheet_by_name(name).height
            ]
            self._sheet = book.get_sheet_by_index(0)
        if others:
            raise Refused(
                _("The workbook has several sheets with data (%(names)s): leave one in a file.")
                % {"names": ", ".join(book.sheet_names)},
                code="sheets",
            )
        start = self._sheet.start
        if start is None or start[0]:
            raise Refused(_("Row 1 is empty: it must hold the headings."), code="columns")
        self.first, self.total = start[1], self._sheet.height

    def __iter__(self):
        return iter(self._sheet.iter_rows())


@contextlib.contextmanager
def _readable():
    """Whatever the readers stumble over in a damaged file is one refusal; the panics of the one are no ordinary exceptions."""
    try:
        yield
    except Refused:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Refused(
            _("The file is no Excel workbook, or a damaged one: open it in Excel and save it as .xlsx again."),
            code="workbook",
        ) from None


def _look_inside(path):
    """Refuse bombs, formulas and cells far off, before anything is read into memory."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > UNPACKED:
            raise Refused(_("The workbook is far larger than its file: it can't be imported."), code="bomb")
        for member in members:
            if re.match(r"xl/worksheets/[^/]+\.xml$", member.filename):
                with archive.open(member) as sheet:
                    _scan(sheet)


def _scan(sheet):
    tail, last = b"", 0
    while piece := sheet.read(_CHUNK):
        text = tail + piece
        # Plain searches first: they cost a tenth, and nearly always find nothing.
        if (b"<f" in text or b":f" in text) and (found := _FORMULA.search(text)):
            cell = _REFERENCE.search(found[2])
            raise Refused(
                _(
                    "Cell %(cell)s holds a formula: put values in place of formulas (copy, then paste as values), and save again."
                )
                % {"cell": cell[1].decode() if cell else "?"},
                code="formula",
            )
        if _WIDE.search(text) and (found := _FAR.search(text)):
            raise Refused(
                _("Something stands in cell %(cell)s, far from the table: clear it.") % {"cell": found[1].decode()},
                code="far",
            )
        if found := _ROW.search(text, max(text.rfind(b"row "), 4) - 4):
            last = int(found[1])
        if last > MOST_ROWS + 1:
            raise Refused(
                _("The file has %(n)d rows; at most %(most)d can be imported at once: split it into several files.")
                % {"n": last, "most": MOST_ROWS},
                code="rows",
            )
        tail = text[-400:]


class _Csv:
    """A CSV file in UTF-8."""

    first = 0

    def __init__(self, path):
        self._path = path
        try:
            self.total = sum(1 for _line in self)
        except UnicodeDecodeError:
            raise Refused(_("The file is not in UTF-8: save it as “CSV UTF-8”."), code="encoding") from None
        except csv.Error as error:
            raise Refused(_("The file is no CSV: %(error)s.") % {"error": error}, code="csv") from None

    def __iter__(self):
        with open(self._path, encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file, strict=True)


def _letter(index):
    """0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
