"""A contract: what the clocks of ownership, finance and the rating need to know of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from crm_project.lib.fields import IdentifierField
from customers.models.scope import FileQuerySet

from .choices import Promises

USER = settings.AUTH_USER_MODEL


class ContractQuerySet(FileQuerySet):
    """Contracts by who may read them."""

    def visible_to(self, user, scope):
        """Of customers that the user owns, helps with or heads, and those they recorded; `scope`: FileScope of `contract.view`."""
        return self.in_files_of(user, scope, also=Q(recorded_by=user))


class Contract(models.Model):
    """A contract with a customer; only a confirmed one moves clocks and makes the customer official (Nc13).

    One whose number was drawn here (`drawn`) is prepared step by step and submitted (Nc15); others are noted after signing.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONFIRMED = "confirmed", _("Confirmed")
        VOID = "void", _("Void")

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="contracts", verbose_name=_("customer")
    )
    number = IdentifierField(
        _("number"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("A contract with this number already exists.")},
    )
    signed_at = models.DateTimeField(_("signed"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    type = models.CharField(_("type"), max_length=60, blank=True)
    payment_method = models.CharField(_("payment method"), max_length=60, blank=True)
    line = models.CharField(_("line"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    due_at = models.DateTimeField(_("payment due"), null=True, blank=True)
    # Sum of what its instalments were paid, written by the verbs of payments only; checked every night.
    paid_amount = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, default=0)
    # --- its preparation (Nc15) ---
    drawn = models.BooleanField(default=False, editable=False)
    series = models.CharField(_("series"), max_length=8, blank=True, editable=False)
    series_year = models.PositiveSmallIntegerField(null=True, editable=False)
    series_no = models.PositiveIntegerField(null=True, editable=False)
    # Until then `signed_at` is the day on which the number was drawn.
    signing_known = models.BooleanField(default=True, editable=False)
    quote = models.ForeignKey(
        "deals.Quote", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quote")
    )
    buyer = models.CharField(
        _("buyer"), max_length=120, blank=True, help_text=_("The company that signs, as on its licence.")
    )
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    signatory = models.CharField(_("signatory"), max_length=60, blank=True)
    terms = models.TextField(_("attachments and other terms"), blank=True, max_length=4000)
    text = models.ForeignKey(
        "contracts.ContractText",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name=_("text"),
    )
    promises = models.CharField(_("gifts and promises"), max_length=6, choices=Promises, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    # --- what became of it ---
    stage_before = models.CharField(max_length=12, blank=True, editable=False)
    stage_since_before = models.DateTimeField(null=True, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    recorded_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-id"]
        indexes = [
            models.Index(
                fields=["customer", "-signed_at"], name="contract_confirmed", condition=models.Q(status="confirmed")
            ),
            models.Index(fields=["-signed_at", "-id"], name="contract_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                Upper("number"),
                name="contract_number_alike",
                violation_error_message=_("A contract with this number already exists."),
            ),
            models.UniqueConstraint(
                fields=["series", "series_year", "series_no"],
                name="contract_number_once",
                condition=models.Q(series_no__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def in_preparation(self):
        """Its number is drawn, and it was not submitted yet."""
        return self.status == self.Status.DRAFT and self.drawn and self.submitted_at is None

    @property
    def waiting(self):
        """A manager is to confirm it."""
        return self.status == self.Status.DRAFT and not self.in_preparation
