"""Which faults would no test notice? Each function of the rules gets one small fault after another, and its tests run on it.

    mutants.py [GROUP ...] [WORD ...]        `--list` names the groups; a word chooses modules by their path

Two processes share the faults of a group (`mutant_tests.py`). What no test can notice because nothing changes is listed in
`docs/mutants.md`, each with its reason. The run fails on a survivor that is not listed there, on a listed one that is
noticed now or does not exist any more, and where less than 95 % of the faults are noticed.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.mutant_tests import Fault, run_part  # noqa: E402

# Group -> modules that are changed, tests that are asked. Tests without a database first of all: they are quick.
GROUPS: dict[str, tuple[list[str], list[str]]] = {
    "policy": (
        [
            "assignment/rules/policy/*.py",
            "assignment/rules/policy_body.py",
            "assignment/rules/presets.py",
            "assignment/rules/expected_losses.py",
        ],
        [
            "tests/assignment/rules/test_deciding.py",
            "tests/assignment/rules/test_expected_losses.py",
            "tests/assignment/rules/test_policy_body.py",
            "tests/assignment/rules/test_policy_parts.py",
            "tests/assignment/rules/test_savings.py",
            "tests/assignment/test_policy.py",
            "tests/assignment/test_saving.py",
        ],
    ),
    "judging": (
        ["assignment/rules/judging.py", "assignment/rules/standard.py"],
        ["tests/assignment/rules/test_judging.py", "tests/assignment/test_standard.py"],
    ),
    "names": (
        ["customers/rules/**/*.py"],
        ["tests/customers/test_names.py", "tests/customers/rules"],
    ),
    "ratings": (
        ["contracts/ratings/rules/*.py"],
        ["tests/contracts/ratings/test_grading.py", "tests/contracts/ratings/rules"],
    ),
    "rules": (
        [
            "activities/rules/*.py",
            "contracts/rules/*.py",
            "crm_project/approvals/rules/*.py",
            "deals/rules/*.py",
        ],
        ["tests/activities/rules", "tests/approvals/rules", "tests/contracts/rules"],
    ),
    "service": (
        ["service/rules/**/*.py"],
        ["tests/service/rules"],
    ),
    "sweep": (
        ["assignment/domain/sweep/*.py"],
        [
            "tests/assignment/sweep",
            "tests/assignment/test_sweep.py",
            "tests/assignment/test_undo.py",
            "tests/assignment/test_waiting_restores.py",
        ],
    ),
}
ENOUGH = 0.95
PROCESSES = 2
LIST = ROOT / "docs" / "mutants.md"
_FILE = re.compile(r"^### `(.+)`$")
_LINE = re.compile(r"^- `(\S+)`: `(.+?)` becomes `(.+?)`(?: \((\d+)\))?: (.+)$")


def files_of(group: str, words: Sequence[str] = ()) -> list[Path]:
    """The modules of a group that hold a function; of these only what `words` choose."""
    found = [path for pattern in GROUPS[group][0] for path in sorted(ROOT.glob(pattern))]
    return [
        path
        for path in found
        if any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(path.read_text())))
        and (not words or any(word in str(path.relative_to(ROOT)) for word in words))
    ]


def listed() -> dict[Fault, str]:
    """{fault: why no test can notice it} of `docs/mutants.md`."""
    found, file = {}, ""
    for line in LIST.read_text().splitlines():
        if heading := _FILE.match(line):
            file = heading[1]
        elif line.startswith("- `"):
            one = _LINE.match(line)
            if not one:
                sys.exit(f"{LIST.name}: this line is no survivor with its reason: {line}")
            found[Fault(file, one[1], one[2], one[3], int(one[4] or 1))] = one[5]
    return found


def written(fault: Fault) -> str:
    """The line of `docs/mutants.md` for this fault, without its reason."""
    again = f" ({fault.nth})" if fault.nth > 1 else ""
    return f"- `{fault.function}`: `{fault.before}` becomes `{fault.after}`{again}: "


def run(group: str, words: Sequence[str]) -> bool:
    """Try one group in two processes; tell what survives, and whether all is well."""
    began, files = time.monotonic(), files_of(group, words)
    with tempfile.TemporaryDirectory(prefix="crm-mutants-") as folder:
        parts = [Path(folder) / str(number) for number in range(PROCESSES)]
        started = [
            subprocess.Popen(
                [sys.executable, __file__, "--part", str(number), str(part), group, *words],
                env=own(number),
                stdout=subprocess.DEVNULL,
            )
            for number, part in enumerate(parts)
        ]
        codes = [process.wait() for process in started]
        if any(codes):
            sys.exit(f"{group}: the tests could not be run")
        outcomes = [(Fault(**fault), noticed) for part in parts for fault, noticed in json.loads(part.read_text())]
    survivors = [fault for fault, noticed in outcomes if not noticed]
    good = share_is_enough(group, len(outcomes), len(survivors), time.monotonic() - began)
    return agrees_with_list(survivors, {str(path.relative_to(ROOT)) for path in files}) and good


def own(number: int) -> dict[str, str]:
    """The environment of one process: a test database of its own."""
    return {**os.environ, "PYTEST_XDIST_WORKER": f"gw{number}"}


def share_is_enough(group: str, tried: int, survive: int, seconds: float) -> bool:
    share = (tried - survive) / tried if tried else 1.0
    print(f"\n{group}: {tried - survive} of {tried} faults are noticed, {share:.1%}, in {seconds:.0f} s", flush=True)
    return share >= ENOUGH


def agrees_with_list(survivors: Iterable[Fault], files: set[str]) -> bool:
    """Whether exactly the listed faults of these files survive; tells what differs."""
    known, found = {fault for fault in listed() if fault.file in files}, set(survivors)
    for title, faults in (
        ("survive and are not listed with a reason", found - known),
        ("are listed but noticed, or do not exist any more", known - found),
    ):
        if faults:
            print(f"\n{title}:")
        for file in sorted({fault.file for fault in faults}):
            print(f"### `{file}`")
            print("\n".join(sorted(written(fault) for fault in faults if fault.file == file)), flush=True)
    return found == known


def main(arguments: list[str]) -> int:
    if "--list" in arguments:
        print("\n".join(GROUPS))
        return 0
    if arguments[:1] == ["--part"]:
        number, answer, group, *words = arguments[1:]
        tests = [test for test in GROUPS[group][1] if (ROOT / test).exists()]
        return run_part(files_of(group, words), tests, int(number), PROCESSES, Path(answer))
    named = [one for one in arguments if one in GROUPS]
    words = [one for one in arguments if one not in GROUPS]
    strange = {fault.file for fault in listed()} - {
        str(path.relative_to(ROOT)) for group in GROUPS for path in files_of(group)
    }
    if strange:
        print(f"listed, but not looked at: {', '.join(sorted(strange))}")
    results = [run(group, words) for group in named or GROUPS if files_of(group, words)]
    return 0 if all(results) and results and not strange else 1


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
