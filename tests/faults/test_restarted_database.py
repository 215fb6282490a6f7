"""PostgreSQL crashes and recovers during a sweep: the next run finishes the work."""

import json
import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlparse

import psycopg2
import pytest

from scripts import services
from tests.ops.processes import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

STORY = """
import django, json, sys
django.setup()
from assignment.domain.sweep import run as sweep
from tests.cast import NOW
from tests.faults.company import build, state
import time_machine
with time_machine.travel(NOW, tick=False):
    {what}
"""


def story(what, url):
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-c", STORY.format(what=what)], cwd=ROOT, env=env, capture_output=True, text=True
    )


def told(url):
    done = story("print(json.dumps([str(v) for v in state().values()]))", url)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_database_that_restarts_during_a_sweep_loses_nothing():
    with services.postgres() as url:
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        assert story("build(1200)", url).returncode == 0
        # A database of its own: the ledger is append-only, so nothing empties its table.
        calm = twin(url)
        assert story("sweep.run(at=NOW)", calm).returncode == 0
        undisturbed = told(calm)
        crash_in_the_middle(url)
        assert told(url) != undisturbed
        finish = story("sweep.run(at=NOW)", url)
        assert finish.returncode == 0, finish.stderr[-2000:]
        assert told(url) == undisturbed


def twin(url):
    """The address of a copy of this database, beside it."""
    where = urlparse(url)
    admin = psycopg2.connect(host=where.hostname, port=where.port, user="postgres", dbname="postgres")
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE calm TEMPLATE "{where.path[1:]}"')
    admin.close()
    return where._replace(path="/calm").geturl()


def crash_in_the_middle(url):
    """Kill a server process under the running sweep: PostgreSQL drops everybody and recovers from its log."""
    where = urlparse(url)
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    slow = "sweep.run(at=NOW, between=lambda run: __import__('time').sleep(0.3))"
    process = subprocess.Popen(
        [sys.executable, "-c", STORY.format(what=slow)], cwd=ROOT, env=env, stderr=subprocess.PIPE
    )
    watcher = psycopg2.connect(host=where.hostname, port=where.port, user="postgres", dbname="postgres")
    watcher.autocommit = True
    cursor = watcher.cursor()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        cursor.execute("SELECT count(*) FROM assignment_ownershipevent WHERE kind = 'released'")
        if cursor.fetchone()[0] > 0:
            break
        time.sleep(0.05)
    cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
    os.kill(cursor.fetchone()[0], signal.SIGKILL)
    process.wait(60)
    assert process.returncode != 0, "the sweep did not notice"
    for _ in range(100):
        try:
            psycopg2.connect(host=where.hostname, port=where.port, user="postgres", dbname="postgres").close()
            return
        except psycopg2.OperationalError:
            time.sleep(0.1)
    raise AssertionError("PostgreSQL did not come back")
