"""`manage.py restore_drill [FILE]`: is the newest backup one that can be restored?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandParser
from django.utils import timezone

from crm_project.lib.commands import Command as Base
from crm_project.ops.backups import rehearsal
from crm_project.ops.backups.folder import alone
from crm_project.ops.backups.refusals import BackupRefused
from crm_project.ops.models import Backup


class Command(Base):
    """Rehearse a restore while the CRM runs on."""

    help = (
        "Restore the newest backup, or FILE, into a scratch database, and compare counts, sums, ownership against the ledger and the "
        "chain of the audit; exits 1 on any difference. Touches nothing that runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which."""
        parser.add_argument("file", nargs="?", type=Path, help="Another backup than the newest.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found; keep it where the backup is one of the list."""
        row = _listed(options["file"])
        path = Path(settings.BACKUP_ROOT) / row.file if row else options["file"]
        if path is None:
            self.refuse("There is no backup yet: make one with `manage.py backup`.")
        try:
            found = _kept(rehearsal.rehearse(row, at=timezone.now())) if row else _tried(path)
        except BackupRefused as error:
            self.refuse(error)
        if found:
            self.refuse(*rehearsal.sentences(found))
        self.stdout.write(f"{path.name} restored: counts, sums, ownership and audit agree.")


def _listed(path: Path | None) -> Backup | None:
    """The row of the file, or of the newest backup where none is named."""
    rows = Backup.objects.whole()
    if path is None:
        return rows.first()
    return (
        rows.filter(file=path.name).first() if path.resolve().parent == Path(settings.BACKUP_ROOT).resolve() else None
    )


def _tried(path: Path) -> list[tuple[str, dict[str, Any]]]:
    with alone("rehearsal"):
        return rehearsal.problems_of(path)


def _kept(row: Backup) -> list[tuple[str, dict[str, Any]]]:
    return [(row.rehearsal_problem, row.rehearsal_values)] if row.rehearsal_problem else []
