"""What can be wrong with backups: kept as a code with its values, worded for each reader when it is shown (rows Na5, Nh4)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SECOND_GONE, COPY_DIFFERS, COPY_FAILED, TOO_OLD, NEVER, PROGRAM_MISSING = (
    "second_gone",
    "copy_differs",
    "copy_failed",
    "too_old",
    "never",
    "program_missing",
)
TEXTS = {
    SECOND_GONE: _("The second place for backups, %(folder)s, is not there."),
    COPY_DIFFERS: _("The copy in %(folder)s differs from the backup."),
    COPY_FAILED: _("The copy to %(folder)s failed: %(error)s"),
    TOO_OLD: _("The last backup is too old: %(when)s"),
    NEVER: _("No backup was made so far."),
    PROGRAM_MISSING: _("%(program)s is missing: install the PostgreSQL client."),
}
# The backup is there; only its second copy is not.
COPIES = frozenset({SECOND_GONE, COPY_DIFFERS, COPY_FAILED})


def problem_text(problem: str, values: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code; what the operating system or the database says is shown as it is."""
    text = TEXTS.get(problem)
    return str(text) % (values or {}) if text else problem
