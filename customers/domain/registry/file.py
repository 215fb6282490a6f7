"""A register of companies in a file on this machine: for companies that have a list, and for tests (row Ni3).

`CRM_REGISTRY_SOURCE`: a `.json` file with a list of objects, or a `.csv` file with a line of headings (UTF-8 or GB18030). The
names of columns are those of `Company` and `credit_code`, or the Chinese ones below. A changed file is read anew.
"""

import csv
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from customers.domain.registry import Company
from customers.rules import tax_id

CODE = "credit_code"
CHINESE = {
    "统一社会信用代码": CODE,
    "企业名称": "name",
    "注册地址": "address",
    "法定代表人": "legal_representative",
    "注册资本": "registered_capital",
    "经营范围": "business_scope",
    "电话": "phone",
    "网址": "website",
}


class FileRegistry:
    """The companies of one file, by their credit codes."""

    def __init__(self, source: str) -> None:
        self._path = Path(source)

    def company(self, code: str) -> Company | None:
        """The company with this code, or None. OSError or ValueError where the file can't be read."""
        state = self._path.stat()
        return _companies(self._path, state.st_mtime_ns, state.st_size).get(code)


@lru_cache(maxsize=2)
def _companies(path: Path, _changed: int, _size: int) -> dict[str, Company]:
    found = {}
    for row in _rows(path):
        told = {CHINESE.get(key, key): str(value or "").strip() for key, value in row.items() if isinstance(key, str)}
        code = tax_id.plain(told.pop(CODE, ""))
        if code:
            found[code] = Company(**{key: told[key] for key in Company.__dataclass_fields__ if key in told})
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    if path.suffix.lower() == ".json":
        rows = json.loads(text)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError(f"{path.name} is no list of objects")
        return rows
    return list(csv.DictReader(io.StringIO(text)))
