"""What a contract brings: deliveries, instalments, payments and what of them pays which (rows T20, Z12)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from crm_project.lib.fields import IdentifierField
from customers.models.scope import FileQuerySet

USER = settings.AUTH_USER_MODEL
CURRENCY = "CNY"


class Instalment(models.Model):
    """A part of a contract's amount with the day on which it is due; all parts add up to the contract."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("part"))
    label = models.CharField(_("for"), max_length=80, blank=True)
    due_on = models.DateField(_("due"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    # Sum of its allocations, written by the verbs of payments only; checked every night.
    paid = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, default=0, editable=False)
    paid_on = models.DateField(_("fully paid"), null=True, editable=False)
    # Nobody said when it is due: an import that named no day puts in the usual term. Listed, but nobody is chased.
    assumed = models.BooleanField(default=False, editable=False)
    # Dealt with: not asked about again before this day (T20).
    excused_until = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["contract", "number"]
        indexes = [
            models.Index(fields=["due_on"], name="instalment_open", condition=models.Q(paid__lt=models.F("amount")))
        ]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="instalment_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="instalment_amount"),
            models.CheckConstraint(
                condition=models.Q(paid__gte=0, paid__lte=models.F("amount")), name="instalment_paid"
            ),
        ]

    def __str__(self):
        return f"{self.contract} {self.number}"

    @property
    def open(self):
        """What of it is not paid."""
        return self.amount - self.paid


class PaymentQuerySet(FileQuerySet):
    """Payments by who may read them."""

    def visible_to(self, user, scope):
        """Of customers whose contracts the user sees; `scope`: FileScope of `contract.view`."""
        return self.in_files_of(user, scope)


class Payment(models.Model):
    """Money that came in, as finance entered it; void rather than deleted."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="payments", verbose_name=_("customer")
    )
    received_on = models.DateField(_("received"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    reference = IdentifierField(_("bank reference"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # Sum of its allocations; what is left stays open as the customer's credit.
    allocated = models.DecimalField(_("matched"), max_digits=16, decimal_places=2, default=0, editable=False)
    # What a file of contracts said was paid before (`import_data contracts`, paid_amount).
    opening_of = models.ForeignKey(
        "contracts.Contract", models.PROTECT, null=True, related_name="openings", editable=False
    )
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    entered_at = models.DateTimeField(editable=False)
    # The token of the form: a double click enters it once.
    idempotency_key = models.CharField(max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001 - many have none
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="payment_newest"),
            models.Index(fields=["customer", "-received_on"], name="payment_customer"),
            models.Index(
                fields=["-received_on", "-id"],
                name="payment_open",
                condition=models.Q(voided_at__isnull=True, allocated__lt=models.F("amount")),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=models.Q(allocated__gte=0, allocated__lte=models.F("amount")), name="payment_allocated"
            ),
            # A bank's statement imported twice enters nothing twice.
            models.UniqueConstraint(
                Upper("reference"),
                name="payment_reference_alike",
                condition=~models.Q(reference="") & models.Q(voided_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.received_on} {self.amount} {self.currency}"


class Allocation(models.Model):
    """Which part of a payment pays which instalment."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="allocations")
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "instalment"], name="allocation_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="allocation_amount"),
        ]

    def __str__(self):
        return f"{self.payment} → {self.instalment}: {self.amount}"


class Delivery(models.Model):
    """What is to be delivered when, and what was (T20)."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="deliveries")
    planned_on = models.DateField(_("planned"))
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    what = models.CharField(_("what"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["contract", "planned_on", "id"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["contract", "planned_on"], name="delivery_contract")]

    def __str__(self):
        return self.what


class BadDebt(models.Model):
    """Money that finance gave up on; while one stands, the customer gets no grade (T10, T11)."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="bad_debts", verbose_name=_("customer")
    )
    contract = models.ForeignKey(
        "contracts.Contract",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bad_debts",
        verbose_name=_("contract"),
    )
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    declared_on = models.DateField(_("declared"))
    reason = models.CharField(_("reason"), max_length=200)
    declared_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    cleared_on = models.DateField(_("cleared"), null=True, editable=False)
    cleared_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["-declared_on", "-id"]
        indexes = [
            models.Index(fields=["customer"], name="bad_debt_standing", condition=models.Q(cleared_on__isnull=True))
        ]

    def __str__(self):
        return f"{self.customer} {self.amount}"
