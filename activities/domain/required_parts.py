"""Which parts a contact record must have, per kind, as the company set it (row Ni11)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.models import RequiredParts
from activities.models.choices import FollowUpKind, Part
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused

# What the contact record of the rule book asks of visits and calls in both directions.
BOOK_KINDS = (FollowUpKind.VISIT_IN, FollowUpKind.VISIT_OUT, FollowUpKind.CALL_OUT, FollowUpKind.CALL_IN)
BOOK_PARTS = (Part.PERSON, Part.POSITION, Part.PURPOSE, Part.RESULT, Part.NEXT_STEP)
# A call that nobody took has none of these to tell.
ATTEMPTS = (FollowUpKind.CALL_OUT, FollowUpKind.EMAIL)
VISITS = (FollowUpKind.VISIT_IN, FollowUpKind.VISIT_OUT)


@prepared
def _parts(kind: int) -> QuerySet[RequiredParts, int]:
    return RequiredParts.objects.filter(kind=kind).order_by().values_list("parts", flat=True)


def table() -> dict[str, set[str]]:
    """{kind: set of parts} of all kinds that ask for something; one query."""
    return {kind: set(parts) for kind, parts in RequiredParts.objects.values_list("kind", "parts")}


def missing(fields: Mapping[str, Any], parts: Collection[str] | None = None) -> list[str]:
    """The parts that a record of these `fields` (columns of FollowUp) lacks, in their order.

    `parts`: what its kind asks for, where the caller knows it. A visit always says what came of it; an attempt that nobody
    answered is asked for nothing.
    """
    kind = str(fields.get("kind") or "")
    if kind in ATTEMPTS and not fields.get("answered", True):
        return []
    wanted = set(next(iter(_parts(kind)), ()) if parts is None else parts)
    said = {part: bool(str(fields.get(part) or "").strip()) for part in Part.values}
    contact = fields.get("contact")
    said[Part.PERSON] = said[Part.PERSON] or contact is not None
    said[Part.POSITION] = said[Part.POSITION] or bool(contact is not None and contact.title)
    lacking = [part for part in Part.values if part in wanted and not said[part]]
    if not lacking and kind in VISITS and not (said[Part.CONTENT] or said[Part.RESULT]):
        lacking = [Part.CONTENT.value]
    return lacking


def sentence(part: str) -> str:
    """What the field of a missing part says."""
    return {
        Part.PERSON: _("Enter the person you spoke with."),
        Part.POSITION: _("Enter the position of the person."),
        Part.PURPOSE: _("Enter the purpose of the contact."),
        Part.CONTENT: _("Enter what was discussed."),
        Part.RESULT: _("Enter the result."),
        Part.NEXT_STEP: _("Enter the next step."),
    }[Part(part)]


def check_parts(fields: Mapping[str, Any], parts: Collection[str] | None = None) -> None:
    """Refuse a record that lacks a part its kind asks for; names the first one."""
    lacking = missing(fields, parts)
    if lacking:
        raise Refused(sentence(lacking[0]), code="parts", field=lacking[0])


def set_parts(*, chosen: Mapping[str, list[str]], by: User, at: datetime) -> dict[str, list[str]]:
    """Ask for these parts from now on: {kind: [parts]}; kinds left out ask for nothing. Records that exist stay."""
    wanted = {
        kind: [part for part in Part.values if part in chosen.get(kind, ())]
        for kind in FollowUpKind.values
        if chosen.get(kind)
    }
    with transaction.atomic():
        before = {kind: [p for p in Part.values if p in parts] for kind, parts in table().items()}
        changes = {
            kind: [", ".join(before.get(kind, ())) or None, ", ".join(wanted.get(kind, ())) or None]
            for kind in FollowUpKind.values
            if before.get(kind, []) != wanted.get(kind, [])
        }
        if not changes:
            return wanted
        RequiredParts.objects.exclude(kind__in=wanted).delete()
        for kind, parts in wanted.items():
            RequiredParts.objects.update_or_create(kind=kind, defaults={"parts": parts})
        log.record(by=by, action="list.parts", at=at, changes=changes)
        return wanted


def required_parts_of() -> dict[str, list[str]]:
    """{kind: [parts]} as the rule book has it, to begin with."""
    return {kind.value: [part.value for part in BOOK_PARTS] for kind in BOOK_KINDS}
