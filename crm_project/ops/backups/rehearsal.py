"""A backup is put back for a try, in a process and a database of its own, and what came of it is kept (rows Na5, Nb2, Ne4, Nh5)."""

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain import authority
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.ops import alarms, heartbeats
from crm_project.ops.models import Backup
from crm_project.ops.problems import CHAIN_DIFFERS, CHECKSUM, FILE_GONE, NOT_RESTORED, problem_text

from . import checksums
from .folder import alone
from .refusals import BackupRefused
from .scratch import python, scratch

logger = structlog.get_logger(__name__)

ALARM = SIGN = "rehearsal"
LONGEST = timedelta(minutes=50)  # less than a task may take


def ask_for_rehearsal(*, row_id: int, by: User, at: datetime) -> Backup:
    """Somebody wants to know whether a backup can be restored: a task tries it."""
    authority.check_everywhere(by)
    with transaction.atomic():
        row = Backup.objects.select_for_update().get(pk=row_id)
        if not row.size:
            raise Refused(_("This backup is not whole: rehearse another one."), code="not_whole")
        # Also of another one: it would only wait for its turn, unseen.
        if Backup.objects.filter(rehearsing_since__gt=at - LONGEST).exists():
            raise Refused(_("A backup is being rehearsed: wait for the outcome."), code="busy")
        row.rehearsing_since = at
        row.save(update_fields=["rehearsing_since"])
        log.record(by=by, action="backup.rehearsed", at=at, subject=row)
        return row


def under_way(row: Backup, at: datetime) -> bool:
    """Whether a rehearsal waits or runs; one whose process is gone is over."""
    return row.rehearsing_since is not None and at - row.rehearsing_since < LONGEST


def rehearse_newest(*, at: datetime) -> Backup | None:
    """Rehearse the newest backup, if there is one."""
    row = Backup.objects.whole().first()
    return rehearse(row, at=at) if row else None


def rehearse(row: Backup, *, at: datetime) -> Backup:
    """Restore the backup into a scratch database, compare, and keep the outcome; what differs is an alarm.

    BackupRefused (code busy) while another one is rehearsed.
    """
    path = Path(settings.BACKUP_ROOT) / row.file
    with alone("rehearsal"):
        row.rehearsing_since = at
        row.save(update_fields=["rehearsing_since"])
        try:
            found = problems_of(path, row.sha256)
            code, values = found[0] if found else ("", {})
            row.rehearsed_at, row.rehearsal_problem, row.rehearsal_values = at, code, values
        finally:
            row.rehearsing_since = None
            row.save(update_fields=["rehearsing_since", "rehearsed_at", "rehearsal_problem", "rehearsal_values"])
    for one in found:
        logger.error("rehearsal_problem", backup=row.file, problem=one[0], values=one[1])
    if row != Backup.objects.whole().first():  # an old one says nothing of what would be restored today
        return row
    heartbeats.record(SIGN, f"failed: {code}" if code else f"ok {row.file}")
    if code:
        alarms.raise_alarm(ALARM, code, values, at=at)
    else:
        alarms.clear_alarm(ALARM, at=at)
    return row


def problems_of(path: Path, sha256: str = "") -> list[tuple[str, dict[str, Any]]]:
    """What is wrong with the file, as codes of `problems` with their values; empty where all of it came back. Only while `alone`."""
    if not path.is_file():
        return [(FILE_GONE, {"file": path.name})]
    if sha256 and checksums.checksum(path) != sha256:
        return [(CHECKSUM, {"file": path.name})]
    try:
        with scratch() as environment:
            told = _prove(path, environment)
    except BackupRefused as error:
        return [(error.code, error.values)]
    chain = _chain(*told["chain"])
    return [*((code, values) for code, values in told["problems"]), *([chain] if chain else [])]


def sentences(found: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """The problems in words."""
    return [problem_text(code, values) for code, values in found]


def _prove(path: Path, environment: dict[str, str]) -> dict[str, Any]:
    command = python("prove_backup", str(path.resolve()))
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONGEST.total_seconds())
    except subprocess.TimeoutExpired:
        return _not_restored(f"not done within {LONGEST}")
    try:
        told: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    except ValueError:
        return _not_restored(done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}")
    return told


def _not_restored(why: str) -> dict[str, Any]:
    return {"problems": [(NOT_RESTORED, {"said": why[:500]})], "chain": [0, ""]}


def _chain(count: int, digest: str) -> tuple[str, dict[str, Any]] | None:
    """The audit of the backup must be the beginning of ours, as far as ours reaches: an older one may have been restored since."""
    ours = Entry.objects.filter(seal=count).values_list("digest", flat=True).first() if count else None
    return (CHAIN_DIFFERS, {"entry": count}) if ours is not None and ours != digest else None
