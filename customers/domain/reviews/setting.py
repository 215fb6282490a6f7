"""Setting how often a department reviews its files, and what a draft would mean (row M5)."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.department_versions import next_number
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import ReviewRules

from . import stored
from .versions import NUMBERS, RuleBook

RULES = "lists.manage"
LONGEST = 3 * 366


def set_rules(*, by: User, at: datetime, **fields: Any) -> ReviewRules:
    """A new version, from `holds_from` on. Refuses with code forbidden, field names.

    `stored.refresh_all` follows in the background: it goes through all customers.
    """
    if not may(by, RULES):
        raise Refused(_("Only people who manage lists set how often files are reviewed."), code="forbidden")
    for name in NUMBERS:
        if not 0 <= fields.get(name, 0) <= LONGEST:
            raise Refused(
                _("Enter a number from 0 to %(most)d; 0 means no requirement.") % {"most": LONGEST},
                code=name,
                field=name,
            )
    with transaction.atomic():
        same = ReviewRules.objects.filter(department=fields["department"])
        row = ReviewRules.objects.create(number=next_number(same), created_by=by, created_at=at, **fields)
        changes: dict[str, Any] = {name: [None, getattr(row, name)] for name in NUMBERS}
        changes["department"] = [None, str(row.department) if row.department else None]
        log.record(by=by, action="review.rules", at=at, subject=row, changes=changes)
        return row


def forecast(draft: ReviewRules, at: datetime) -> Counter[str]:
    """{"files", "overdue", "month"}: files that would have a date if the draft held today, those overdue, those due within 30 days."""
    today, found = local_date(at), Counter[str]()
    for _row, review in stored.reviews(RuleBook.on(max(today, draft.holds_from), draft)):
        if review is None:
            continue
        found["files"] += 1
        found["overdue"] += review.due < today
        found["month"] += 0 <= (review.due - today).days <= 30
    return found
