"""The folder of backups: one process at a time works there; what is too old goes (row Ng5)."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from . import checksums, thinning
from .refusals import BackupBusy

_NAMED = re.compile(r"crm-(\d{8}-\d{6})\.zip(\.enc)?")


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Nobody else does the same on this machine meanwhile; the lock goes with its process, however that ends. BackupBusy."""
    root = Path(settings.BACKUP_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(root / f".{name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupBusy from None
        yield


def remove_drafts() -> None:
    """Remove what a killed process left half done. Only while `alone`."""
    for path in Path(settings.BACKUP_ROOT).glob(".crm-*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def thin(folder: Path, *, at: datetime, days: int = thinning.DAYS) -> list[Path]:
    """Remove the backups named by the clock that need not stay, and their checksums; returns those removed."""
    named = {path: moment for path in folder.glob("crm-*") if (moment := _moment(path))}
    stay = thinning.kept(named.values(), timezone.localtime(at), days=days)
    old = sorted(path for path, moment in named.items() if moment not in stay)
    for path in old:
        path.unlink()
        checksums.beside(path).unlink(missing_ok=True)
    return old


def _moment(path: Path) -> datetime | None:
    found = _NAMED.fullmatch(path.name)
    if not found:
        return None
    return timezone.make_aware(datetime.strptime(found[1], "%Y%m%d-%H%M%S"))
