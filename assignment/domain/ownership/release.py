"""A manager puts a customer into the public pool (row Nd9)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ledger import Kind
from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import given
from customers.models import Customer
from customers.models.choices import PoolReason

from .end import OwnershipEnd, end_ownerships
from .lock import locked, owned
from .owner_notices import tell_released


def given_reason(text: str) -> str:
    """What was given as the reason; refuses none."""
    return given(text, _("Give the reason: the owner will see it."))


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
        # Whoever closes an account need not say more than that: it is worded when it is read.
        reason = (reason or "").strip() if pool_reason == PoolReason.LEFT else given_reason(reason)
        entries = end_ownerships(
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
        )
        tell_released(entries, reason=reason, at=at)
        return customer
