"""The whole suite on SQLite, then on PostgreSQL + Redis + Chromium. Arguments go to pytest."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import services

ROOT = Path(__file__).resolve().parent.parent
NOTHING_CHOSEN = 5  # pytest's exit code
ON_SQLITE = "not browser and not postgres and not redis"
ON_POSTGRES = "not embedded"
# The first test that asks for a database migrates it, and keeps the result for all that come after.
MIGRATES = "tests/lib/test_sort_names.py"


def main(arguments: list[str]) -> int:
    """Run both, tell of both, fail if either failed."""
    services.catch_signals()
    services.install(services.SERVERS + services.BROWSER)
    chosen, arguments = take_marks(arguments)
    both = [f"({chosen})"] if chosen else []
    with services.services() as environment, tempfile.TemporaryDirectory(prefix="crm-statements-") as statements:
        # Both databases are migrated at once: one process does it, while the others of its suite wait.
        migrating = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", MIGRATES],
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: services.die_with_parent(signal.SIGTERM),
        )
        # The whole on PostgreSQL as well, where tests were chosen by hand.
        noted = {} if arguments or both else {"STATEMENTS_TO": statements}
        outcomes = [suite("SQLite", " and ".join([*both, ON_SQLITE]), arguments, None, noted)]
        migrating.wait()  # what went wrong there, the suite itself shows
        # What touches no database ran just now, and so did what sends no statement that no other test sends.
        known = {"PURE_TESTS_RAN": "1"} | ({"STATEMENTS_FROM": statements} if noted else {})
        outcomes.append(suite("PostgreSQL + Redis", " and ".join([*both, ON_POSTGRES]), arguments, environment, known))
    print()
    for _, line in outcomes:
        print(line)
    codes = [code for code, _ in outcomes]
    if all(code == NOTHING_CHOSEN for code in codes):
        print("No test matches.")
        return 1
    return 0 if all(code in (0, NOTHING_CHOSEN) for code in codes) else 1


def take_marks(arguments: list[str]) -> tuple[str, list[str]]:
    """Take `-m EXPRESSION` out of the arguments: it is joined with that of each suite."""
    if "-m" in arguments[:-1]:
        at = arguments.index("-m")
        return arguments[at + 1], arguments[:at] + arguments[at + 2 :]
    return "", arguments


def suite(
    name: str, marks: str, arguments: list[str], environment: dict[str, str] | None, known: dict[str, str]
) -> tuple[int, str]:
    """Run the suite once (environment None: on SQLite, whatever is set); `known`: what it is told besides, by environment.

    Return pytest's exit code and a line for the summary.
    """
    print(f"\n=== {name} ===", flush=True)
    named = () if environment is not None else ("DATABASE_URL", "REDIS_URL")
    own = {key: value for key, value in os.environ.items() if key not in named}
    own |= (environment or {}) | known
    command = [sys.executable, "-m", "pytest", "-q", "--durations=20", "--durations-min=5"]
    if not any(argument.startswith("-n") for argument in arguments):
        command += ["-n", "2", "--dist", "worksteal"]
    if marks:
        command += ["-m", marks]
    began = time.monotonic()
    code = services.run([*command, *arguments], own)
    took = time.monotonic() - began
    word = {0: "passed", NOTHING_CHOSEN: "no test matches"}.get(code, f"FAILED (pytest exit code {code})")
    return code, f"{name:20} {word} in {took:.0f} s"


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        sys.exit(main(sys.argv[1:]))
    except (services.Unavailable, subprocess.CalledProcessError) as reason:
        sys.exit(str(reason))
