"""Everything that can be checked without running the program. Arguments name the checks (default: all)."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
PACKAGES = [
    "crm_project",
    "customers",
    "activities",
    "assignment",
    "deals",
    "contracts",
    "service",
    "reports",
]

# So many at once, as many as the processors of a small machine; and those that take most of the time.
AT_ONCE = 2
LONG = {"types", "structure", "messages", "layers"}

# Run where they are named only; told, but never a reason to fail.
ON_DEMAND = {"next-django"}


def main(chosen: list[str]) -> int:
    """Run all, so that one round shows every problem."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as data:
        checks = commands()
        unknown = set(chosen) - set(checks)
        if unknown:
            print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(checks)}")
            return 2
        wanted = chosen or [name for name in checks if name not in ON_DEMAND]
        # The longest first, so that none is left for the end alone; told in the order in which they are done.
        wanted.sort(key=lambda name: name not in LONG)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            good = pool.map(lambda name: passes(name, *checks[name], data=data), wanted)
            failed = [name for name, well in zip(wanted, good, strict=True) if not well and name not in ON_DEMAND]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def commands() -> dict[str, tuple[list, dict[str, str]]]:
    """Each check: its command and the environment it needs on top."""
    python, manage = BIN / "python", [BIN / "python", "manage.py"]
    # As on a server that faces the world: what Django warns of there must not be.
    production = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "crm.example.com",
        "SECURE_SSL": "1",
        "DEBUG": "0",
    }
    packages = [f"-p={name}" for name in PACKAGES if Path(name, "__init__.py").exists()]
    checks: dict[str, tuple[list, dict[str, str]]] = {
        "ruff": ([BIN / "ruff", "check", "--output-format=concise", "."], {}),
        "format": ([BIN / "ruff", "format", "--check", "--quiet", "."], {}),
        "templates": (
            [BIN / "djade", "--check", "--target-version", "5.2", *sorted(Path("templates").rglob("*.html"))],
            {},
        ),
        "layers": ([BIN / "lint-imports", "--no-cache"], {"PYTHONPATH": str(ROOT)}),
        "types": ([BIN / "mypy", *packages], {}),
        "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], {}),
        "messages": ([python, "scripts/check_messages.py"], {}),
        "words": ([python, "scripts/check_words.py"], {}),
        "deploy": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    }
    if Path("tests/test_structure.py").exists():
        of_the_tree = ["tests/test_structure.py", "tests/test_requirements.py"]
        checks["structure"] = ([python, "-m", "pytest", "-q", *of_the_tree], {})
    checks["next-django"] = ([python, "scripts/next_django.py"], {})
    return checks


def passes(name: str, command: list, environment: dict[str, str], *, data: str) -> bool:
    """Run one check and say how it went; what it printed only if it failed."""
    own = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL", "DEBUG")}
    # Two at once must not share what they write.
    own |= {"CRM_DATA": os.path.join(data, name)} | environment
    began = time.monotonic()
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    done = subprocess.run(command, env=own, stdout=pipe, stderr=both, text=True)
    good = done.returncode == 0
    said = f"{name:12} {'ok' if good else 'FAILED'} ({time.monotonic() - began:.0f} s)\n"
    # In one go: two write at once.
    sys.stdout.write(said + (f"{done.stdout}\n" if not good or name in ON_DEMAND else ""))
    sys.stdout.flush()
    return good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
