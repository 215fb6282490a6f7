"""What can be wrong with backups: kept as a code with its values, worded for each reader when it is shown (rows Na5, Nh4)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .parts import PARTS

SECOND_GONE, COPY_DIFFERS, COPY_FAILED = "second_gone", "copy_differs", "copy_failed"
TOO_OLD, NEVER = "too_old", "never"
PROGRAM_MISSING, BUSY, INTERRUPTED = "program_missing", "busy", "interrupted"
PART_FAILING = "part_failing"
CHECKSUM, DAMAGED, KEY_MISSING, KEY_WRONG, NEWER = "checksum", "damaged", "key_missing", "key_wrong", "newer"
NO_SCRATCH, SCRATCH_IN_USE, FILE_GONE, NOT_RESTORED = "no_scratch", "scratch_in_use", "file_gone", "not_restored"
ROWS_DIFFER, SUMS_DIFFER, UPLOADS_DIFFER, CHECK_FAILED, CHAIN_DIFFERS = (
    "rows_differ",
    "sums_differ",
    "uploads_differ",
    "check_failed",
    "chain_differs",
)
TEXTS = {
    SECOND_GONE: _("The second place for backups, %(folder)s, is not there."),
    COPY_DIFFERS: _("The copy in %(folder)s differs from the backup."),
    COPY_FAILED: _("The copy to %(folder)s failed: %(error)s"),
    TOO_OLD: _("The last backup is too old: %(when)s"),
    NEVER: _("No backup was made so far."),
    PROGRAM_MISSING: _("%(program)s is missing: install the PostgreSQL client."),
    BUSY: _("Another process makes or rehearses a backup: wait until it is done."),
    INTERRUPTED: _("The process that made it ended too early: make another one."),
    PART_FAILING: _("%(part)s: %(said)s"),
    CHECKSUM: _("%(file)s was changed after it was written: its checksum is another one. Use another backup."),
    DAMAGED: _("%(file)s is damaged: use another backup."),
    KEY_MISSING: _("%(file)s is encrypted: set BACKUP_KEY to the key that it was made with."),
    KEY_WRONG: _("%(file)s was made with another key: set BACKUP_KEY to that one."),
    NEWER: _("%(file)s was made by a newer version of this program: install that version first."),
    NO_SCRATCH: _(
        "No database could be created to try the backup in (%(said)s): set REHEARSAL_DATABASE_URL to an empty one."
    ),
    SCRATCH_IN_USE: _("REHEARSAL_DATABASE_URL names a database that holds tables: name an empty one."),
    FILE_GONE: _("%(file)s is no longer there."),
    NOT_RESTORED: _("The backup could not be restored: %(said)s"),
    ROWS_DIFFER: _("%(table)s: %(found)s rows restored, %(expected)s expected."),
    SUMS_DIFFER: _("%(table)s, %(column)s: the sum is %(found)s instead of %(expected)s."),
    UPLOADS_DIFFER: _("%(found)s uploaded files restored, %(expected)s expected."),
    CHECK_FAILED: _("%(check)s failed in the restored database: %(said)s"),
    CHAIN_DIFFERS: _("The audit of the backup is not the beginning of the present one, from entry %(entry)s on."),
}
# The backup is there; only its second copy is not.
COPIES = frozenset({SECOND_GONE, COPY_DIFFERS, COPY_FAILED})


def problem_text(problem: str, values: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code; what the operating system or the database says is shown as it is."""
    text, values = TEXTS.get(problem), dict(values or {})
    if "part" in values:
        values["part"] = PARTS.get(values["part"], values["part"])
    return str(text) % values if text else problem
