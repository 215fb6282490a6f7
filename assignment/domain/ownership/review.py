"""Reviews: what the sweep put before the manager is continued or ended (rows Z14, Nd8, Nd9)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.frozen_evidence import decision, review
from assignment.domain.ledger import Kind, event, write_events
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer, Ownership

from . import locked, owned, release, transfer


def continue_ownership(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    days: int | None = None,
    rule: str = "",
    request: Request | None = None,
    reason: str = "",
) -> datetime:
    """The owner goes on: reviews are silent for `days` (the policy's grant, 90 by default), invalid follow-ups count anew.

    A granted review silences the review, not the release (interfaces: solar).
    """
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        policy = PolicyBook().for_department(ownership.department, at)
        days = days or (policy.review_grant_days if policy else 90)
        if not isinstance(days, int) or days < 1:
            raise Refused(_("Grant at least one day."), code="days", field="days")
        until = policy.moment(local_date(at) + timedelta(days=days)) if policy else at + timedelta(days=days)
        before = {name: (v := getattr(ownership, name)) and v.isoformat() for name in ("review_after", "counts_after")}
        Ownership.objects.filter(pk=customer.pk).update(review_after=until, counts_after=at)
        deadlines.refresh([customer.pk], at=at, locked=True)
        write_events(
            [
                event(
                    Kind.REVIEWED,
                    customer,
                    at=at,
                    by=by,
                    owner_id=ownership.owner_id,
                    department_id=ownership.department_id,
                    rule=rule,
                    policy_version_id=ownership.policy_version,
                    reason=request.decision if request else reason,
                    evidence={"days": days, "until": until.isoformat(), "outcome": "kept", "before": before},
                )
            ]
        )
        return until


def end_ownership(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    to_id: int | None = None,
    rule: str = "",
    request: Request | None = None,
    reason: str = "",
) -> Customer:
    """The owner does not go on: the customer goes to the colleague `to_id`, or into the pool."""
    known: dict = {"customer_id": customer_id, "by": by, "at": at, "rule": rule, "reason": reason}
    if request:
        known |= {"reason": request.decision, "evidence": {**review(request), "decision": decision(request)}}
    if to_id is None:
        return release(**known)
    return transfer(to=User.objects.get(pk=to_id), **known)
