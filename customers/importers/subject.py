"""What the audit calls an imported customer."""

from customers.importing.noting import Subject

CUSTOMER = Subject("customer", "customer.imported")
