"""The customer under its lock, and its row of ownership: where every verb begins."""

from collections.abc import Iterable
from typing import cast

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership


def locked(customer_id: int) -> Customer:
    """The customer, locked. Refuses one that is not there or was merged away."""
    customer = deadlines.lock([customer_id]).get(customer_id)
    if refusal := _unworkable(customer):
        raise refusal
    return cast(Customer, customer)


def locked_many(customer_ids: Iterable[int]) -> tuple[dict[int, Customer], dict[int, Refused]]:
    """The same of many, in the order of their keys: ({id: customer}, {id: why not})."""
    ids = sorted(customer_ids)
    found = deadlines.lock(ids)
    refused = {pk: refusal for pk in ids if (refusal := _unworkable(found.get(pk)))}
    return {pk: row for pk, row in found.items() if pk not in refused}, refused


def _unworkable(customer: Customer | None) -> Refused | None:
    if customer is None:
        return Refused(_("This customer no longer exists."), code="gone")
    if customer.merged_into_id:
        return Refused(_("This customer was merged into another one: open that one."), code="merged")
    if customer.removed_at:
        return Refused(_("This customer was removed as invalid: restore it first."), code="removed")
    return None


def owned(customer: Customer) -> Ownership:
    """The ownership row of a locked customer. Refuses one in the public pool."""
    ownership = Ownership.of(customer.pk)
    if ownership is None:
        raise in_pool(customer)
    return ownership


def in_pool(customer: Customer) -> Refused:
    """What is said where an owner is needed and nobody owns it."""
    return Refused(_("“%(name)s” is in the public pool: nobody owns it.") % {"name": customer.name}, code="in_pool")
