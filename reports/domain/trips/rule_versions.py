"""Which rules hold for a trip, and setting new ones: per department, versioned by date (row Ni2)."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.department_versions import holding, next_number, places
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from reports.models import TripRules

MANAGE = "trip.rules"
# Where nobody has said otherwise.
STANDARD = TripRules(number=0, approval=False, report_days=2)


class TripRuleBook:
    """All rules, read once: which hold for a department and a trip that begins on a day."""

    def __init__(self) -> None:
        self._rows: dict[int | None, list[TripRules]] = defaultdict(list)
        for row in TripRules.objects.order_by("-holds_from", "-number"):
            self._rows[row.department_id].append(row)

    def rules(self, department: Department | None, day: date) -> TripRules:
        """Those of the department, else of the nearest above that has some, else the company's, else the standard ones."""
        return holding(self._rows, places(department), day) or STANDARD


def set_rules(
    *, department: Department | None, holds_from: date, approval: bool, report_days: int, by: User, at: datetime
) -> TripRules:
    """A new version, for trips that begin on that day or later. Refuses with code forbidden."""
    if not may(by, MANAGE):
        raise Refused(_("Only people who manage the rules of trips can change them."), code="forbidden")
    with transaction.atomic():
        row = TripRules.objects.create(
            department=department,
            number=next_number(TripRules.objects.filter(department=department)),
            holds_from=holds_from,
            approval=approval,
            report_days=report_days,
            created_by=by,
            created_at=at,
        )
        changes = {"department": [None, str(department) if department else None], "approval": [None, approval]}
        log.record(by=by, action="trip.rules", at=at, subject=row, changes=changes)
        return row
