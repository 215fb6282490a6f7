"""`manage.py restore FILE --yes`: a backup replaces what is there."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.utils import timezone

from crm_project.audit.domain import chain, seals
from crm_project.ops.backups.refusals import BackupRefused
from crm_project.ops.backups.restoring import restore_backup


class Command(BaseCommand):
    """Put a backup back."""

    help = "Replace the database and the uploads by those of a backup. Stop the server first. Asks for --yes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which, and that it is meant."""
        parser.add_argument("file", type=Path, help="A file made by `backup`.")
        parser.add_argument("--yes", action="store_true", help="Yes, throw away what is there now.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace, then bring the tables up to date: the backup may be of an older version."""
        if not options["yes"]:
            raise CommandError("This throws away the present database and its uploads: make a backup, then add --yes.")
        try:
            meta = restore_backup(options["file"])
        except (BackupRefused, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        while chain.seal():
            pass
        seals.write_seal(at=timezone.now(), kind=seals.RESTORED)  # else the proof would miss what came after the backup
        self.stdout.write(f"Restored the backup of {meta['at']}.")
