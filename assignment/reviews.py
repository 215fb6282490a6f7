"""Reviews: what the sweep put before the manager is continued or ended (rows Z14, Nd8, Nd9)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.approvals.models import Request
from crm_project.approvals.requests import waiting_for
from crm_project.lib.refused import Refused
from customers.models import Ownership

from . import clocks
from .ledger import Kind, event, write
from .ownership import locked, owned, release, transfer
from .policies import PolicyBook, local_date


def keep(*, customer_id, by, at, days=None, rule="", request=None, reason=""):
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
        Ownership.objects.filter(pk=customer.pk).update(review_after=until, counts_after=at)
        clocks.refresh([customer.pk], at=at, locked=True)
        write(
            [
                event(
                    Kind.REVIEWED, customer, at=at, by=by, owner_id=ownership.owner_id, department_id=ownership.department_id, rule=rule,
                    policy_version_id=ownership.policy_version, reason=request.decision if request else reason,
                    evidence={"days": days, "until": until.isoformat(), "outcome": "kept"},
                )
            ]
        )  # fmt: skip
        return until


def take_away(*, request_id, by, at, reason, to=None):
    """The manager ends it: the customer goes to `to`, or into the pool. Closes the waiting review."""
    with transaction.atomic():
        request = Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=request_id)
        if request.status != Request.Status.PENDING:
            raise Refused(_("This review was decided already."), code="decided")
        if not waiting_for(by, at).filter(pk=request.pk).exists():
            raise Refused(_("This request waits for %(person)s, not for you.") % {"person": request.decider}, code="not_yours")
        if not (reason or "").strip():
            raise Refused(_("Give the reason: the owner will read it."), code="reason", field="decision")
        request.status, request.decided_by, request.decided_at, request.decision = Request.Status.REFUSED, by, at, reason.strip()
        request.save(update_fields=["status", "decided_by", "decided_at", "decision"])
        if to is None:
            release(customer_id=request.customer_id, by=by, reason=reason, at=at)
        else:
            transfer(customer_id=request.customer_id, to=to, by=by, reason=reason, at=at)
        return request
