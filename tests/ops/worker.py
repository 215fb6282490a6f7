"""A Celery app with tasks that only the tests of the queue need: `celery -A tests.ops.worker worker`."""

import time
from pathlib import Path

from crm_project.celery import app

__all__ = ["app"]


@app.task(name="tests.slow")
def slow(path: str, seconds: float) -> None:
    """Write down that it began; after a while, that it is done."""
    note(path, "began")
    time.sleep(seconds)
    note(path, "done")


def note(path: str, word: str) -> None:
    """Add a line with the time."""
    with Path(path).open("a") as file:
        file.write(f"{word} {time.monotonic():.2f}\n")
