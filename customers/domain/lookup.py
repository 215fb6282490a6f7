"""Finding one customer by what people write down: code or full name."""

from crm_project.lib.fields import alike
from customers.models import Customer
from customers.rules import names


def find_customer(text: str) -> Customer | None:
    """The customer with this code, however it is written, or full name; a merged one leads to its survivor. None if there is none, or several."""
    text = str(text).strip()
    found = alike(Customer.objects, "code", [text]).first() or Customer.objects.filter(name_key=names.key(text)).first()
    if found is None:
        people = list(Customer.objects.filter(name_key__startswith=f"{names.key(text)}#")[:2])
        found = people[0] if len(people) == 1 else None
    while found is not None and found.merged_into_id:
        found = found.merged_into
    return found
