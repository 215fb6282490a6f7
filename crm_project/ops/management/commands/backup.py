"""`manage.py backup`: database and uploads into one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from crm_project.ops.backups import making, running
from crm_project.ops.backups.refusals import BackupRefused


class Command(BaseCommand):
    """Make a backup while the CRM runs on."""

    help = "Write the database and the uploads to one file in CRM_DATA/backups, or to FILE. Stops nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many to keep."""
        parser.add_argument("file", nargs="?", type=Path, help="Where to write it.")
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            help="Of so many days one stays in CRM_DATA/backups, and one of each of the last 8 weeks and 12 months; the others go.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is."""
        at = timezone.now()
        target = options["file"] or Path(settings.BACKUP_ROOT) / making.file_name(at)
        try:
            running.run(target, at=at, days=options["keep"])
        except (BackupRefused, OSError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(str(target))
