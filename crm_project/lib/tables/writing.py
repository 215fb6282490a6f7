"""What the reading process says: a first line about the file, then one line of JSON for each row."""

import json
from datetime import date
from itertools import islice
from typing import IO, Any

from .delimited import Delimited
from .header import SEARCHED, header_row, heading_key
from .limits import Unreadable
from .workbook import OldWorkbook, Workbook


def write_table(path: str, suffix: str, headings: list[str], lenient: bool, out: IO[str]) -> None:
    """Read a file and write its rows."""
    table: Delimited | Workbook | OldWorkbook
    try:
        if suffix == ".csv":
            table = Delimited(path, headings, lenient)
        else:
            table = (OldWorkbook if suffix == ".xls" else Workbook)(path, lenient)
    except Unreadable as refusal:
        out.write(json.dumps({"refused": refusal.code, "values": refusal.values}) + "\n")
        return
    header = header_row(list(islice(table, SEARCHED)), {heading_key(name) for name in headings}) if lenient else 0
    notes = table.notes + ([("header", str(header + 1))] if header else [])
    about = {"first": table.first, "total": table.total, "notes": notes[-20:], "header": header}
    out.write(json.dumps(about) + "\n")
    encode = json.JSONEncoder(default=_plain).encode
    for row in table:
        out.write(encode(row) + "\n")
    out.write('"end"\n')
    out.flush()


def _plain(value: Any) -> Any:
    """A date keeps what it is; hours and durations become text."""
    return {"date": value.isoformat()} if isinstance(value, date) else str(value)
