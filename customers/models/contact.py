"""Whoever is spoken with at a customer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.sensitive import EMAIL, MESSAGING, PHONE, sensitive
from crm_project.lib.sort_names import SortedByName, SortNameField

from .customer import Customer

USER = settings.AUTH_USER_MODEL


class Contact(SortedByName, models.Model):
    """A person at the customer; `key` marks whoever decides there (Nd8)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=60)
    sort_name = SortNameField(source="name", person=lambda contact: True)
    title = models.CharField(_("position"), max_length=60, blank=True)
    department = models.CharField(_("department"), max_length=60, blank=True)
    mobile = sensitive(PHONE, models.CharField(_("mobile"), max_length=40, blank=True))
    phone = sensitive(PHONE, models.CharField(_("phone"), max_length=40, blank=True))
    email = sensitive(EMAIL, models.EmailField(_("e-mail"), blank=True))
    im = sensitive(MESSAGING, models.CharField(_("QQ / WeChat"), max_length=60, blank=True))
    key = models.BooleanField(_("key contact"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    active = models.BooleanField(_("still employed"), default=True)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-key", "id"]
        indexes = [
            models.Index(fields=["customer"], name="contact_key", condition=models.Q(key=True, active=True)),
        ]

    def __str__(self):
        return self.name
