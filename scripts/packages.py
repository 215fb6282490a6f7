"""The programs that tests, bench and checks need: where they are, and the Debian packages that bring them. Standard library only."""

import os
import shutil
import subprocess
from pathlib import Path

# Chromium, the quickest first: the shell draws no window, a third less work for each page.
BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")


def chromium() -> str:
    """Where Chromium is: as CHROMIUM says, else the first that is there."""
    return os.environ.get("CHROMIUM") or next((path for path in BROWSERS if Path(path).exists()), BROWSERS[0])


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


# A program that shows a Debian package is there, and the package.
PROGRAMS = {
    "postgresql": lambda: postgres_bin() is not None,
    "redis-server": lambda: shutil.which("redis-server") is not None,
    "chromium-headless-shell": lambda: Path(chromium()).exists(),
    "fonts-noto-cjk": lambda: any(Path("/usr/share/fonts").rglob("NotoSansCJK*")),
    "gettext": lambda: shutil.which("xgettext") is not None,
}
SERVERS, BROWSER, GETTEXT = ["postgresql", "redis-server"], ["chromium-headless-shell", "fonts-noto-cjk"], ["gettext"]


class Unavailable(Exception):
    """A service that cannot be had here, in words for whoever runs the command."""


def install(packages: list[str]) -> None:
    """Install the Debian packages that are missing."""
    missing = [package for package in packages if not PROGRAMS[package]()]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Unavailable(f"Missing: {', '.join(missing)}. As root on Debian they would be installed.")
    print(f"installing {', '.join(missing)} ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable(f"apt-get {command[0]} failed: {done.stderr.strip()[-500:]}")
