"""`manage.py serve`: the whole CRM as one command."""

import fcntl
import os
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from io import StringIO
from typing import Any

import structlog
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command, get_commands
from django.db import connections

from crm_project.ops import preparation
from crm_project.ops.models import Heartbeat
from crm_project.ops.queue import FILES
from crm_project.ops.supervisor import Child, Supervisor, end_with_parent

log = structlog.get_logger(__name__)

PARTS = ("web", "worker", "beat")


class Command(BaseCommand):
    """Prepare everything, then run web, worker and beat until told to stop."""

    help = "Serve the CRM: web, worker and beat, restarted when they die. Ctrl-C stops all."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Which parts, and where."""
        parser.add_argument(
            "--only",
            default=",".join(PARTS),
            help="Parts to run here, with commas: web, worker, beat. Exactly one machine runs beat.",
        )
        parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1"), help="Where to listen.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and run."""
        parts = [part.strip() for part in options["only"].split(",") if part.strip()]
        if not parts or set(parts) - set(PARTS):
            raise CommandError(f"--only takes {', '.join(PARTS)}.", returncode=2)
        if os.environ.get("MAKELEVEL"):
            end_with_parent()  # a killed `make run` must not leave a server behind
        if "web" in parts:
            refuse_taken_port(options["bind"], settings.PORT)
        lock = self.lock() if not settings.REDIS_URL else None
        began = time.monotonic()
        self.say(f"Preparing {settings.CRM_DATA} ...")
        texts: list[str] = []
        with preparation.one_at_a_time():
            preparation.prepare_database()
            if "web" in parts:  # whose output somebody reads
                texts = preparation.prepare_people(demo=settings.DEMO_ALLOWED)
        if "web" in parts:
            preparation.prepare_static()
        if not settings.REDIS_URL:
            Heartbeat.objects.all().delete()  # what the last server showed says nothing of this one
        connections.close_all()
        address = f"http://{options['bind']}:{settings.PORT}"

        def tell() -> None:
            """Print where it is, once it answers."""
            if "web" in parts:
                wait_for(
                    f"{address}/healthz" if set(parts) == set(PARTS) else f"{address}/healthz?only=web,database",
                    supervisor,
                )
            if not supervisor.stopping:
                took = time.monotonic() - began
                self.say(f"\nThe CRM is at {address} (after {took:.1f} s). Ctrl-C stops it.")
                for line in texts or demo_logins():
                    self.say(line)
                self.say("")

        if not settings.HEALTH_TOKEN:  # for this server and its children: what fails is named in its log
            os.environ["HEALTH_TOKEN"] = settings.HEALTH_TOKEN = secrets.token_urlsafe()
        supervisor = Supervisor(children(parts, options["bind"]))
        supervisor.run(tell)
        del lock
        self.say("Stopped.")

    def say(self, line: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()

    def lock(self) -> Any:
        """Hold the data folder: two embedded servers on it would both run the timetable."""
        file = open(settings.CRM_DATA / "serve.lock", "w")  # noqa: SIM115  held until the process ends
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(
                f"A server is already running on the data in {settings.CRM_DATA}: stop it, or set CRM_DATA."
            ) from error
        return file


def children(parts: list[str], bind: str) -> list[Child]:
    """The processes of these parts."""
    result = []
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "crm_project"]
    beat = ["-s", str(settings.CRM_DATA / "beat-schedule"), "--pidfile="]
    worker = ["worker", "--loglevel=WARNING", f"--concurrency={os.environ.get('WORKER_PROCESSES', '2')}"]
    if "web" in parts:
        result.append(Child("web", gunicorn(bind), reloads=True))
    if "worker" in parts:
        files = ["worker", "--loglevel=WARNING", "--concurrency=1", "-n", "files@%h", "-Q", FILES]
        result.append(Child("worker for files", [*celery, *files]))
    if "worker" in parts and "beat" in parts and not settings.REDIS_URL:
        result.append(Child("worker and beat", [*celery, *worker, "-B", *beat]))
        return result
    if "worker" in parts:
        result.append(Child("worker", [*celery, *worker]))
    if "beat" in parts:
        result.append(Child("beat", [*celery, "beat", "--loglevel=WARNING", *beat]))
    return result


def gunicorn(bind: str) -> list[str]:
    """The web server's command line."""
    host = f"[{bind}]" if ":" in bind else bind
    command = [sys.executable, "-m", "gunicorn", "crm_project.wsgi", f"--bind={host}:{settings.PORT}"]
    command += [f"--workers={os.environ.get('WEB_PROCESSES', '2')}", "--worker-class=gthread", "--threads=4"]
    command += ["--timeout=60", "--graceful-timeout=15", "--no-control-socket", "--log-level=warning"]
    command += ["--limit-request-line=8190"]  # a list narrowed by many values has a long address
    if os.path.isdir("/dev/shm"):
        command.append("--worker-tmp-dir=/dev/shm")  # on a slow disk the workers' sign of life would block
    return command


def refuse_taken_port(host: str, port: int) -> None:
    """Say so if somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror
            raise CommandError(f"Port {port} on {host} is taken ({reason}): set PORT to another.") from error


def wait_for(address: str, supervisor: Supervisor) -> None:
    """Wait until all is alive, watching the children; after half a minute without that, say what is not."""
    end = time.monotonic() + 30
    failing = "no answer"
    asking = {"Authorization": f"Bearer {settings.HEALTH_TOKEN}"}
    while not supervisor.stopping and time.monotonic() < end:
        supervisor.watch()
        try:
            urllib.request.urlopen(urllib.request.Request(address, headers=asking), timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            failing = error.read().decode()
        except OSError:
            pass
        time.sleep(0.1)
    if not supervisor.stopping:
        log.error("not_well", address=address, answer=failing)


def demo_logins() -> list[str]:
    """The demo company's logins, if it is what the database holds and may be: `demo --logins` prints them then."""
    if "demo" not in get_commands() or not settings.DEMO_ALLOWED:
        return []
    out = StringIO()
    call_command("demo", logins=True, stdout=out)
    connections.close_all()
    return out.getvalue().splitlines()
