"""Which statements each test sends on SQLite, and which tests then suffice on PostgreSQL: a plugin of pytest, for `make test`.

With STATEMENTS_TO (a folder) it notes them; with STATEMENTS_FROM it leaves out what sends no statement that no other test sends.
"""

import hashlib
import heapq
import json
import os
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

# What counts as one statement: whatever the values, however many in a list, whatever the savepoint is called.
_SHAPES = (
    (re.compile(r"%s(?:, ?%s)+"), "%s"),
    (re.compile(r"(\(%s\))(?:, ?\(%s\))+"), r"\1"),
    (re.compile(r"\bs\d+_x\d+\b"), "savepoint"),
    (re.compile(r"\b\d+\b"), "0"),
)
# Runs on both whatever it sends: locks and commits, services, random histories, order and collation, what is typed into every field.
BOTH = {"both", "browser", "postgres", "redis", "soak"}
COMMITS = {"transactional_db", "live_server", "django_db_reset_sequences"}
Sent = Mapping[str, tuple[float, Collection[str]]]


def shape_of(sql: str) -> str:
    """A short name for all statements that differ by their values alone."""
    for pattern, instead in _SHAPES:
        sql = pattern.sub(instead, sql)
    return hashlib.md5(sql.encode(), usedforsecurity=False).hexdigest()[:12]


def enough(sent: Sent, already: Collection[str] = ()) -> set[str]:
    """Tests that together send every statement, those first that send most that is new in a second of processor time.

    `already`: shapes that tests send which run anyway.
    """

    def gain(test: str, left: set[str]) -> float:
        seconds, shapes = sent[test]
        return len(left.intersection(shapes)) / (seconds + 0.02)

    left = {shape for _seconds, shapes in sent.values() for shape in shapes}.difference(already)
    waiting = [(-gain(test, left), test) for test in sorted(sent)]
    heapq.heapify(waiting)
    chosen = set()
    while left:
        _before, test = heapq.heappop(waiting)
        now = gain(test, left)
        if now and waiting and -now > waiting[0][0]:
            heapq.heappush(waiting, (-now, test))
        elif now:
            chosen.add(test)
            left.difference_update(sent[test][1])
    return chosen


class Noting:
    """Notes for each test its processor time and the shapes of its statements."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.json"
        self._sent: dict[str, tuple[float, list[str]]] = {}
        self._known: dict[str, str] = {}
        self._shapes: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Django's wrapper around each statement."""
        if sql not in self._known:
            self._known[sql] = shape_of(sql)
        self._shapes.add(self._known[sql])
        return execute(sql, params, many, context)

    def listen(self, connection: Any, **_given: Any) -> None:
        """To every statement of the connection, ahead of what a test listens with."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, self)

    def pytest_configure(self) -> None:
        from django.db.backends.signals import connection_created

        connection_created.connect(self.listen)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._shapes.clear()
        began = time.process_time()
        answer = yield
        self._sent[item.nodeid] = (round(time.process_time() - began, 3), sorted(self._shapes))
        return answer

    def pytest_sessionfinish(self) -> None:
        self._file.write_text(json.dumps(self._sent))


class Choosing:
    """Leaves out the tests whose every statement others send as well."""

    def __init__(self, folder: Path) -> None:
        self._sent: dict[str, tuple[float, list[str]]] = {}
        for path in sorted(folder.glob("*.json")):
            self._sent.update(json.loads(path.read_text()))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        # Of what runs here at all: a statement that only a test for SQLite sends is nobody's here.
        here = {item.nodeid: runs_on_both(item) for item in items if self._sent.get(item.nodeid, (0, []))[1]}
        candidates = {test for test, anyway in here.items() if not anyway}
        already = {shape for test, anyway in here.items() if anyway for shape in self._sent[test][1]}
        chosen = enough({test: self._sent[test] for test in candidates}, already)
        left_out = [item for item in items if item.nodeid in candidates - chosen]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.nodeid not in candidates - chosen]


def runs_on_both(item: pytest.Item) -> bool:
    """Whether the answer may hang on more than the statements."""
    marks = {mark.name for mark in item.iter_markers()}
    random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    commits = any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    return bool(random or commits or marks & BOTH or COMMITS & set(getattr(item, "fixturenames", ())))


def pytest_configure(config: pytest.Config) -> None:
    runs_tests = hasattr(config, "workerinput") or not config.getoption("numprocesses", None)
    for name, plugin in (("STATEMENTS_TO", Noting), ("STATEMENTS_FROM", Choosing)):
        if runs_tests and os.environ.get(name):
            config.pluginmanager.register(plugin(Path(os.environ[name])))
