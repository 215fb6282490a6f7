"""“Belongs to …”: a search for a colleague's customer by its full name or code says whose it is, and what may be asked (row Nd3)."""

from crm_project.accounts.domain.access import may
from customers.domain import access
from customers.domain.access.lookups import Kind, count
from customers.domain.lookup import find_customer
from customers.rules import names

from . import match_cards

LEAST = 3


def belongs(user, query, at):
    """The Known of the one customer of somebody else with this very name or code, else None; counted as a look-up (Nb3).

    Refuses with code limit once the day's look-ups are used up."""
    text = (query or "").strip()
    if len(text) < LEAST or not may(user, "customer.claim"):
        return None
    customer = find_customer(text)
    if customer is None or customer.removed_at or access.visible(user, at).filter(pk=customer.pk).exists():
        return None
    told = match_cards.match_card(customer.pk, user, at)
    if told is None or not told.owner or told.mine:
        return None
    # Whoever knows the name knows the customer; codes follow each other, so that few are told of and each is on record.
    if customer.name_key.partition("#")[0] == names.key(text):
        count(by=user, kind=Kind.NAME, at=at)
    else:
        count(by=user, kind=Kind.CODE, at=at, customer=customer)
    return told
