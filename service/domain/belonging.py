"""What is named beside a customer must be theirs: a contact, an order (rows Ni21, T23, M16).

Forms offer nothing else; this holds where a request was altered, or a contact moved while the form was open.
"""

from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from customers.models import Contact
from service.models import ServiceOrder


def check_theirs(customer_id: int, *, contact: Contact | None = None, order: ServiceOrder | None = None) -> None:
    """Refuses with code contact or order where it belongs to another customer; None is nobody's and passes."""
    if contact and contact.customer_id != customer_id:
        raise Refused(_("This contact belongs to another customer."), code="contact", field="contact")
    if order and order.customer_id != customer_id:
        raise Refused(_("This order belongs to another customer."), code="order", field="order")
