"""Try the parts that lean on Django's inner workings against its next version, in an environment of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / ".venv-next"
NEXT = "Django>=6.0,<6.1"
# It runs on these only.
PYTHONS = ("python3.12", "python3.13", "python3.14")
# Prepared queries, bulk writes, remembered pieces, templates without indentation, form tokens; and one page of each kind.
TESTS = [
    "tests/lib",
    "tests/ui",
    "tests/ops/test_form_tokens.py",
    "tests/customers/test_list.py",
    "tests/customers/test_detail.py",
    "tests/assignment/test_ownership.py",
    "tests/assignment/test_sweep.py",
]


def main() -> int:
    """Install once, then run; the exit code is pytest's."""
    python = next(filter(runs, (os.environ.get("NEXT_PYTHON", ""), *PYTHONS)), None)
    if python is None:
        print(f"None of {', '.join(PYTHONS)} is installed, which the next Django needs; NEXT_PYTHON may name one.")
        return 1
    pip = [HERE / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not (HERE / "bin/python").exists():
        subprocess.run([python, "-m", "venv", HERE], check=True)
        wanted = [line.split(" ")[0] for name in ("requirements", "requirements-dev") for line in pins(name)]
        subprocess.run([*pip, "--no-deps", *sorted(set(wanted))], check=True)
        subprocess.run([*pip, "--upgrade", NEXT], check=True)
    subprocess.run([HERE / "bin/python", "-m", "django", "--version"], check=True)
    command = [HERE / "bin/python", "-W", "default::DeprecationWarning:crm_project", "-m", "pytest", "-q", "-n", "0"]
    return subprocess.run([*command, "-p", "no:cacheprovider", *TESTS], env=own_environment()).returncode


def runs(python: str) -> bool:
    """Whether there is such a command, and it starts (a version manager may keep one that does not)."""
    found = shutil.which(python)
    return bool(found) and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0


def pins(name: str) -> list[str]:
    """The locked versions, all but Django itself."""
    lines = (ROOT / f"{name}.txt").read_text().splitlines()
    return [line for line in lines if line[:1].isalnum() and not line.lower().startswith(("django==", "psycopg2"))]


def own_environment() -> dict[str, str]:
    """SQLite, whatever is set."""
    return {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
