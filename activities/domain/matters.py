"""What a text is held against to tell whether it is about its customer: the file, its contacts, the products (row Nd7)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, Value

from activities.rules.relevance import names_something
from crm_project.lib.json_values import JsonObject
from customers.models import Customer
from deals.models import Product


def names_its_customer(customer: Customer, contacts: Sequence[Any], fields: JsonObject) -> bool:
    """Whether the text of an entry names the customer, a contact, a product or a next step; one query where nothing else is named."""
    text = f"{fields['content']} {fields.get('result') or ''}"
    people = [contact.name for contact in contacts] + [fields.get("counterpart") or ""]
    if names_something(text, customer=customer.name, people=people, next_step=fields.get("next_step") or ""):
        return True
    named = (
        Q(text__icontains=F("name")) | Q(~Q(name_zh=""), text__icontains=F("name_zh")) | Q(text__icontains=F("code"))
    )
    return Product.objects.filter(active=True).alias(text=Value(text)).filter(named).exists()
