"""A CSV file: its encoding and its separator are recognised, and a row with broken quotes does not take the others with it."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from .header import SEARCHED, heading_key
from .limits import CELLS, ROWS, Unreadable

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_LINES = 500  # lines of the longest row: quotes that are never closed would take in the whole file
_BROKEN = 1_000  # rows with broken quotes, beyond which the file is none


class Delimited:
    """A CSV file: `total` its rows, `notes` how it was understood where that is not UTF-8 with commas."""

    first = 0

    def __init__(self, path: str, headings: list[str], lenient: bool = False) -> None:
        with open(path, "rb") as file:
            raw = file.read()
        text, encoding = decoded(raw)
        self.notes: list[tuple[str, str]] = [] if encoding == "UTF-8" else [("encoding", encoding)]
        if "\x00" in text:
            raise Unreadable("null", line=len(_lines_of(text[: text.index("\x00")])))
        self._lines = _lines_of(text)
        if self._lines and self._lines[-1] == "":
            self._lines.pop()
        self._separator = ","
        if self._lines and self._lines[0].lower().startswith("sep=") and len(self._lines[0]) == 5:
            self._separator = self._lines.pop(0)[4]
        else:
            self._separator = _best(self._lines[: SEARCHED if lenient else 1], headings, lenient)
        if self._separator != ",":
            self.notes.append(("separator", _SEPARATORS.get(self._separator, self._separator)))
        self.total, cells = 0, 0
        for row in self:
            self.total += 1
            cells += len(row) if row is not None else 0
            if self.total - 1 > ROWS:
                raise Unreadable("rows", n=self.total - 1)
            if cells > CELLS:
                raise Unreadable("bomb")

    def __iter__(self) -> Iterator[list[Any] | None]:
        """Rows from the first on; None stands for one whose quotes are broken."""
        at, broken = 0, 0
        while at < len(self._lines):
            reader = csv.reader(
                (line + "\n" for line in islice(self._lines, at, None)), strict=True, delimiter=self._separator
            )
            began = at
            try:
                for row in reader:
                    if reader.line_num + at - began > _LINES:
                        raise csv.Error("quotes")
                    began = at + reader.line_num
                    yield row
                return
            except csv.Error:
                broken += 1
                if broken > _BROKEN:
                    raise Unreadable("csv", error="quotes") from None
                yield None
                at = began + 1


def decoded(raw: bytes) -> tuple[str, str]:
    """(text, name of its encoding). Refuses what is none of those that spreadsheets write."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _by(raw, "utf-16"), "UTF-16"
    head = raw[:400]
    zeros = head.count(0)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = zeros > 1 and zeros * 50 >= len(head)
    else:
        # UTF-16 in Latin letters is valid UTF-8 with every other byte a zero; a stray zero is neither.
        wide = zeros * 4 >= len(head) > 0
        if not wide:
            return text, "UTF-8"
    if wide:
        # Without a mark: text mostly in ASCII has its zeros in one half of the bytes.
        little = head[1::2].count(0) >= head[0::2].count(0)
        return _by(raw, "utf-16-le" if little else "utf-16-be"), "UTF-16"
    text = _by(raw, "gb18030")
    foreign = [sign for sign in text if ord(sign) > 127]
    known = sum(1 for sign in foreign if _usual(sign))
    # Nearly any bytes can be read as GB18030: only text in usual characters really is.
    if known < len(foreign) * 0.9:
        raise Unreadable("encoding")
    return text, "GB18030"


def _lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _by(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _usual(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _best(lines: list[str], headings: list[str], lenient: bool) -> str:
    """The separator; in a lenient reading also by what stands equally often in every line, where no heading is known."""
    for line in lines:
        if (found := separator(line, headings)) != ",":
            return found
    known = {heading_key(heading) for heading in headings}
    if not lenient or any(heading_key(part) in known for line in lines for part in line.split(",")):
        return ","
    counts = {sign: min((line.count(sign) for line in lines if line.strip()), default=0) for sign in _SEPARATORS}
    return max(counts, key=lambda sign: counts[sign])


def separator(line: str, headings: list[str]) -> str:
    """What stands between the cells: whatever finds most of the headings in the first line; a comma where none does."""
    known = {heading_key(heading) for heading in headings}

    def found(sign: str) -> int:
        return sum(1 for part in line.split(sign) if heading_key(part) in known)

    counts = {sign: found(sign) for sign in _SEPARATORS}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] > counts[","] else ","
