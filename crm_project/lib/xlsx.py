"""Writing workbooks row by row, whatever their length: every sheet printed carries who made it and when (row Na4)."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .characters import visible

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "﹣", "−", "＠", "\t", "\r", "\n")
_NUMBER = re.compile(r"-\d{1,15}(?:\.\d{1,6})?", re.ASCII)
LONGEST = 32_000  # characters that a cell holds
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="FFE8EEF4")
_TOP = Alignment(vertical="top", wrap_text=True)


def harmless(value: Any) -> Any:
    """The value as a spreadsheet may open it: what would start a formula gets an apostrophe."""
    if not isinstance(value, str):
        return value
    value = _ILLEGAL.sub("", value)[:LONGEST]
    # Spreadsheets pass over spaces, and over signs that nobody sees.
    begins = visible(value).lstrip(" ") if not value[:1].isalnum() else value
    return f"'{value}" if begins.startswith(_STARTS_FORMULA) and not _NUMBER.fullmatch(value) else value


def plain(text: str) -> str:
    """The text without the apostrophe that `harmless` gave it."""
    return text[1:] if text[:1] == "'" and visible(text[1:]).lstrip(" ").startswith(_STARTS_FORMULA) else text


class Book:
    """A workbook that is written once, from top to bottom. `mark` stands in the header of every printed page."""

    def __init__(self, mark: str = "") -> None:
        self._book = Workbook(write_only=True)
        self._mark = mark.replace("&", "&&")

    def sheet(self, title: str, headings: Sequence[str], *, widths: Sequence[int] = (), wrap: bool = False) -> "Sheet":
        """A sheet with a bold first row that stays in view; `append(values)` adds rows to it."""
        return Sheet(self._book.create_sheet(title), headings, widths, self._mark, wrap)

    def save(self, target: str | Path | IO[bytes]) -> None:
        """Write it to a path or an open binary file."""
        self._book.save(target)


class Sheet:
    """One sheet of a Book."""

    def __init__(self, sheet: Any, headings: Sequence[str], widths: Sequence[int], mark: str, wrap: bool) -> None:
        self._sheet, self._wrap = sheet, wrap
        sheet.freeze_panes = "A2"
        for index in range(len(headings)):
            width = widths[index] if index < len(widths) else 16
            sheet.column_dimensions[get_column_letter(index + 1)].width = width
        if mark:
            sheet.oddHeader.left.text = mark
            sheet.oddFooter.left.text = mark
            sheet.oddFooter.right.text = "&P / &N"
        sheet.print_title_rows = "1:1"
        sheet.append([self._cell(heading, font=_BOLD, fill=_HEAD) for heading in headings])

    def _cell(self, value: Any, **style: Any) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, value=harmless(value))
        for name, wanted in style.items():
            setattr(cell, name, wanted)
        return cell

    def append(self, values: Iterable[Any]) -> None:
        """One row; times are written as they are, texts made harmless."""
        if self._wrap:
            self._sheet.append([self._cell(value, alignment=_TOP) for value in values])
        else:
            self._sheet.append([harmless(value) for value in values])
