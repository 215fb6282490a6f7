"""Applications for the next stage that keep a customer, as facts of the policy: one query, and only where a policy asks (row Nc6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from assignment.rules.policy import Application, Policy
from crm_project.approvals.models import Request
from crm_project.lib.database.prepared import prepared
from customers.rules.request_kinds import INTENT


def applications_of(
    rows: Sequence[Mapping[str, Any]], held: Mapping[str, Policy | None], at: datetime
) -> dict[int, tuple[Application, ...]]:
    """{customer id: the owner's applications as they stood at `at`, the oldest first}, where the policy waits for them."""
    owners = {row["customer_id"]: row["owner_id"] for row in rows if _waits(held[row["path"]])}
    if not owners:
        return {}
    found: dict[int, tuple[Application, ...]] = {}
    for customer, person, asked, status, decided in _application_rows(list(owners), at):
        waits = decided is None or decided > at
        # Withdrawn, approved or needless ones keep nothing.
        if person == owners[customer] and (waits or status == Request.Status.REFUSED):
            one = Application(asked, None if waits else decided)
            found[customer] = (*found.get(customer, ()), one)
    return found


def _waits(policy: Policy | None) -> bool:
    return policy is not None and any(rule.waits_for_application for rule in policy.rules)


@prepared
def _application_rows(ids: Sequence[int], at: datetime) -> QuerySet[Request, tuple[Any, ...]]:
    rows = Request.objects.filter(customer_id__in=ids, asked_at__lte=at, kind=INTENT).order_by("asked_at", "pk")
    return rows.values_list("customer_id", "asked_by_id", "asked_at", "status", "decided_at")
