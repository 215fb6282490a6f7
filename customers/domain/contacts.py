"""People at customers: an address book of one's own (rows Nc4, Ni10)."""

from django.db.models import Q, QuerySet

from crm_project.accounts.models import User
from customers.models import Contact, Customer
from customers.models.scope import works_on

from . import phones
from .access.masking import shown


def book(user: User, text: str = "") -> QuerySet[Contact]:
    """The address book: contacts still there at customers the user owns or helps with, found by name, customer or number."""
    mine = Customer.objects.filter(
        works_on(user),
        merged_into=None,
        removed_at=None,
    )
    people = Contact.objects.filter(customer__in=mine, active=True)
    words = text.split()
    if not words:
        return people
    having = phones.contacts_with(text)
    if having is not None:
        return people.filter(customer__in=mine.filter(shown(user)), pk__in=having)
    for word in words:
        people = people.filter(Q(name__icontains=word) | Q(title__icontains=word) | Q(customer__name__icontains=word))
    return people
