"""What our commands share: exit codes 0 done, 1 refused, 2 wrong usage (interfaces)."""

import json
from datetime import datetime
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from crm_project.lib.time import parse


class Command(BaseCommand):
    """A command with exact exit codes; `refuse` ends it with 1, one line per problem on standard error."""

    requires_system_checks: list = []

    def refuse(self, *lines: object) -> NoReturn:
        raise CommandError("\n".join(str(line) for line in lines), returncode=1)

    def misused(self, line: str) -> NoReturn:
        raise CommandError(line, returncode=2)

    def moment(self, text: str) -> datetime:
        """The time an option names, now without one; wrong usage where it is none."""
        if not text:
            return timezone.now()
        try:
            return parse(text)
        except ValueError as error:
            return self.misused(str(error))

    def put(self, data: object) -> None:
        """One JSON object a line."""
        self.stdout.write(json.dumps(data, ensure_ascii=False))
