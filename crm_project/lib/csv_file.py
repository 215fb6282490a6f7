"""Every CSV file that leaves the house is written here, so that no spreadsheet runs what stands in a cell."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from .xlsx import harmless

# Tells Excel that this is UTF-8.
MARK = "\ufeff"


class CsvWriter:
    """Writes rows to a text file opened with newline=""; texts that would start a formula get an apostrophe, numbers stay numbers."""

    def __init__(self, file: Any) -> None:
        self._out = csv.writer(file)

    def row(self, values: Iterable[Any]) -> None:
        self._out.writerow([_cell(value) for value in values])

    def rows(self, rows: Iterable[Iterable[Any]]) -> None:
        self._out.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """Numbers as they are; whatever else becomes text, and that harmless."""
    return value if value is None or isinstance(value, (int, float)) else harmless(str(value))


def answer(name: str) -> tuple[HttpResponse, CsvWriter]:
    """A download of this name, and what writes into it."""
    response = HttpResponse(MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response, CsvWriter(response)
