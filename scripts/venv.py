"""Make .venv and install a hashed list of requirements into it: `venv.py LIST.txt`. Standard library only."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"


def main() -> None:
    """Make the environment if it is not there, then install."""
    if sys.version_info < (3, 11):  # noqa: UP036  whatever Python the machine has runs this file
        raise SystemExit("Python 3.11 or newer is needed (set PYTHON=... to name it).")
    if not PYTHON.exists():
        make()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    for name in sys.argv[1:]:
        print(f"installing {name} ...", flush=True)
        if subprocess.run([*pip, "--require-hashes", "-r", ROOT / name]).returncode != 0:
            raise SystemExit(f"pip could not install {name}: the reason is above.")


def make() -> None:
    """Make .venv: Debian keeps what that needs in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None or not ensurepip_wheels():
        package = f"python3.{sys.version_info.minor}-venv"
        if os.geteuid() != 0:
            raise SystemExit(f"Python cannot make environments here: install the Debian package {package}.")
        print(f"installing {package} ...", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
            apt = ["apt-get", "-qq", *command]
            done = subprocess.run(apt, env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"apt-get {command[0]} failed: {done.stderr.strip()[-500:]}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", ROOT / ".venv"], check=True)


def ensurepip_wheels() -> bool:
    """Whether ensurepip has something to install pip from."""
    return subprocess.run([sys.executable, "-c", "import ensurepip; ensurepip.version()"]).returncode == 0


if __name__ == "__main__":
    main()
