"""Taking a violation back before it is decided, and declaring a decided one void: with a reason, and it stays on record (row Nh6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused, given
from crm_project.notices.domain.notify import over, tell
from crm_project.violations.models import Violation
from crm_project.violations.models.choices import State

from . import access
from .deciding import OF_PERSON, end_suspension, locked
from .opening import LONGEST, address, note_step


def withdraw(*, row_id: int, reason: str, by: User, at: datetime) -> Violation:
    """Take it back while nobody has decided. Refuses with code forbidden, reason."""
    with transaction.atomic():
        row = locked(row_id)
        if not access.may_withdraw(by, row):
            raise Refused(_("This can no longer be withdrawn, or not by you."), code="forbidden")
        return _end(row, State.WITHDRAWN, "violation.withdrawn", reason, by, at)


def declare_void(*, row_id: int, reason: str, by: User, at: datetime) -> Violation:
    """It never counts again, and what it suspended is open. Refuses with code forbidden, reason."""
    with transaction.atomic():
        row = locked(row_id)
        if not access.may_void(by, row):
            raise Refused(_("This can't be declared void, or not by you."), code="forbidden")
        row = _end(row, State.VOID, "violation.voided", reason, by, at)
        end_suspension(row, by, at)
        return row


def _end(row: Violation, state: str, action: str, reason: str, by: User, at: datetime) -> Violation:
    reason = given(reason, _("Give the reason: the person concerned reads it."))[:LONGEST]
    before = row.state
    row.state, row.ended_by, row.ended_at, row.ended_reason = state, by, at, reason
    row.save(update_fields=["state", "ended_by", "ended_at", "ended_reason"])
    note_step(row, action, by, at, before=before)
    over([row.person_id], OF_PERSON, url=address(row), at=at)
    if row.decider_id:
        over([row.decider_id], ["violation_decide", "violation_appeal", "violation_late"], url=address(row), at=at)
    tell([row.person_id], "violation_ended", at=at, url=address(row), number=row.pk)
    return row
