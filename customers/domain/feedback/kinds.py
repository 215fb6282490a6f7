"""The managed list of kinds of feedback: the verbs of every list, who answers and within how many days (row Nh8)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain import list_entries
from customers.models import FeedbackKind
from customers.rules.feedback import LONGEST

GoesTo = FeedbackKind.GoesTo


def save_kind(
    *,
    name: str,
    name_zh: str,
    goes_to: str,
    days: int,
    by: User,
    at: datetime,
    department: Department | None = None,
    person: User | None = None,
    of_bad_answers: bool = False,
    kind_id: int | None = None,
) -> FeedbackKind:
    """Add a kind, or change one; what has come stays with whoever answers it. Refuses with code name, twice, department, person, days."""
    if goes_to == GoesTo.DEPARTMENT and (department is None or department.closed_at):
        raise Refused(_("Choose the department whose head answers."), code="department", field="department")
    if goes_to == GoesTo.PERSON and (person is None or not person.is_active):
        raise Refused(_("Choose the person who answers."), code="person", field="person")
    if not 0 <= days <= LONGEST:
        raise Refused(_("Enter a number from 0 to %(most)d.") % {"most": LONGEST}, code="days", field="days")
    with transaction.atomic():
        rows = FeedbackKind.objects.all()
        row = list_entries.save_entry(rows, name=name, name_zh=name_zh, by=by, at=at, entry_id=kind_id)
        before = _plain(row)
        row.goes_to, row.days, row.of_bad_answers = goes_to, days, of_bad_answers
        row.department = department if goes_to == GoesTo.DEPARTMENT else None
        row.person = person if goes_to == GoesTo.PERSON else None
        if changes := log.differences(before, _plain(row)):
            if of_bad_answers:
                rows.exclude(pk=row.pk).filter(of_bad_answers=True).update(of_bad_answers=False)
            log.record(by=by, action="list.saved", at=at, subject=row, changes=changes)
            row.save(update_fields=["goes_to", "days", "of_bad_answers", "department", "person"])
        return row


def _plain(row: FeedbackKind) -> dict[str, object]:
    return {
        "goes_to": row.goes_to,
        "answer_days": row.days,
        "of_bad_answers": row.of_bad_answers,
        "department": str(row.department) if row.department else None,
        "person": str(row.person) if row.person else None,
    }


def switch_kind(*, kind_id: int, by: User, at: datetime) -> FeedbackKind:
    """Offer a kind no longer, or again; feedback that has it keeps it."""
    return list_entries.switch_entry(FeedbackKind.objects.all(), entry_id=kind_id, by=by, at=at)


def move_kind(*, kind_id: int, up: bool, by: User, at: datetime) -> FeedbackKind:
    """One place up or down."""
    return list_entries.move_entry(FeedbackKind.objects.all(), entry_id=kind_id, up=up, by=by, at=at)
