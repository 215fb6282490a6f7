"""People at customers as vCards to carry along (rows Nc4, Nf15)."""

import vobject
from vobject.vcard import Address, Name

from crm_project.lib.sensitive import ADDRESS, EMAIL, PHONE
from customers.domain.access.masking import Mask
from customers.models import Contact

MOST_CARDS = 2000


def vcard(contact: Contact, mask: Mask) -> str:
    """One contact as a vCard 3.0, which telephones and mail programs read; masked where the user may not read it."""
    card = vobject.vCard()
    card.add("uid").value = f"crm-contact-{contact.pk}"
    card.add("fn").value = contact.name
    card.add("n").value = Name(family=contact.name)
    card.add("org").value = [part for part in (contact.customer.name, contact.department) if part]
    if contact.title:
        card.add("title").value = contact.title
    for number, kind in ((contact.mobile, "CELL"), (contact.phone, "WORK")):
        if number:
            _typed(card, "tel", mask(PHONE, number), kind)
    if contact.email:
        _typed(card, "email", mask(EMAIL, contact.email), "INTERNET")
    if contact.customer.address:
        _typed(card, "adr", Address(street=mask(ADDRESS, contact.customer.address)), "WORK")
    if contact.note:
        card.add("note").value = mask.text(contact.note).replace("\r\n", "\n").replace("\r", "\n")
    return card.serialize()


def _typed(card, name, value, kind):
    line = card.add(name)
    line.value, line.type_param = value, kind
