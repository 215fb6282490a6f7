"""Every telephone number of customers and their contacts by its digits, kept by the database itself.

A table of its own, so that an owner's change does not touch its index. Triggers fill it from the columns (see the
migration that makes them): no import, merging or correction can leave it behind.
"""

from django.db import models

from crm_project.lib.sensitive import PHONE, sensitive

from .contact import Contact
from .customer import Customer


class PhoneNumber(models.Model):
    """One number; `contact` is empty where it is the customer's own. Nobody writes here but the triggers."""

    customer = models.ForeignKey(
        Customer, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False, editable=False
    )
    contact = models.ForeignKey(
        Contact, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False, editable=False
    )
    digits = sensitive(PHONE, models.CharField(max_length=80, editable=False))

    class Meta:
        indexes = [
            models.Index(fields=["customer"], name="phone_customer"),
            models.Index(fields=["contact"], name="phone_contact", condition=models.Q(contact__isnull=False)),
        ]

    def __str__(self):
        return self.digits
