"""A contract: what the clocks of ownership, finance and the rating need to know of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Contract(models.Model):
    """A contract with a customer; only a confirmed one moves clocks and makes the customer official (Nc13)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONFIRMED = "confirmed", _("Confirmed")
        VOID = "void", _("Void")

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="contracts", verbose_name=_("customer"))
    number = models.CharField(
        _("number"), max_length=40, unique=True, error_messages={"unique": _("A contract of this number exists already.")}
    )
    signed_at = models.DateTimeField(_("signed"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    type = models.CharField(_("type"), max_length=60, blank=True)
    payment_method = models.CharField(_("payment method"), max_length=60, blank=True)
    line = models.CharField(_("line"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    due_at = models.DateTimeField(_("payment due"), null=True, blank=True)
    paid_amount = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, default=0)
    stage_before = models.CharField(max_length=12, blank=True, editable=False)
    stage_since_before = models.DateTimeField(null=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    recorded_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["-signed_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-signed_at"], name="contract_confirmed", condition=models.Q(status="confirmed")),
            models.Index(fields=["-signed_at", "-id"], name="contract_newest"),
        ]

    def __str__(self):
        return self.number
