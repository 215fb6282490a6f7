"""Releases of a day, published to the reps of the department at the release hour (row D4)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from assignment.domain.ledger import CLOSES, Kind
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.lib.time import day_bounds


def published(departments: Sequence[int], day: date) -> QuerySet[OwnershipEvent]:
    """Ledger rows of what the policy released or passed on that day in these departments (ids; None: all)."""
    start, end = day_bounds(day)
    rows = OwnershipEvent.objects.filter(
        kind__in=[Kind.RELEASED, Kind.ROTATED], run__isnull=False, at__gte=start, at__lt=end
    )
    return rows if departments is None else rows.filter(department_id__in=departments)


def lost_by(person: User) -> QuerySet[OwnershipEvent]:
    """Every customer that this person held and holds no more by that entry, for “Customers I lost”."""
    return OwnershipEvent.objects.filter(closes_owner=person, kind__in=CLOSES)
