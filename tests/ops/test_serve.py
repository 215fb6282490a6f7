"""`manage.py serve` is one command: it starts all, restarts what dies, and leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from crm_project.ops.management.commands.serve import children
from crm_project.ops.supervisor import Child, Supervisor
from tests.migrated import kept_file
from tests.ops.processes import environment, running, until


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def health(port: int) -> dict:
    """What the server says of itself, nothing if it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except OSError:
        return {}


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    try:
        below = [int(part) for part in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*below, *(deeper for child in below for deeper in descendants(child))]


def alive(pid: int) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def commandline(pid: int) -> str:
    """What a process was started with."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def embedded(tmp_path: Path, **more: str) -> dict[str, str]:
    """A server of its own on an empty folder."""
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL", "MAKELEVEL")}
    env |= {"DJANGO_SETTINGS_MODULE": "crm_project.settings", "CRM_DATA": str(tmp_path / "data"), "DEMO": "0"}
    return env | {"PORT": str(free_port()), "LOG_LEVEL": "INFO", "ALLOWED_HOSTS": "127.0.0.1"} | more


@pytest.fixture
def migrated_folder(migrated, tmp_path: Path) -> Path:
    """A folder whose database needs no migrating: what a start does with an empty one has a test of its own."""
    (tmp_path / "data").mkdir()
    shutil.copyfile(kept_file(), tmp_path / "data" / "crm.sqlite3")
    return tmp_path


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.req("Nh4")
def test_one_command_serves_heals_itself_and_leaves_nothing_behind(tmp_path):
    env, log = embedded(tmp_path), tmp_path / "log"
    port = int(env["PORT"])
    with running("manage.py", "serve", log=log, env=env) as server:
        until(lambda: "Ctrl-C stops it" in log.read_text(), 240, "start")
        assert health(port)["status"] == "ok" and health(port)["parts"]["files"] == "ok"
        assert [pid for pid in descendants(server.pid) if "-Q files" in commandline(pid)], (
            "files have a worker of their own"
        )
        told = log.read_text()
        assert f"http://127.0.0.1:{port}" in told
        assert "user name admin, password " in told

        # The web process and the worker, killed, come back.
        for pid in descendants(server.pid):
            os.kill(pid, signal.SIGKILL)
        until(lambda: log.read_text().count("child_restarted") == 3, 20, "restart")
        until(lambda: health(port).get("status") == "ok", 40, "health after the restart")

        # A second server on the same data would run the timetable twice.
        again = env | {"PORT": str(free_port())}
        with running("manage.py", "serve", log=tmp_path / "second", env=again) as second:
            assert second.wait(30) == 1
        assert "already running" in (tmp_path / "second").read_text()

        everything = descendants(server.pid)
        server.terminate()
        assert server.wait(30) == 0
        assert "Stopped." in log.read_text()
        assert not [pid for pid in everything if alive(pid)]


@pytest.mark.embedded
@pytest.mark.slow
def test_a_second_start_prepares_nothing_again_and_tells_no_password(migrated_folder):
    env, log = embedded(migrated_folder), migrated_folder / "log"
    stamps = []
    for _ in range(2):
        log.unlink(missing_ok=True)
        with running("manage.py", "serve", log=log, env=env) as server:
            until(lambda: "Ctrl-C stops it" in log.read_text(), 240, "start")
            stamps.append((migrated_folder / "data/static/.fingerprint").stat().st_mtime_ns)
            server.terminate()
            server.wait(30)
    assert stamps[0] == stamps[1]
    assert "password" not in log.read_text()


@pytest.mark.embedded
@pytest.mark.slow
def test_sighup_renews_every_process_without_refusing_a_connection(migrated_folder):
    env, log = embedded(migrated_folder), migrated_folder / "log"
    port = int(env["PORT"])
    with running("manage.py", "serve", log=log, env=env) as server:
        until(lambda: "Ctrl-C stops it" in log.read_text(), 90, "start")
        before = set(descendants(server.pid))
        (master,) = [p for p in before if len(descendants(p)) >= 2 and "gunicorn" in commandline(p)]
        answers, done = [], threading.Event()

        def keep_asking():
            while not done.is_set():
                answers.append(health(port).get("status", "refused"))

        asking = threading.Thread(target=keep_asking)
        asking.start()
        try:
            server.send_signal(signal.SIGHUP)
            until(lambda: log.read_text().count("child_renewed") == 2, 60, "renewed workers")
            until(lambda: not (set(descendants(master)) & before), 60, "renewed web workers")
            until(lambda: len(descendants(master)) >= 2 and answers[-1] == "ok", 60, "health after it")
        finally:
            done.set()
            asking.join(30)
        assert "refused" not in answers and len(answers) > 20
        assert alive(master), "the socket was never let go"
        assert not [p for p in before - {master} if alive(p)]


@pytest.mark.embedded
def test_a_taken_port_is_refused_in_words(tmp_path):
    env, log = embedded(tmp_path), tmp_path / "log"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(env["PORT"])))
        taken.listen()
        with running("manage.py", "serve", log=log, env=env) as server:
            assert server.wait(30) == 1
    assert f"Port {env['PORT']} on 127.0.0.1 is taken" in log.read_text()


@pytest.mark.redis
@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_and_redis_worker_and_beat_are_processes_of_their_own(tmp_path):
    log = tmp_path / "log"
    env = environment(PORT=str(free_port()), CRM_DATA=str(tmp_path), DEMO="0", LOG_LEVEL="INFO")
    env |= {"DJANGO_SETTINGS_MODULE": "crm_project.settings"}
    with running("manage.py", "serve", log=log, env=env) as server:
        until(lambda: "Ctrl-C stops it" in log.read_text(), 240, "start")
        until(lambda: health(int(env["PORT"])).get("status") == "ok", 30, "health")
        everything = descendants(server.pid)
        assert len([pid for pid in descendants(server.pid) if alive(pid)]) >= 6
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
    assert not [pid for pid in everything if alive(pid)]


def test_a_child_that_keeps_dying_is_restarted_ever_more_slowly():
    child = Child("hopeless", [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor = Supervisor([child])
    child.start()
    starts = 1
    end = time.monotonic() + 3
    while time.monotonic() < end:
        before = child.process
        supervisor.watch()
        starts += child.process is not before and child.process is not None
        time.sleep(0.02)
    supervisor.stop()
    assert 2 <= starts <= 3  # at 0, after 1 s, after 3 more


def test_a_child_that_will_not_stop_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr("crm_project.ops.supervisor.STOP_WITHIN", 0.5)
    ready = tmp_path / "ready"
    code = (
        "import signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    )
    child = Child("deaf", [sys.executable, "-c", code])
    child.start()
    until(ready.exists, 10, "sign")
    pid = child.process.pid
    Supervisor([child]).stop()
    assert not alive(pid)


@pytest.mark.parametrize("redis_url", ["", "redis://127.0.0.1:1/0"])
def test_wherever_there_is_a_worker_there_is_a_second_one_for_files(settings, redis_url):
    settings.REDIS_URL = redis_url
    lines = [" ".join(child.command) for child in children(["worker", "beat"], "127.0.0.1")]
    assert [line for line in lines if "-Q files" in line and "-n files@%h" in line]
    assert [line for line in lines if " worker " in line and "-Q" not in line]
    assert not [line for line in (" ".join(c.command) for c in children(["web"], "127.0.0.1")) if "-Q" in line]
