"""`manage.py backup`: database and uploads into one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from crm_project.ops import backups, nightly_backup


class Command(BaseCommand):
    """Make a backup while the CRM runs on."""

    help = "Write the database and the uploads to one file in CRM_DATA/backups, or to FILE. Stops nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many to keep."""
        parser.add_argument("file", nargs="?", type=Path, help="Where to write it.")
        parser.add_argument("--keep", type=int, default=0, help="Remove all but so many in CRM_DATA/backups.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is."""
        at = timezone.now()
        target = options["file"] or Path(settings.BACKUP_ROOT) / backups.file_name(at)
        try:
            nightly_backup.run(target, at=at, keep=options["keep"])
        except (backups.BackupRefused, OSError) as error:
            raise CommandError(str(error)) from error
        removed = backups.prune(Path(settings.BACKUP_ROOT), keep=options["keep"])
        if options["verbosity"]:
            self.stdout.write(str(target))
            for path in removed:
                self.stdout.write(f"removed {path}")
