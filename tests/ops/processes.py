"""Starting real processes of the CRM from a test, on the test's database."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from django.db import connection

Found = TypeVar("Found")
ROOT = Path(__file__).resolve().parent.parent.parent


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that works on this test's database and queue."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        user = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
        url = f"postgres://{user}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url} | more


@contextlib.contextmanager
def running(*command: str, log: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python COMMAND` in a session of its own; nothing of it is left afterwards."""
    with open(log, "ab") as file:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=env, stdout=file, stderr=file, start_new_session=True
        )
    try:
        yield process
    except BaseException:
        sys.stderr.write(f"\n{log}:\n{log.read_text()[-3000:]}")  # pytest shows it with the failure
        raise
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(look: Callable[[], Found], seconds: float, what: str) -> Found:
    """Wait until `look` finds something, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"no {what} within {seconds} s")
