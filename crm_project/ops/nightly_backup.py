"""The nightly backup: made, copied to a second place, and missed where it does not come (rows Na5, Nh4, Nh5)."""

import hashlib
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crm_project.lib.time import minute

from . import alarms, backups, heartbeats, problems
from .models import Backup, Heartbeat

ALARM = "backup"
WATCHED = "backups watched"  # since when this installation looks for backups


def run(target: Path, *, at: datetime, keep: int = 0) -> Backup:
    """Make a backup and its copy, and keep what became of it. Raises what went wrong, having told it."""
    row = Backup(at=at, file=target.name)
    try:
        backups.make_backup(target, at=at)
        row.size = target.stat().st_size
        row.copied = copy_to_second_place(target, keep=keep)
    except (backups.BackupRefused, OSError) as error:
        row.problem, row.problem_values = getattr(error, "code", str(error)), getattr(error, "values", {})
        row.save()
        heartbeats.record("backup", f"failed: {error}")
        alarms.raise_alarm(ALARM, row.problem, row.problem_values, at=at)
        # Copies that find no second place night after night must not fill this disk.
        backups.prune(Path(settings.BACKUP_ROOT), keep=keep)
        raise
    row.save()
    heartbeats.record("backup", f"ok {timezone.localtime(at).isoformat(timespec='minutes')}")
    alarms.clear_alarm(ALARM, at=at)
    return row


def copy_to_second_place(source: Path, *, keep: int = 0) -> bool:
    """Copy a backup to the folder that the environment names, and read it there again; False where none is named."""
    if not settings.BACKUP_SECOND_FOLDER:
        return False
    folder = Path(settings.BACKUP_SECOND_FOLDER)
    if not folder.is_dir():  # not made here: a share that is not mounted must not become a folder on this disk
        raise backups.refused(problems.SECOND_GONE, folder=str(folder))
    draft, target = folder / f".{source.name}.{os.getpid()}", folder / source.name
    try:
        _copy(source, draft)
        if _sum(draft) != _sum(source):
            raise backups.refused(problems.COPY_DIFFERS, folder=str(folder))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    backups.prune(folder, keep=keep)
    return True


def _copy(source: Path, draft: Path) -> None:
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise backups.refused(problems.COPY_FAILED, folder=str(draft.parent), error=str(error)) from error


def watch(*, at: datetime) -> bool:
    """Whether backups come: else the alarm. A new installation has a day to make its first one."""
    begun, _new = Heartbeat.objects.get_or_create(name=WATCHED, defaults={"at": at})
    last = last_whole()
    seen = max(begun.at, last.at) if last else begun.at
    late = at - seen > timedelta(hours=settings.BACKUP_MISSING_HOURS)
    made = last_made()
    if late and made and made.problem and made.at > at - timedelta(hours=settings.BACKUP_MISSING_HOURS):
        # There is one, in one place: that its copy failed is what is wrong.
        alarms.raise_alarm(ALARM, made.problem, made.problem_values, at=at)
    elif late:
        code, values = (problems.TOO_OLD, {"when": minute(last.at)}) if last else (problems.NEVER, {})
        alarms.raise_alarm(ALARM, code, values, at=at)
    return not late


def last_whole() -> Backup | None:
    """The newest backup that is whole."""
    return Backup.objects.filter(problem="").order_by("-at").first()


def last_made() -> Backup | None:
    """The newest backup that was made here, whether or not its copy failed."""
    return Backup.objects.filter(size__gt=0).order_by("-at").first()


def _sum(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
