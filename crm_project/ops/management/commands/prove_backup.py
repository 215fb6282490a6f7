"""`manage.py prove_backup FILE`: what `restore_drill` runs in the scratch database."""

from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from crm_project.lib.commands import Command as Base
from crm_project.ops.backups import proof
from crm_project.ops.backups.refusals import BackupRefused


class Command(Base):
    """Restore into an empty database and prove what came back."""

    help = "Restore FILE into the database of this process, which must be empty, and print as JSON what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which."""
        parser.add_argument("file", type=Path, help="A file made by `backup`.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line of JSON, also where it cannot be restored."""
        try:
            told = proof.prove(options["file"])
        except BackupRefused as error:
            told = {"problems": [(error.code, error.values)], "chain": [0, ""]}
        self.put(told)
