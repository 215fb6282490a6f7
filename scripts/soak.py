"""The fault and race tests, many times over, on both databases: `soak.py [ROUNDS] [arguments of pytest]`."""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import services

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("SQLite", "PostgreSQL + Redis")


def main(arguments: list[str]) -> int:
    """Go round, and tell how often each test failed."""
    rounds = int(arguments.pop(0)) if arguments[:1] and arguments[0].isdigit() else 20
    services.catch_signals()
    services.install(services.SERVERS)
    runs: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    began = time.monotonic()
    bare = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    with services.services() as private, services.folder("crm-soak-", None) as folder:
        environments = dict(zip(DATABASES, (bare, os.environ | private), strict=True))
        for number in range(1, rounds + 1):
            for name, environment in environments.items():
                before = failures.total()
                once(environment, folder / "report.xml", arguments, name, runs, failures)
                took = time.monotonic() - began
                failed = failures.total() - before
                print(f"round {number}/{rounds} {name}: {failed} failed ({took:.0f} s)", flush=True)
    print(f"\n{rounds} rounds, {len(runs)} tests, {runs.total()} runs, {failures.total()} failures")
    for test, times in failures.most_common():
        print(f"{times:4} of {runs[test]}: {test}")
    return 1 if failures or not runs else 0


def once(environment: dict, report: Path, arguments: list[str], name: str, runs: Counter, failures: Counter) -> None:
    """Run the tests once and count."""
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", "soak", "-n", "2", "--dist", "worksteal"]
    command += [
        "--no-header",
        f"--junitxml={report}",
        "--hypothesis-seed",
        str(time.time_ns() % 2**32),
        "-rN",
        *arguments,
    ]
    services.run(command, environment)
    if not report.exists():
        failures[f"{name}: pytest itself"] += 1
        return
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("skipped") is None:
            test = f"{name}: {case.get('classname')}.{case.get('name')}"
            runs[test] += 1
            failures[test] += case.find("failure") is not None or case.find("error") is not None
    for test in [test for test, times in failures.items() if not times]:
        del failures[test]


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        sys.exit(main(sys.argv[1:]))
    except services.Unavailable as reason:
        sys.exit(str(reason))
