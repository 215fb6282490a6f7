"""All slots taken: one customer is given up and another claimed, in one step (row D3)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import Customer

from . import claim, give_up


def swap(*, give_up_id: int, claim_id: int, reason: str, by: User, at: datetime) -> Customer:
    """Give up the one and claim the other; refused as a whole where either is refused."""
    if give_up_id == claim_id:
        raise Refused(
            _("The customer to give up can't be the one you want: choose another one."), code="same", field="give_up"
        )
    with transaction.atomic():
        # Both first, in the order of keys: two people exchanging crosswise must not wait for each other.
        deadlines.lock([give_up_id, claim_id])
        give_up(customer_id=give_up_id, by=by, reason=reason, at=at)
        return claim(customer_id=claim_id, by=by, at=at)
