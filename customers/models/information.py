"""What people in sales hand in about customers, and what the file keeper made of it (row T1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .customer import Customer

USER = settings.AUTH_USER_MODEL


class InformationReport(models.Model):
    """A note about a customer, with values that it proposes; its giver reads what became of it, and nothing else of the file."""

    class Status(models.TextChoices):
        OPEN = "open", _("To be checked")
        TAKEN = "taken", _("Taken over")
        KEPT = "kept", _("Kept as a note")
        DECLINED = "declined", _("Declined")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="information_reports", verbose_name=_("customer")
    )
    # As it was called when it was handed in: a later name may not be the giver's to know.
    customer_name = models.CharField(_("customer"), max_length=160)
    text = models.TextField(_("what you know"), max_length=1000)
    source = models.CharField(_("where you heard it"), max_length=200)
    proposed = models.JSONField(_("proposed values"), default=dict)
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    given_at = models.DateTimeField(_("handed in"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    taken = models.JSONField(_("fields taken over"), default=list)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [
            models.Index(fields=["given_by", "-given_at", "-id"], name="information_giver"),
            models.Index(fields=["given_at", "id"], name="information_open", condition=models.Q(status="open")),
            models.Index(fields=["customer", "-given_at"], name="information_customer"),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.given_at:%F}"
