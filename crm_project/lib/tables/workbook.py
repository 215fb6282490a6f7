"""The first sheet of a workbook, as plain values; what looks empty and is not is told from what is."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from .archive import Archive, TooMuch
from .limits import CELLS, ERRORS, MERGED, ROWS, Unreadable, letters
from .marks import Marks, has_signs, is_sheet, shown_zeros

ABOUT = {"About", "说明"}


class Workbook:
    """An .xlsx file: `first` is the column it begins in, `total` its rows at most, `notes` what was understood."""

    def __init__(self, path: str) -> None:
        self.notes: list[tuple[str, str]] = []
        try:
            marks = _look_inside(path)
            book = CalamineWorkbook.from_path(path)
            others = [n for n in book.sheet_names[1:] if n not in ABOUT and book.get_sheet_by_name(n).height]
            self._sheet = book.get_sheet_by_index(0)
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
        if self._sheet.start is None or self._sheet.start[0]:
            raise Unreadable("empty")
        self.first, self.total = self._sheet.start[1], self._sheet.height
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


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"


def _placed(marks: Marks | None) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    if marks is not None:
        for (row, column), text in marks.padded.items():
            found.setdefault(row, []).append((column, text))
        for (row, column), text in marks.errors.items():
            found.setdefault(row, []).append((column, text if text in ERRORS else "#ERROR!"))
    return found


def _look_inside(path: str) -> Marks | None:
    """Refuse bombs, formulas and cells far off, before anything is read into memory; what the first sheet says besides values."""
    try:
        with Archive(path) as archive:
            first = _first_sheet(archive)
            shown = shown_zeros(archive)
            found = None
            for name in archive.names:
                if name != first and not is_sheet(archive.head(name, 2000)):
                    continue
                if shown and name == first or has_signs(archive.pieces(name)):
                    marks = Marks(shown)
                    marks.parse(archive.pieces(name))
                    found = marks if name == first else found
            return found
    except TooMuch:
        raise
    except (zipfile.BadZipFile, expat.ExpatError, OSError, KeyError, ValueError, RuntimeError):
        raise Unreadable("workbook") from None


def _first_sheet(archive: Archive) -> str:
    """The member that holds the first sheet, as the workbook says, wherever it lies."""
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
    target = targets[ids[0]].lstrip("/") if ids else ""
    found = posixpath.normpath(target if target.startswith("xl/") else f"xl/{target}")
    return found
