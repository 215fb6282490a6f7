"""The customer under its lock, and its row of ownership: where every verb begins."""

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership


def locked(customer_id: int) -> Customer:
    """The customer, locked. Refuses one that is not there or was merged away."""
    customer = deadlines.lock([customer_id]).get(customer_id)
    if customer is None:
        raise Refused(_("This customer no longer exists."), code="gone")
    if customer.merged_into_id:
        raise Refused(_("This customer was merged into another one: open that one."), code="merged")
    if customer.removed_at:
        raise Refused(_("This customer was removed as invalid: restore it first."), code="removed")
    return customer


def owned(customer: Customer) -> Ownership:
    """The ownership row of a locked customer. Refuses one in the public pool."""
    ownership = Ownership.of(customer.pk)
    if ownership is None:
        raise Refused(_("“%(name)s” is in the public pool: nobody owns it.") % {"name": customer.name}, code="in_pool")
    return ownership
