"""A backup from beginning to end: its row, the file, the second place, the alarm (rows Na5, Nb2, Nh4, Nh5)."""

import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_project.accounts.domain import authority
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.ops import alarms, heartbeats
from crm_project.ops.models import Backup
from crm_project.ops.problems import INTERRUPTED

from . import encryption, folder, making, second_place
from .refusals import BackupRefused

ALARM = "backup"
COPYING = "copy"
EVERY = 1.0  # seconds between two words on how far it is


def ask_for_backup(*, by: User, at: datetime) -> Backup:
    """Somebody wants a backup now: its row, which a task fills. One at a time."""
    authority.check_everywhere(by)
    try:
        with transaction.atomic():
            row = Backup.objects.create(at=at, file=making.file_name(at), made_by=by)
            log.record(by=by, action="backup.made", at=at, subject=row)
    except IntegrityError:
        raise Refused(_("A backup is being made: wait until it is done."), code="busy") from None
    return row


def make(row_id: int) -> None:
    """Make the backup that somebody asked for; nothing where the night was quicker or a killed task comes again."""
    row = Backup.objects.filter(pk=row_id, ended_at=None).first()
    if row is None:
        return
    try:
        with folder.alone("making"):
            folder.remove_drafts()
            _finish(row, Path(settings.BACKUP_ROOT) / row.file)
    finally:
        # Whatever happened, it is not under way any more.
        Backup.objects.filter(pk=row_id, ended_at=None).update(ended_at=timezone.now(), problem=INTERRUPTED)


def run(target: Path, *, at: datetime, days: int = 0) -> Backup:
    """Make a backup and its copy, and keep what became of it. Raises what went wrong, having told it.

    `days`: of so many days one stays (and one of each week and month), all others go; 0: all stay.
    """
    with folder.alone("making"):
        folder.remove_drafts()
        # Whoever made these is gone: the lock is free.
        Backup.objects.filter(ended_at=None).update(ended_at=at, problem=INTERRUPTED)
        row = Backup.objects.create(at=at, file=target.name)
        try:
            _finish(row, target)
        finally:
            # Copies that find no second place night after night must not fill this disk.
            for place in filter(None, (settings.BACKUP_ROOT, settings.BACKUP_SECOND_FOLDER)) if days else ():
                folder.thin(Path(place), at=at, days=days)
        return row


def _finish(row: Backup, target: Path) -> None:
    try:
        row.sha256 = making.make_backup(target, at=row.at, progress=_Progress(row))
        row.size, row.encrypted = target.stat().st_size, encryption.is_encrypted(target)
        row.stage = COPYING
        row.save()
        row.copied = second_place.copy_to_second_place(target, row.sha256)
    except (BackupRefused, OSError) as error:
        row.problem, row.problem_values = getattr(error, "code", str(error)), getattr(error, "values", {})
        _end(row, f"failed: {error}")
        alarms.raise_alarm(ALARM, row.problem, row.problem_values, at=row.at)
        raise
    _end(row, f"ok {timezone.localtime(row.at).isoformat(timespec='minutes')}")
    alarms.clear_alarm(ALARM, at=row.at)


def _end(row: Backup, sign: str) -> None:
    row.stage, row.ended_at = "", timezone.now()
    row.save()
    heartbeats.record("backup", sign)


class _Progress:
    """Writes how far it is, once a second at most."""

    def __init__(self, row: Backup) -> None:
        self.row, self.written = row, 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Called by whoever makes the backup."""
        if stage != self.row.stage or time.monotonic() - self.written >= EVERY:
            self.row.stage, self.row.done, self.row.total = stage, done, total
            self.row.save(update_fields=["stage", "done", "total"])
            self.written = time.monotonic()
