"""A task is done: also when its worker is killed, and once only when it outlasts the visibility timeout."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.ops.processes import environment, running, until
from tests.ops.worker import slow

WORKER = ("-m", "celery", "-A", "tests.ops.worker", "worker", "--concurrency=1", "--loglevel=INFO")

pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def lines(path: Path) -> list[str]:
    """What the task wrote down so far."""
    return path.read_text().splitlines() if path.exists() else []


def words(path: Path) -> list[str]:
    """The same without the times."""
    return [line.split()[0] for line in lines(path)]


@pytest.mark.soak
def test_a_killed_workers_task_is_done_by_another_within_30_seconds(tmp_path):
    notes, log = tmp_path / "notes", tmp_path / "log"
    with running(*WORKER, "-n", "first@%h", log=log, env=environment()) as first:
        slow.delay(str(notes), 3)
        until(lambda: words(notes) == ["began"], 20, "start of the task")
        os.killpg(first.pid, signal.SIGKILL)
        killed = time.monotonic()
    with running(*WORKER, "-n", "second@%h", log=log, env=environment()):
        until(lambda: words(notes) == ["began", "began"], 40, "second start of the task")
        assert time.monotonic() - killed < 30
        until(lambda: words(notes) == ["began", "began", "done"], 10, "end of the task")


def test_a_task_longer_than_the_visibility_timeout_is_not_run_twice(tmp_path, settings):
    notes, log = tmp_path / "notes", tmp_path / "log"
    longer = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] + 12
    with (
        running(*WORKER, "-n", "first@%h", log=log, env=environment()),
        running(*WORKER, "-n", "second@%h", log=log, env=environment()),
    ):
        slow.delay(str(notes), longer)
        until(lambda: "done" in words(notes), longer + 20, "end of the task")
        time.sleep(2)
    assert words(notes) == ["began", "done"]


@pytest.mark.soak
def test_a_task_whose_process_is_killed_is_done_by_the_same_worker(tmp_path):
    notes, log = tmp_path / "notes", tmp_path / "log"
    with running(*WORKER, log=log, env=environment()) as worker:
        slow.delay(str(notes), 2)
        until(lambda: words(notes) == ["began"], 20, "start of the task")
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        until(lambda: words(notes)[-1:] == ["done"], 20, "end of the task")
    assert words(notes) == ["began", "began", "done"]
