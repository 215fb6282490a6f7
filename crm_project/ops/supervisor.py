"""Several processes as one: started together, stopped together, each restarted when it dies."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

import structlog

log = structlog.get_logger(__name__)

STOP_WITHIN = 20.0  # seconds that a child gets to finish what it is doing
QUICK = 10.0  # a child that dies sooner than this after its start is not restarted at once


class Child:
    """One process of the server."""

    def __init__(self, name: str, command: list[str], *, reloads: bool = False) -> None:
        self.name = name
        self.command = command
        self.reloads = reloads  # renews itself on SIGHUP, without letting go of its socket
        self.process: subprocess.Popen[bytes] | None = None
        self.began = 0.0
        self.start_at = 0.0
        self.failures = 0
        self.renewing = False

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor only."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent
        )

    def died(self) -> bool:
        """Whether it ran and does no more."""
        return self.process is not None and self.process.poll() is not None

    def clear_up(self) -> None:
        """End what a dead child left behind: a killed worker's pool would go on without it."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Supervisor:
    """Runs children until told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = self.renewing = False

    def run(self, when_started: Callable[[], None]) -> None:
        """Start all, watch over them, and stop all on SIGINT or SIGTERM; SIGHUP renews them."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        # From a terminal it means that the terminal was closed; else that there is new code or a new setting.
        signal.signal(signal.SIGHUP, self.ask_to_stop if sys.stdin and sys.stdin.isatty() else self.ask_to_renew)
        try:
            for child in self.children:
                child.start()
            when_started()
            while not self.stopping:
                if self.renewing:
                    self.renew()
                self.watch()
                time.sleep(0.2)
        finally:
            self.stop()

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Leave the loop at the next turn."""
        self.stopping = True

    def ask_to_renew(self, number: int, frame: FrameType | None) -> None:
        """Renew the processes at the next turn."""
        self.renewing = True

    def renew(self) -> None:
        """Have the web master replace its workers, which keeps the socket open; end the others, to be started again."""
        self.renewing = False
        log.warning("renewing")
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.renewing = not child.reloads
                child.process.send_signal(signal.SIGHUP if child.reloads else signal.SIGTERM)

    def watch(self) -> None:
        """Restart whatever died: at once, or after a pause if it keeps dying."""
        now = time.monotonic()
        for child in self.children:
            if child.died():
                assert child.process is not None
                if child.renewing:
                    child.renewing = False
                    child.clear_up()
                    child.start()
                    log.warning("child_renewed", child=child.name)
                    continue
                child.failures = child.failures + 1 if now - child.began < QUICK else 0
                pause = min(2.0**child.failures - 1, 30.0)
                code = child.process.returncode
                log.error("child_died", child=child.name, exit_code=code, restart_in=pause)
                child.clear_up()
                child.start_at = now + pause
            if child.process is None and now >= child.start_at:
                child.start()
                log.warning("child_restarted", child=child.name)

    def stop(self) -> None:
        """Ask all to end, then make them."""
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        end = time.monotonic() + STOP_WITHIN
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.0, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    log.warning("child_killed", child=child.name)
            child.clear_up()


def end_with_parent() -> None:
    """Have Linux ask this process to end when its parent is gone, even if that was killed."""
    # Elsewhere than on Linux a killed supervisor leaves its children behind.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
