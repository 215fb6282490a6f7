"""The benchmark table: every figure beside its floor, from one run. SCALE=10 for a million customers.

Starts a private PostgreSQL and Redis (or takes DATABASE_URL and REDIS_URL), fills them, serves with two workers and
measures over HTTP as a signed-in person. The floors are the same rows by plain SQL plus the cost of an empty response.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import services

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Start what is needed and run the measurements in a process that has it all in its environment."""
    services.catch_signals()
    services.install(services.SERVERS)
    with services.services() as private, tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        env = (
            os.environ
            | private
            | {
                "CRM_DATA": folder,
                "SECRET_KEY": "only-for-the-benchmark-" + "x" * 40,
                "LOG_LEVEL": "ERROR",
                "PYTHONPATH": str(ROOT),
                "DJANGO_SETTINGS_MODULE": "crm_project.settings",
            }
        )
        for command in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        return subprocess.run(
            [sys.executable, "-m", "scripts.benchmark.measure", *arguments], cwd=ROOT, env=env
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
