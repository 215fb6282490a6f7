"""Whose result a contract is (its commission), and what was corrected after it was confirmed (rows D9, Nd4, Na10)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class CommissionShare(models.Model):
    """How much of a contract counts as one person's result; all shares of a contract make 100 %."""

    contract = models.ForeignKey("contracts.Contract", models.CASCADE, related_name="shares")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("person"))
    share = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(editable=False)

    class Meta:
        db_table = "contracts_creditshare"  # as it was first called
        ordering = ["contract", "-share", "id"]
        indexes = [models.Index(fields=["user"], name="credit_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["contract", "user"], name="credit_once"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=100), name="credit_share"),
        ]

    def __str__(self):
        return f"{self.contract}: {self.user} {self.share} %"


class Correction(models.Model):
    """A figure of a confirmed contract that was corrected: both values stay (Na10)."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="corrections")
    field = models.CharField(_("field"), max_length=30)
    old = models.CharField(_("before"), max_length=200)
    new = models.CharField(_("after"), max_length=200)
    reason = models.CharField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["contract", "-at", "-id"]

    def __str__(self):
        return f"{self.contract} {self.field}"
