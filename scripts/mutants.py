"""Which faults would no test notice? Each function of the rules gets one small fault after another, and its tests run on it.

    mutants.py [GROUP ...]        `--list` names the groups

One process imports everything and runs the tests once, noting which functions each of them calls and how long it takes. For
each fault it forks: the child swaps the function's code and runs those tests, the quickest first, until one fails.
"""

import ast
import functools
import gc
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402
from _pytest.runner import runtestprotocol  # noqa: E402

from scripts.mutations import code_of, mutants  # noqa: E402

# Group -> modules that are changed, tests that are asked.
GROUPS: dict[str, tuple[list[str], list[str]]] = {
    "policy": (
        ["assignment/rules/**/*.py"],
        [
            "tests/assignment/test_policy.py",
            "tests/assignment/test_standard.py",
            "tests/assignment/test_versions.py",
            "tests/assignment/test_stages_preset.py",
            "tests/assignment/rules",
            "tests/activities/test_judging.py",
        ],
    ),
    "ratings": (
        ["contracts/ratings/rules/**/*.py"],
        [
            "tests/contracts/ratings/test_grading.py",
            "tests/contracts/ratings/test_scores.py",
            "tests/contracts/ratings/test_grades.py",
            "tests/contracts/ratings/test_scorecards.py",
            "tests/contracts/ratings/test_scorecard_bounds.py",
            "tests/contracts/ratings/test_rounds.py",
        ],
    ),
    "names": (
        ["customers/rules/**/*.py"],
        ["tests/customers/test_names.py", "tests/customers/test_matching.py"],
    ),
    "sweep": (
        ["assignment/domain/sweep/**/*.py"],
        [
            "tests/assignment/test_sweep.py",
            "tests/assignment/test_undo.py",
            "tests/assignment/test_waiting_restores.py",
            "tests/assignment/test_announcing.py",
            "tests/assignment/test_commands.py",
            "tests/assignment/test_stages_preset.py",
        ],
    ),
}
LONGEST = 5.0  # seconds: a test that takes more is not asked
ENOUGH = 0.95
PROOF = 20  # so many tests show for each function that they pass in a child as long as nothing is changed
Key = tuple[str, str]  # file, function


@dataclass
class Outcome:
    """One fault and what became of it."""

    where: str
    fault: str
    killed: bool
    why: str


