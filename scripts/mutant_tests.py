"""One process of `make mutants`: imports everything, runs the tests once, then forks for each fault.

The child swaps the function's code and runs the tests that call it, until one fails. Which tests call a function is noted in
the first run. What a child does is undone with it: it ends inside its test's transaction.
"""

import ast
import builtins
import gc
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from scripts.mutant_memory import ROOT, Key, file_of, files_behind, made_from, noting
from scripts.mutations import code_of, functions, mutants

# Seconds of the processor's time, so that a busy machine makes no difference.
# Beside the tests in the file that mirrors the module, `test_<module>.py`, the quickest others are asked:
LONGEST = 0.5  # none that takes more
ALTOGETHER = 2.0  # so much of them about one fault
MEMORY = 6 << 30  # bytes: a fault that fills a list for ever ends here


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: in the same function the `nth` that reads like this."""

    file: str
    function: str
    before: str
    after: str
    nth: int = 1


class Plugin:
    """Takes pytest's place in running the tests: once as they are, then for each fault."""

    def __init__(self, files: Sequence[Path], part: int, parts: int, answer: Path) -> None:
        self.files = {str(path): path for path in files}
        self.part, self.parts, self.answer = part, parts, answer
        self.calls: dict[Key, set[int]] = defaultdict(set)
        self.kills: dict[Key, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.took: dict[int, float] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        self.functions, caches = made_from(self.files)
        if not any(self.functions.values()):
            raise pytest.UsageError("none of the functions to be changed was found")
        # {file of a function: caches that may hold what it has a part in}
        self.caches = {path: [one for one in caches if path in files_behind(file_of(one))] for path in self.files}
        self._run_all()
        gc.collect()
        gc.freeze()
        self._prove_each()
        outcomes, number = [], 0
        for path, file in self.files.items():
            seen: dict[tuple[str, str, str], int] = defaultdict(int)
            for name, before, after, code in mutants(file.read_text(), path):
                seen[name, before, after] += 1
                number += 1
                if number % self.parts != self.part:
                    continue
                fault = Fault(str(file.relative_to(ROOT)), name, before, after, seen[name, before, after])
                noticed = self._is_noticed((path, name), code)
                outcomes.append((asdict(fault), noticed))
                if not noticed:
                    print(f"survives: {fault}", file=sys.stderr, flush=True)
        self.answer.write_text(json.dumps(outcomes))
        return True

    def _run_all(self) -> None:
        """Run every test as it is; note what each calls and how long it takes."""
        current = 0
        builtins.__dict__["__note__"] = lambda path, name: self.calls[path, name].add(current)
        for path, file in self.files.items():
            for name, code in noting(file.read_text(), path):
                self._swap((path, name), code)
        items = self.session.items
        for path in self.files:
            self._forget(path)
        for at, item in enumerate(items):
            current = at
            began = time.process_time()
            reports = runtestprotocol(item, log=False, nextitem=items[(at + 1) % len(items)])
            self.took[at] = time.process_time() - began
            if failed := [report.longreprtext for report in reports if report.failed]:
                raise pytest.UsageError(f"{item.nodeid} fails without any fault:\n{failed[0][-1500:]}")
        for path, file in self.files.items():
            module = compile(file.read_text(), path, "exec")
            for name, _function in functions(ast.parse(file.read_text())):
                self._swap((path, name), code_of(module, name))

    def _prove_each(self) -> None:
        """Each test passes alone in a child as long as nothing is changed, so that only a fault makes it fail."""
        for at in range(len(self.session.items)):
            if at % self.parts == self.part and self.took[at] <= 2 * LONGEST and (noticed := self._ask([at])):
                raise pytest.UsageError(f"{self.session.items[at].nodeid} fails in a child: {noticed}")

    def _is_noticed(self, key: Key, code: CodeType) -> bool:
        kills, calls = self.kills[key], self.calls[key]
        # What a cache remembers is noted at the first test only: ask whoever uses the file of such a cache as well.
        remembering = {file_of(cache) for cache in self.caches[key[0]]}
        users = {at for (file, _name), tests in self.calls.items() if file in remembering for at in tests}
        if not self.functions[key]:  # defined inside an if, or made anew by a decorator
            return False
        left, tests = ALTOGETHER, []
        mirror = f"test_{Path(key[0]).stem}.py"
        users |= {at for at, item in enumerate(self.session.items) if item.path.name == mirror}
        # What noticed other faults of this function comes first, else the quickest.
        for at in sorted(
            calls | users, key=lambda at: (self.took[at] + 0.05 * (at not in calls)) / (1 + 2 * kills[at])
        ):
            own = self.session.items[at].path.name == mirror
            if own or self.took[at] <= LONGEST and left > 0:
                tests.append(at)
                left -= 0 if own else self.took[at]
        noticed = self._ask(tests, key, code)
        if noticed and noticed.isdigit():
            kills[int(noticed)] += 1
        return bool(noticed)

    def _ask(self, tests: Sequence[int], key: Key | None = None, code: CodeType | None = None) -> str:
        """Run these tests in a child: the number of the one that fails, what else went wrong, or "" where all pass."""
        if not tests:
            return ""
        close_connections()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._child(tests, key, code, writing)
        os.close(writing)
        with os.fdopen(reading) as answers:
            answer = answers.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return f"signal {os.WTERMSIG(status)}"
        return answer

    def _child(self, tests: Sequence[int], key: Key | None, code: CodeType | None, writing: int) -> None:
        try:
            gc.disable()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            if key and code:
                self._swap(key, code)
                self._forget(key[0])
            items = [self.session.items[at] for at in tests]
            self.session._setupstate.teardown_exact(items[0])
            for at, item, following in zip(tests, items, [*items[1:], self.session.items[tests[-1] - 1]], strict=True):
                # It ends the child by a signal.
                signal.setitimer(signal.ITIMER_VIRTUAL, 2 + 10 * self.took[at])
                reports = runtestprotocol(item, log=False, nextitem=following)
                failed = [report.longreprtext for report in reports if report.failed]
                if failed:
                    os.write(writing, str(at).encode() if key else failed[0][-3000:].encode())
                    break
        except BaseException:
            os.write(writing, traceback.format_exc().encode())
        finally:
            os._exit(0)

    def _swap(self, key: Key, code: CodeType) -> None:
        for one in self.functions[key]:  # whoever has imported it holds the same object
            one.__code__ = code

    def _forget(self, path: str) -> None:
        """Empty every cache that may hold what a function of this file has a part in."""
        for cache in self.caches[path]:
            cache.cache_clear()


def close_connections() -> None:
    """A child opens its own."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def run_part(files: Sequence[Path], tests: Sequence[str], part: int, parts: int, answer: Path) -> int:
    """Try this part of the faults in these files and write what became of each; pytest's exit code."""
    # Without luck, and without looking for the smallest example: that one fails is all that is asked.
    phases = (Phase.explicit, Phase.generate)
    hypothesis_settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)
    hypothesis_settings.load_profile("mutants")
    chosen = "not browser and not postgres and not redis and not slow"
    # That a test fails is enough: to say how takes longer than the test.
    without = [f"-pno:{plugin}" for plugin in ("cacheprovider", "xdist", "warnings", "playwright", "base_url")]
    options = ["-q", "--assert=plain", "--tb=native", *without, "-m", chosen]
    return int(pytest.main([*options, *tests], plugins=[Plugin(files, part, parts, answer)]))
