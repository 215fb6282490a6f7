"""What the reading process says: a first line about the file, then one line of JSON for each row."""

import json
from datetime import date
from typing import IO, Any

from .delimited import Delimited
from .limits import Unreadable
from .workbook import Workbook


def write_table(path: str, suffix: str, headings: list[str], out: IO[str]) -> None:
    """Read a file and write its rows."""
    try:
        table = Delimited(path, headings) if suffix == ".csv" else Workbook(path)
    except Unreadable as refusal:
        out.write(json.dumps({"refused": refusal.code, "values": refusal.values}) + "\n")
        return
    out.write(json.dumps({"first": table.first, "total": table.total, "notes": table.notes[:20]}) + "\n")
    encode = json.JSONEncoder(default=_plain).encode
    for row in table:
        out.write(encode(row) + "\n")
    out.write('"end"\n')
    out.flush()


def _plain(value: Any) -> Any:
    """A date keeps what it is; hours and durations become text."""
    return {"date": value.isoformat()} if isinstance(value, date) else str(value)
