"""Having a file read by a process of its own, and going through what it found; see `writing` for what is said between them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .limits import Unreadable

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 90  # of the processor; twice that by the clock
_START = str(Path(__file__).resolve().parent)


class Reading:
    """The rows of a file, as often as needed. Raises Unreadable where it can't be taken.

    `lenient`: the headings may stand in any of the first ten rows, hidden sheets are passed over, formulas are what they
    showed when the file was saved; `header` is the index of the row with the headings.
    """

    def __init__(
        self,
        path: Any,
        suffix: str,
        headings: list[str],
        *,
        lenient: bool = False,
        memory: int = MEMORY,
        seconds: int = SECONDS,
    ) -> None:
        self._rows = NamedTemporaryFile(prefix="table-")  # noqa: SIM115 - goes with this object
        wanted = json.dumps({"headings": headings, "lenient": lenient})
        command = [sys.executable, _START, str(path), suffix, wanted, str(memory), str(seconds)]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self._rows,
                stderr=subprocess.DEVNULL,
                timeout=2 * seconds,
                # Nothing of what this process knows; UTF-8, whatever the machine speaks.
                env={"PATH": os.defpath, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unreadable("limits") from None
        with open(self._rows.name, encoding="utf-8") as file:
            first = file.readline()
        if done.returncode or not first:
            raise Unreadable("limits")
        about = json.loads(first)
        if "refused" in about:
            raise Unreadable(about["refused"], **about["values"])
        self.first: int = about["first"]
        self.header: int = about["header"]
        self.total: int = about["total"]
        self.notes: list[tuple[str, str]] = [(kind, value) for kind, value in about["notes"]]

    def __iter__(self) -> Iterator[list[Any] | None]:
        """Rows from the first on, each a list of cells; None is one that could not be read."""
        with open(self._rows.name, encoding="utf-8") as file:
            file.readline()
            for line in file:
                row = json.loads(line)
                if row == "end":
                    return
                if row is not None and '{"date"' in line:
                    row = [_date(cell) if cell.__class__ is dict else cell for cell in row]
                yield row
        raise Unreadable("limits")


def _date(cell: dict[str, str]) -> Any:
    text = cell["date"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
