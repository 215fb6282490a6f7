"""Releases of a day, published to the reps of the department at the release hour (row D4)."""

from datetime import datetime, time, timedelta

from assignment.domain.ledger import CLOSES, Kind
from assignment.domain.policies.lookup import zone
from assignment.models import OwnershipEvent


def bounds(day):
    """First moment of a local date and of the next."""
    start = datetime.combine(day, time(0), zone())
    return start, datetime.combine(day + timedelta(days=1), time(0), zone())


def published(departments, day):
    """Ledger rows of what the policy released or passed on that day in these departments (ids; None: all)."""
    start, end = bounds(day)
    rows = OwnershipEvent.objects.filter(
        kind__in=[Kind.RELEASED, Kind.ROTATED], run__isnull=False, at__gte=start, at__lt=end
    )
    return rows if departments is None else rows.filter(department_id__in=departments)


def lost_by(person):
    """Every customer that this person held and holds no more by that entry, for “Customers I lost”."""
    return OwnershipEvent.objects.filter(closes_owner=person, kind__in=CLOSES)
