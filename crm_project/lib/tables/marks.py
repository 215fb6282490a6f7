"""What a sheet's XML says and the quick reader of values leaves out: formulas, errors, stray cells, shown leading zeros.

A sheet is first looked through for signs of any of these, which costs nearly nothing; only where there is one is it parsed.
Every expression here is linear in the length of what it searches.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat

from .archive import Archive
from .limits import COLUMNS, ROWS, UNSAVED, Unreadable, letters

_SIGNS = re.compile(
    rb"<(?:\w{1,20}:)?f[\s/>]"  # a formula
    rb"|\bt\s?=\s?[\"']e[\"']"  # an error
    rb"|[\"'](?:[A-Z]{3}|[D-Z][A-Z])\d"  # a column beyond CZ
    rb"|\br\s?=\s?[\"'](?:[2-9]\d{5}|\d{7})"  # a row beyond the last
)
_BORDER = 64  # bytes that two pieces share, so that a sign between them is seen
_MARKS = 100_000
_ZEROS = re.compile(r"0[-0 ().]*")


class Marks:
    """What was found in a sheet; places are (row, column), both from 0."""

    def __init__(self, shown: dict[str, str], *, formulas: bool = False) -> None:
        self.errors: dict[tuple[int, int], str] = {}
        self.padded: dict[tuple[int, int], str] = {}
        # With `formulas` allowed: where the first one stands; one that has saved no result is an error of its cell.
        self.formula = ""
        self._allowed, self._unsaved = formulas, False
        self._shown, self._row, self._column = shown, -1, -1
        self._cell: dict[str, str] = {}
        self._text: list[str] | None = None

    def parse(self, pieces: Iterable[bytes]) -> None:
        """Read a sheet. Refuses formulas and cells far off by name."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _no_doctype
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._cell = attributes
            self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
        elif name == "f" and self._cell:
            if not self._allowed:
                raise Unreadable("formula", cell=self._place())
            self.formula, self._unsaved = self.formula or self._place(), True
        elif name in ("v", "t"):
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name in ("v", "t") and self._text is not None:
            self._found("".join(self._text).strip())
            self._text = None
        elif name == "c":
            if self._unsaved:
                self.errors[self._row, self._column] = UNSAVED
            self._cell, self._unsaved = {}, False

    def _found(self, text: str) -> None:
        if not text:
            return
        if self._column >= COLUMNS:
            raise Unreadable("far", cell=self._place())
        if self._row > ROWS:
            raise Unreadable("rows", n=self._row + 1)
        self._unsaved = False
        place = self._row, self._column
        kind = self._cell.get("t", "n")
        if kind == "e":
            self.errors[place] = text
        elif kind == "n" and (style := self._shown.get(self._cell.get("s", ""))):
            shown = padded(text, style)
            if shown != text:
                self.padded[place] = shown
        if len(self.errors) > _MARKS:
            raise Unreadable("errors", n=_MARKS)

    def _place(self) -> str:
        return f"{letters(self._column)}{self._row + 1}"


def _no_doctype(*_arguments: object) -> None:
    raise Unreadable("workbook")


def _column(reference: str) -> int:
    index = 0
    for sign in reference:
        if not sign.isalpha():
            break
        index = index * 26 + ord(sign.upper()) - 64
    return index - 1


def padded(text: str, style: str) -> str:
    """A whole number as its format shows it: as many digits as the format has zeros, with its dashes and spaces."""
    if not text.isdecimal() or len(text) > 15 or "." in style:
        return text
    digits, out = list(text.zfill(style.count("0"))), []
    for sign in reversed(style):
        out.append(digits.pop() if sign == "0" else sign)
    return "".join(digits) + "".join(reversed(out))


def shown_zeros(archive: Archive) -> dict[str, str]:
    """{style of a cell: its format} of those formats that show leading zeros."""
    if "xl/styles.xml" not in archive.names:
        return {}
    formats: dict[str, str] = {}
    styles: dict[str, str] = {}
    inside, count = False, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        name = name.rpartition(" ")[2]
        if name == "numFmt":
            code = attributes.get("formatCode", "").replace("\\", "").replace('"', "")
            if code.startswith("00") and _ZEROS.fullmatch(code):
                formats[attributes.get("numFmtId", "")] = code
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            if (found := attributes.get("numFmtId")) in formats:
                styles[str(count)] = formats[found]
            count += 1

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name.rpartition(" ")[2] != "cellXfs"

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.Parse(archive.whole("xl/styles.xml", 20_000_000), True)
    return styles


def has_signs(pieces: Iterable[bytes]) -> bool:
    """Whether a sheet must be parsed to be understood."""
    tail, first = b"", True
    for piece in pieces:
        # Only UTF-8 is looked through; nothing else writes sheets in anything else.
        if first and b"\x00" in piece[:200]:
            raise Unreadable("workbook")
        if _SIGNS.search(tail + piece):
            return True
        tail, first = piece[-_BORDER:], False
    return False


def is_sheet(head: bytes) -> bool:
    """Whether a member of an archive is a sheet, wherever it lies."""
    return b"<sheetData" in head or b":sheetData" in head or b"worksheet" in head
