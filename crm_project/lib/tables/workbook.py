"""The first sheet of a workbook, as plain values; what looks empty and is not is told from what is."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from .archive import Archive, TooMuch
from .limits import CELLS, ERRORS, MERGED, ROWS, UNSAVED, Unreadable, letters
from .marks import Marks, has_signs, is_sheet, shown_zeros

ABOUT = {"About", "说明"}


class Workbook:
    """An .xlsx file: `first` is the column it begins in, `total` its rows at most, `notes` what was understood."""

    _zipped = True

    def __init__(self, path: str, lenient: bool = False) -> None:
        self.notes: list[tuple[str, str]] = []
        self._lenient = lenient
        marks = None
        try:
            if self._zipped:
                marks = _look_inside(path, 0, lenient)
            book = CalamineWorkbook.from_path(path)
            index, others, hidden = _choose(book, lenient)
            if index and self._zipped:
                marks = _look_inside(path, index, lenient)
            self._sheet = book.get_sheet_by_index(index)
        except Unreadable:
            raise
        except TooMuch:
            raise Unreadable("bomb") from None
        except (MemoryError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # the panics of the reader are no ordinary exceptions
            raise Unreadable("workbook") from None
        if others:
            raise Unreadable("sheets", names=", ".join(book.sheet_names))
        if self._sheet.start is None:
            raise Unreadable("nothing")
        if self._sheet.start[0] and not lenient:
            raise Unreadable("empty")
        self.first, self.total = self._sheet.start[1], (self._sheet.end or (0, 0))[0] + 1
        self.notes += [("hidden", ", ".join(hidden))] if hidden else []
        self.notes += [("formula", marks.formula)] if marks and marks.formula else []
        if self.total - 1 > ROWS:
            raise Unreadable("rows", n=self.total - 1)
        if self.total * self._sheet.width > CELLS:
            raise Unreadable("bomb")
        self._put = _placed(marks)
        self._merge()

    def _merge(self) -> None:
        """A merged cell holds for every row it covers; over several columns, nobody can say for what."""
        ranges = self._sheet.merged_cell_ranges or []
        covered = 0
        self._fill: dict[int, dict[int, Any]] = {}
        self._sources: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in ranges:
            bottom = min(bottom, self.total - 1)
            covered += (bottom - top + 1) * (right - left + 1)
            if covered > CELLS:
                raise Unreadable("bomb")
            if bottom < 1:
                continue
            if bottom > top or not self._lenient:  # a title over the table is merged in its own row
                self.notes.append(("merged", _range(top, left, bottom, right)))
            for row in range(top, bottom + 1):
                cells = self._fill.setdefault(row, {})
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        cells[column] = (top, left) if left == right else None

    def __iter__(self) -> Iterator[list[Any]]:
        """Rows from the first on, each a list of cells; an error stands there as its own text."""
        kept: dict[tuple[int, int], Any] = {}
        wanted = {source for cells in self._fill.values() for source in cells.values() if source}
        rows_wanted = {row for row, _column in wanted}
        for number, cells in enumerate(self._sheet.iter_rows()):
            for column, text in self._put.get(number, ()):
                if column - self.first < len(cells):
                    cells[column - self.first] = text
            if number in rows_wanted:
                kept |= {
                    (number, self.first + index): cell
                    for index, cell in enumerate(cells)
                    if (number, self.first + index) in wanted
                }
            if number in self._fill and any(cell != "" for cell in cells):
                for column, source in self._fill[number].items():
                    if 0 <= column - self.first < len(cells):
                        cells[column - self.first] = MERGED if source is None else kept.get(source, "")
            yield cells


class OldWorkbook(Workbook):
    """An .xls file: there is no archive to look into; formulas are what they showed when it was saved."""

    _zipped = False


def _choose(book: CalamineWorkbook, lenient: bool) -> tuple[int, list[str], list[str]]:
    """(index of the sheet to read, other sheets with data, hidden ones passed over)."""
    sheets = [(index, sheet) for index, sheet in enumerate(book.sheets_metadata) if sheet.name not in ABOUT]
    seen = [pair for pair in sheets if not lenient or pair[1].visible == SheetVisibleEnum.Visible]
    full = [index for index, sheet in seen if book.get_sheet_by_name(sheet.name).height]
    index = full[0] if lenient and full else 0
    names = [sheet.name for place, sheet in sheets if place != index and book.get_sheet_by_name(sheet.name).height]
    shown = {sheet.name for _index, sheet in seen}
    return index, [name for name in names if name in shown], [name for name in names if name not in shown]


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"


def _placed(marks: Marks | None) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    if marks is not None:
        for (row, column), text in marks.padded.items():
            found.setdefault(row, []).append((column, text))
        for (row, column), text in marks.errors.items():
            found.setdefault(row, []).append((column, text if text in ERRORS or text == UNSAVED else "#ERROR!"))
    return found


def _look_inside(path: str, index: int, lenient: bool) -> Marks | None:
    """Refuse bombs, formulas and cells far off, before anything is read into memory; what the sheet read says besides values."""
    try:
        with Archive(path) as archive:
            first = _sheet_member(archive, index)
            shown = shown_zeros(archive)
            found = None
            for name in archive.names:
                if name != first and not is_sheet(archive.head(name, 2000)):
                    continue
                if shown and name == first or has_signs(archive.pieces(name)):
                    marks = Marks(shown, formulas=lenient)
                    marks.parse(archive.pieces(name))
                    found = marks if name == first else found
            return found
    except TooMuch:
        raise
    except (zipfile.BadZipFile, expat.ExpatError, OSError, KeyError, ValueError, RuntimeError):
        raise Unreadable("workbook") from None


def _sheet_member(archive: Archive, index: int) -> str:
    """The member that holds this sheet, as the workbook says, wherever it lies."""
    ids: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "sheet":
            ids.extend(value for key, value in attributes.items() if key.endswith("relationships id"))

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    for member, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = handler
        parser.Parse(archive.whole(member, 5_000_000), True)
    target = targets[ids[index]].lstrip("/") if ids else ""
    found = posixpath.normpath(target if target.startswith("xl/") else f"xl/{target}")
    return found