class Plugin:
    """Takes pytest's place in running the tests: once as they are, then for each fault."""

    def __init__(self, files: list[Path]) -> None:
        self.files = {str(path): path for path in files}
        self.calls: dict[Key, set[int]] = defaultdict(set)
        self.took: dict[int, float] = {}
        self.outcomes: list[Outcome] = []
        self.told = Path(tempfile.mkdtemp(prefix="crm-mutants-")) / "failure"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = session.items
        self._clean(items)
        self.functions, self.remembering = made_from(self.files)
        for path, file in self.files.items():
            self._one_file(session, path, file.read_text())
        return True

    def _clean(self, items: list[pytest.Item]) -> None:
        """Run every test as it is; note what each calls."""
        for at, item in enumerate(items):
            began = time.perf_counter()
            sys.setprofile(self._noting(at))
            try:
                reports = runtestprotocol(item, log=False, nextitem=items[min(at + 1, len(items) - 1)])
            finally:
                sys.setprofile(None)
            self.took[at] = time.perf_counter() - began
            failed = [report.longreprtext for report in reports if report.failed]
            if failed:
                raise pytest.UsageError(f"{item.nodeid} fails without any fault:\n{failed[0][-1500:]}")

    def _noting(self, at: int) -> Callable[[FrameType, str, Any], None]:
        def note(frame: FrameType, event: str, argument: Any) -> None:
            if event == "call" and frame.f_code.co_filename in self.files:
                # What is called inside a function (a comprehension, a lambda) belongs to it.
                name = frame.f_code.co_qualname.partition(".<locals>")[0]
                self.calls[frame.f_code.co_filename, name].add(at)

        return note

    def _one_file(self, session: pytest.Session, path: str, source: str) -> None:
        called: set[int] = set()
        for (file, _name), numbers in self.calls.items():
            called |= numbers if file == path else set()
        sound: set[str] = set()
        for name, line, fault, code in mutants(source, path):
            # A function called while its module was imported, or remembered by a cache, is noted at no test of its own.
            numbers = self.calls.get((path, name)) or called
            tests = sorted((n for n in numbers if self.took[n] <= LONGEST), key=self.took.__getitem__)
            if not self.functions[path, name]:  # defined inside an if, or made anew by a decorator
                tests = []
            if name not in sound and tests:
                sound.add(name)
                same = code_of(compile(source, path, "exec"), name)
                if self._tried(session, path, name, same, tests[:PROOF])[0]:
                    raise pytest.UsageError(
                        f"{path}: the tests of {name} fail in a child without any fault:\n{self.told.read_text()[-3000:]}"
                    )
            killed, why = self._tried(session, path, name, code, tests)
            outcome = Outcome(f"{Path(path).relative_to(ROOT)}:{line} {name}", fault, killed, why)
            self.outcomes.append(outcome)
            if not killed:
                print(f"\nsurvives: {outcome.where}: {fault} ({why})", flush=True)

    def _tried(
        self, session: pytest.Session, path: str, name: str, code: CodeType, tests: list[int]
    ) -> tuple[bool, str]:
        if not tests:
            return False, "no test calls it"
        close_connections()
        child = os.fork()
        if child == 0:
            self._child(session, path, name, code, tests)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return True, "never ends"
        return os.WEXITSTATUS(status) != 0, f"{len(tests)} tests"

    def _child(self, session: pytest.Session, path: str, name: str, code: CodeType, tests: list[int]) -> None:
        result = 1
        try:
            signal.alarm(int(20 + 5 * sum(self.took[n] for n in tests)))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            for one in self.functions[path, name]:  # whoever has imported it holds the same object
                one.__code__ = code
            for cached in self.remembering:
                cached.cache_clear()
            items = [session.items[n] for n in tests]
            session._setupstate.teardown_exact(items[0])
            for item, following in zip(items, [*items[1:], items[-1]], strict=True):
                failed = [r.longreprtext for r in runtestprotocol(item, log=False, nextitem=following) if r.failed]
                if failed:
                    self.told.write_text(f"{item.nodeid}\n{failed[0]}")
                    break
            else:
                result = 0
        except BaseException:
            self.told.write_text(traceback.format_exc())
        finally:
            os._exit(result)


def close_connections() -> None:
    """A child opens its own."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def made_from(files: dict[str, Path]) -> tuple[dict[Key, list[FunctionType]], list[Any]]:
    """Every function made from a definition in these files, and everything that remembers results (both by exact type: a lazy
    object would wake if it were asked what it is)."""
    found: dict[Key, list[FunctionType]] = defaultdict(list)
    remembering = []
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename in files:
            found[one.__code__.co_filename, one.__code__.co_qualname].append(one)
        elif type(one) is functools._lru_cache_wrapper:
            remembering.append(one)
    return found, remembering


def files_of(patterns: list[str]) -> list[Path]:
    """The modules of a group that hold a function."""
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [
        path for path in found if any(isinstance(n, ast.FunctionDef) for n in ast.walk(ast.parse(path.read_text())))
    ]


def run(group: str, arguments: list[str]) -> float:
    """Try one group; print and return its share of noticed faults."""
    patterns, tests = GROUPS[group]
    plugin = Plugin(
        [path for path in files_of(patterns) if not arguments or any(word in str(path) for word in arguments)]
    )
    there = [test for test in tests if (ROOT / test).exists()]
    chosen = "not browser and not postgres and not redis and not slow"
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", chosen, *there], plugins=[plugin])
    if code not in (0, pytest.ExitCode.NO_TESTS_COLLECTED) or not plugin.outcomes:
        sys.exit(f"{group}: the tests could not be run (pytest exit code {code})")
    killed = sum(outcome.killed for outcome in plugin.outcomes)
    share = killed / len(plugin.outcomes)
    print(f"\n{group}: {killed} of {len(plugin.outcomes)} faults are noticed, {share:.1%}", flush=True)
    return share


def main(arguments: list[str]) -> int:
    """Each group in a process of its own; fail where too many faults go unnoticed."""
    if "--list" in arguments:
        print("\n".join(GROUPS))
        return 0
    named = [one for one in arguments if one in GROUPS]
    words = [one for one in arguments if one not in GROUPS]
    if len(named) == 1:
        return 0 if run(named[0], words) >= ENOUGH else 1
    command = [sys.executable, __file__]
    return max(os.spawnv(os.P_WAIT, sys.executable, [*command, group, *words]) for group in named or GROUPS)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
