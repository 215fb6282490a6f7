"""Which headings mean which column: names, labels in both languages, synonyms declared with the columns, and those of the company."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.characters import visible
from crm_project.lib.refused import Refused
from crm_project.lib.tables.header import heading_key
from customers.models import HeadingSynonym

from .columns import OURS, Column, label_keys
from .kinds import every_kind


def declared(columns: dict[str, Column]) -> dict[str, str]:
    """{key of a heading: column} of what is known from the start; a name is stronger than a label, a label than a synonym."""
    known = {heading_key(column.name): column.name for column in columns.values()}
    known = label_keys(columns) | known
    for column in columns.values():
        for text in filter(None, column.synonyms.split("|")):
            known.setdefault(heading_key(text), column.name)
    return known


def vocabulary(kind: str) -> dict[str, str]:
    """{key of a heading: column} of a kind of file, with what the company added."""
    columns = every_kind()[kind].headings
    added = HeadingSynonym.objects.filter(kind=kind).values_list("key", "column")
    return {key: column for key, column in added if column in columns} | declared(columns)


def add_heading(*, kind: str, column: str, text: str, by: User, at: datetime) -> HeadingSynonym:
    """Let files of this kind use one more heading for a column. Refuses one that means a column already."""
    found = every_kind().get(kind)
    if found is None or column not in found.headings:
        raise Refused(_("Choose the column that this heading stands for."), code="column", field="target")
    text = " ".join(visible(text or "").split())[:80]
    key = heading_key(text)
    if not key:
        raise Refused(_("Enter the heading as it stands in the files."), code="text", field="text")
    taken = vocabulary(kind).get(key)
    if taken or key in OURS:
        label = str(found.headings[taken]) if taken else text
        raise Refused(
            _("“%(text)s” already stands for “%(column)s”.") % {"text": text, "column": label},
            code="twice",
            field="text",
        )
    try:
        with transaction.atomic():
            row = HeadingSynonym.objects.create(kind=kind, column=column, text=text, key=key, added_by=by, added_at=at)
            _record("heading.added", row, by, at, [None, column])
            return row
    except IntegrityError:
        raise Refused(_("“%(text)s” was just added.") % {"text": text}, code="twice", field="text") from None


def remove_heading(*, heading_id: int, by: User, at: datetime) -> None:
    """Forget a heading that the company added; of two who do so, the second changes nothing."""
    with transaction.atomic():
        row = HeadingSynonym.objects.select_for_update().filter(pk=heading_id).first()
        if row is not None:
            _record("heading.removed", row, by, at, [row.column, None])
            row.delete()


def _record(action: str, row: HeadingSynonym, by: User, at: datetime, change: list[Any]) -> None:
    log.record(
        by=by,
        action=action,
        at=at,
        subject_type="heading",
        subject_id=row.pk,
        subject_name=f"{row.kind}: {row.text}",
        changes={"column": change},
    )
