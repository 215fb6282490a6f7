"""Watches over every test: the product takes rows out of declared tables only. A plugin of pytest (row Ne2)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .declared import DELETED

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = tuple(str(ROOT / part) + os.sep for part in ("tests", ".venv", "scripts"))
found: list[str] = []


def watch() -> None:
    """Look at every deletion that Django sends, those of cascades and of links between many and many too."""
    from django.db.models.sql.compiler import SQLDeleteCompiler

    sent = SQLDeleteCompiler.execute_sql

    def execute_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        label = self.query.get_meta().label
        if label not in DELETED:
            place = _by_product()
            if place:
                found.append(f"{place} deletes rows of {label}, which tests/every_table/declared.py does not say")
        return sent(self, *args, **kwargs)

    SQLDeleteCompiler.execute_sql = execute_sql  # type: ignore[method-assign]


def _by_product() -> str:
    """Which line of the product asked for it; "" where a test or a migration did."""
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(str(ROOT)) and not path.startswith(str(ROOT / ".venv")):
            inside = not path.startswith(OUTSIDE) and f"{os.sep}migrations{os.sep}" not in path
            return f"{Path(path).relative_to(ROOT)}:{frame.f_lineno}" if inside else ""
        frame = frame.f_back  # type: ignore[assignment]
    return ""


def pytest_configure(config: pytest.Config) -> None:
    """From before the first test on."""
    watch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """The test in which it happened fails, also where the product caught an exception."""
    found.clear()
    answer = yield
    if found:
        pytest.fail("; ".join(sorted(set(found))))
    return answer
