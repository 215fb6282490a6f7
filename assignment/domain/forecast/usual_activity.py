"""What a team usually does, from its history: follow-ups and contracts per customer and day over the last 90 days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from assignment.rules.policy import INVALID_FOLLOWUPS, NO_CONTACT, NO_KEY_CONTACT
from assignment.rules.policy.terms import Rule
from contracts.models import Contract
from crm_project.accounts.models import Department
from customers.models import Ownership

DAYS = 90


def rates(departments: Sequence[Department], at: datetime) -> dict[int, tuple[float, float]]:
    """{department id: (follow-ups, contracts)} per owned customer and day; three queries.

    A follow-up is one of the present owner's that still stands.
    """
    since = at - timedelta(days=DAYS)
    owned = Ownership.objects.filter(department__in=departments).order_by()
    held = dict(owned.values_list("department_id").annotate(n=Count("pk")))
    written = FollowUp.objects.filter(
        not_voided(),
        occurred_at__gte=since,
        occurred_at__lte=at,
        customer__ownership__department__in=departments,
        customer__ownership__owner=F("author"),
    ).order_by()
    followups = dict(written.values_list("customer__ownership__department_id").annotate(n=Count("pk")))
    signed = Contract.objects.filter(
        status=Contract.Status.CONFIRMED,
        signed_at__gte=since,
        signed_at__lte=at,
        customer__ownership__department__in=departments,
    ).order_by()
    contracts = dict(signed.values_list("customer__ownership__department_id").annotate(n=Count("pk")))
    return {pk: (followups.get(pk, 0) / (n * DAYS), contracts.get(pk, 0) / (n * DAYS)) for pk, n in held.items()}


def saving(rule: Rule, rate: tuple[float, float]) -> tuple[float, int | None]:
    """(rate of the work that moves this rule's clock, days it then lasts; None: it does not bite any more)."""
    followups, contracts = rate
    if rule.kind == NO_CONTACT:
        return followups, rule.days
    if rule.kind in (INVALID_FOLLOWUPS, NO_KEY_CONTACT):
        return 0.0, None
    return contracts, rule.days if rule.kind.startswith("no_deal") else None
