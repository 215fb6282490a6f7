"""Customers whom service neither calls nor visits, and the owner's written reasons to do so all the same (row Nf15)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class NoServiceCalls(models.Model):
    """The mark: the row exists, so service neither calls nor visits. A VIP needs none."""

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, primary_key=True, related_name="no_service_calls"
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return str(self.customer_id)


class ServiceCallReason(models.Model):
    """Why the owner lets service call or visit until the end of a day."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="service_call_reasons")
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"))
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["customer", "until"], name="service_call_reason")]

    def __str__(self):
        return self.reason
