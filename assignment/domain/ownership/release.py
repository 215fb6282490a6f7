"""A manager puts a customer into the public pool (row Nd9)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.ledger import Kind
from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Customer
from customers.models.choices import PoolReason

from .end import OwnershipEnd, end_ownerships
from .lock import locked, owned


def release(
    *,
    customer_id: int,
    by: User | None,
    reason: str,
    at: datetime,
    pool_reason: str = PoolReason.BY_MANAGER,
    rule: str = "",
    evidence: JsonObject | None = None,
) -> Customer:
    """A manager puts a customer into the public pool (Nd9). `rule`, `evidence`: what the decision rested on, for the ledger."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        reason = (reason or "").strip()
        # Whoever closes an account need not say more than that: it is worded when it is read.
        if not reason and pool_reason != PoolReason.LEFT:
            raise Refused(_("Give the reason: the owner will see it."), code="reason", field="reason")
        entry = end_ownerships(
            [
                OwnershipEnd(
                    customer,
                    ownership,
                    Kind.RELEASED,
                    reason=reason,
                    pool_reason=pool_reason,
                    rule=rule,
                    version_id=ownership.policy_version,
                    evidence=evidence or {},
                )
            ],
            at=at,
            by=by,
        )[0]
        tell(
            [ownership.owner_id],
            "released_by_manager",
            at=at,
            url=reverse("assignment:loss", args=[entry.pk]),
            customer=customer.name,
            reason=reason,
        )
        return customer
