"""A private PostgreSQL and a private Redis on free ports, gone when the block or the command ends.

    with services() as environment: ...
    services.py COMMAND ...          runs it with DATABASE_URL and REDIS_URL set
    services.py --install [browser] [gettext]

Where the environment names DATABASE_URL or REDIS_URL, that one is used and nothing is started.
Standard library only.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.packages import BROWSER, GETTEXT, SERVERS, Unavailable, install, postgres_bin  # noqa: E402

# Speed instead of safety: these data are thrown away.
POSTGRES_OPTIONS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "log_min_messages=fatal",
]


@contextlib.contextmanager
def services() -> Iterator[dict[str, str]]:
    """Start what the environment does not name, and give its addresses."""
    environment: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            install(["postgresql"])
            environment["DATABASE_URL"] = stack.enter_context(postgres())
        if "REDIS_URL" not in os.environ:
            install(["redis-server"])
            environment["REDIS_URL"] = stack.enter_context(redis())
        yield environment


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL of one's own."""
    binaries = postgres_bin()
    if binaries is None:
        raise Unavailable("PostgreSQL is not installed.")
    # PostgreSQL refuses root: the server runs as somebody else then.
    user = server_user() if os.geteuid() == 0 else None
    with folder("crm-postgres-", user) as path:
        data, port = path / "data", free_port()
        initdb = [binaries / "initdb", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        who: dict = {}
        if user:
            who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
        subprocess.run([*initdb, "-U", "postgres", "-D", data], check=True, capture_output=True, cwd=path, **who)
        options = [part for option in POSTGRES_OPTIONS for part in ("-c", option)]
        command = [binaries / "postgres", "-D", data, "-k", path, "-p", str(port), *options]
        ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        # On SIGINT it ends the sessions that are still open; on SIGTERM it would wait for them.
        with server(command, path, stop=signal.SIGINT, orphaned=signal.SIGQUIT, **who) as process:
            wait(process, lambda: subprocess.run(ready).returncode == 0, path)
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis of one's own."""
    with folder("crm-redis-", None) as path:
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with server([*command, "--dir", str(path), "--databases", "64"], path) as process:
            wait(process, lambda: answers_ping(port), path)
            yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def folder(prefix: str, user: str | None) -> Iterator[Path]:
    """A temporary folder that the server's user can reach, whatever TMPDIR says."""
    path = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp" if os.path.isdir("/tmp") else None))
    try:
        if user:
            shutil.chown(path, user)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def server(
    command: list, path: Path, *, stop: int = signal.SIGTERM, orphaned: int = signal.SIGKILL, **who: object
) -> Iterator[subprocess.Popen]:
    """Run a server in a session of its own (Ctrl-C is for us, not for it), and stop it in any case."""
    with open(path / "log", "wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=path,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(orphaned),
            **who,  # type: ignore[call-overload]
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def die_with_parent(with_signal: int) -> None:
    """Ask Linux to end this process when its parent is gone, even if that was killed."""
    with contextlib.suppress(OSError):
        ctypes.CDLL(None).prctl(1, with_signal)


def wait(process: subprocess.Popen, ready: Callable[[], bool], path: Path, seconds: float = 30) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise Unavailable(f"{process.args[0]} did not start:\n{(path / 'log').read_text()[-1000:]}")
        time.sleep(0.05)


def answers_ping(port: int) -> bool:
    """Whether Redis answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server_user() -> str:
    """Somebody who is not root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def on_signal(number: int, frame: FrameType | None) -> None:
    """Leave every block properly when asked to stop."""
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)  # a second signal must not interrupt the clearing up
    sys.exit(128 + number)


def catch_signals() -> None:
    """Make Ctrl-C, kill and a closed terminal end in an orderly way."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, on_signal)


def run(command: list, environment: dict[str, str]) -> int:
    """Run a command until it ends or we are told to stop; it gets time to end by itself."""
    process = subprocess.Popen(command, env=environment, preexec_fn=lambda: die_with_parent(signal.SIGTERM))
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main(arguments: list[str]) -> int:
    """The command line."""
    if arguments[:1] == ["--install"]:
        install(SERVERS + BROWSER * ("browser" in arguments) + GETTEXT * ("gettext" in arguments))
        return 0
    if not arguments:
        print(__doc__)
        return 2
    catch_signals()
    with services() as environment:
        return run(arguments, os.environ | environment)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Unavailable as reason:
        sys.exit(str(reason))
