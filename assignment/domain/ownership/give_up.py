"""An owner lets a customer go (row Nc8)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ledger import Kind
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import Customer
from customers.models.choices import PoolReason

from .end import OwnershipEnd, end_ownerships
from .lock import locked, owned


def give_up(*, customer_id: int, by: User, reason: str, at: datetime) -> Customer:
    """Let one's own customer go into the public pool; the cool-down begins (Nc8). The reason is kept."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if ownership.owner_id != by.pk:
            raise Refused(
                _("Only the owner, %(owner)s, can give “%(name)s” up.")
                % {"owner": ownership.owner, "name": customer.name},
                code="not_owner",
            )
        if not (reason or "").strip():
            raise Refused(
                _("Give the reason for giving the customer up: the next owner will see it."),
                code="reason",
                field="reason",
            )
        end_ownerships(
            [
                OwnershipEnd(
                    customer,
                    ownership,
                    Kind.GIVEN_UP,
                    reason=reason.strip(),
                    pool_reason=PoolReason.GIVEN_UP,
                    version_id=ownership.policy_version,
                )
            ],
            at=at,
            by=by,
        )
        return customer
