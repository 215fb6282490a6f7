"""Which customers a text in the search of the audit can mean (rows Na8, Ne3)."""

from django.db.models import Q

from crm_project.audit.models import Entry
from customers.domain.duplicates import matching
from customers.domain.lookup import find_customer
from customers.models import Customer

MOST = 200  # customers


def customers_named(text: str) -> set[int]:
    """Keys of these customers; merged ones with whatever became one with them."""
    text = text.strip()
    found = find_customer(text)
    ids = {found.pk} if found else set(matching.search_ids(text, MOST))
    # Every entry keeps the name of its day: so a customer is found by the name it had then.
    named = Q(subject_name=text) if found else Q(subject_name__icontains=text)
    formerly = Entry.objects.filter(named, subject_type="customer", customer_id__isnull=False).order_by()
    ids |= {pk for pk in formerly.values_list("customer_id", flat=True).distinct()[:MOST] if pk is not None}
    survivors = Customer.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("merged_into", flat=True)
    ids |= {pk for pk in survivors if pk is not None}
    return ids | set(Customer.objects.filter(merged_into__in=ids).values_list("pk", flat=True))
