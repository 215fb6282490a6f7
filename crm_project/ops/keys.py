"""The secret key: taken from the environment, or made once and kept beside the data."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver"}


def is_local(host: str) -> bool:
    """Whether a host name can only mean this machine."""
    return host in LOCAL_HOSTS or host.endswith(".localhost")


def is_weak(key: str) -> bool:
    """Whether a key is one that `check --deploy` would refuse."""
    return len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-")


def backup_key(given: str) -> str:
    """Return the key of backups, or refuse to start with one that can be guessed: whoever finds a file may try for years."""
    if given and (len(given) < 32 or len(set(given)) < 8):
        raise ImproperlyConfigured("BACKUP_KEY is weak: use at least 32 random characters, or leave it out.")
    return given


def demo_allowed(*, hosts: list[str], engine: str) -> bool:
    """Whether this can only be a trial on one machine: the passwords of the demo company are known to everybody."""
    return all(is_local(host) for host in hosts) and engine.endswith("sqlite3")


def kept_key(folder: Path) -> str:
    """Return the key kept in the data folder, making it on the first start."""
    path = folder / "secret_key"
    if not path.exists():
        draft = folder / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # a link fails if another process was faster: both then read the same key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def secret_key(given: str, *, folder: Path, debug: bool, hosts: list[str]) -> str:
    """Return the key to sign with, or refuse to start with a weak or absent one."""
    if given:
        if is_weak(given) and not debug:
            raise ImproperlyConfigured(
                "SECRET_KEY is weak: use at least 50 random characters, or leave it out on a single machine "
                "and one is made and kept in CRM_DATA/secret_key."
            )
        return given
    if all(is_local(host) for host in hosts):
        return kept_key(folder)
    raise ImproperlyConfigured(
        f"SECRET_KEY is missing, and ALLOWED_HOSTS ({', '.join(hosts)}) makes this a public installation: "
        "set SECRET_KEY to at least 50 random characters, the same for every process and machine."
    )


def refuse_debug(*, hosts: list[str], database_host: str) -> None:
    """Refuse DEBUG where it would show the inside of the program to others."""
    public = [host for host in hosts if not is_local(host)]
    if public:
        raise ImproperlyConfigured(
            f"DEBUG=1 together with ALLOWED_HOSTS={','.join(public)} would show the inside of the program "
            "to everybody who can reach it: unset DEBUG, or allow local hosts only."
        )
    if database_host and not database_host.startswith("/") and not is_local(database_host):
        raise ImproperlyConfigured(
            f"DEBUG=1 together with a database on {database_host} is refused: unset DEBUG, or use a local database."
        )
