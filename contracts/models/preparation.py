"""What is gathered while a contract is prepared: checks, lines, promises, files, papers due (rows Nc15, Nc16, T18, T20, Nf8)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import CheckKind, CheckState, FileKind, PromiseKind

USER = settings.AUTH_USER_MODEL


class ContractFile(models.Model):
    """A file of a contract, served only to those who may see the contract; void rather than deleted."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind, default=FileKind.OTHER)
    file = models.FileField(upload_to="contracts/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["contract", "kind"], name="contract_file", condition=models.Q(voided_at__isnull=True))
        ]

    def __str__(self):
        return self.name

    @property
    def customer_id(self):
        return self.contract.customer_id


class PartyCheck(models.Model):
    """One check of the counterpart before signing, with its evidence (T18)."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="checks")
    kind = models.CharField(_("check"), max_length=12, choices=CheckKind)
    state = models.CharField(_("status"), max_length=6, choices=CheckState, default=CheckState.OPEN)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    file = models.ForeignKey(ContractFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "kind"], name="party_check_once")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_state_display()}"


class ContractLine(models.Model):
    """One product of a contract; the lines add up to its amount."""

    contract = models.ForeignKey("contracts.Contract", models.CASCADE, related_name="lines")
    product = models.ForeignKey(
        "deals.Product", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    name = models.CharField(_("product"), max_length=160)
    specification = models.CharField(_("specification"), max_length=200, blank=True)
    quality = models.CharField(_("quality"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    price = models.DecimalField(_("price per unit"), max_digits=14, decimal_places=4)
    discount = models.DecimalField(_("discount in %"), max_digits=5, decimal_places=2, default=0)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)

    class Meta:
        ordering = ["contract", "id"]

    def __str__(self):
        return f"{self.name} × {self.quantity}"


class Promise(models.Model):
    """A gift or a promise made with a contract (Nc16)."""

    contract = models.ForeignKey("contracts.Contract", models.CASCADE, related_name="promise_rows")
    kind = models.CharField(_("kind"), max_length=8, choices=PromiseKind)
    what = models.CharField(_("what"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["contract", "id"]

    def __str__(self):
        return self.what


class Paper(models.Model):
    """A paper that has to come in by a day: a signed copy, an acceptance, an invoice (T20, Nf8)."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="papers")
    what = models.CharField(_("expected document"), max_length=120)
    signed_copy = models.BooleanField(default=False, editable=False)
    due_on = models.DateField(_("due"))
    received_on = models.DateField(_("received"), null=True, blank=True)
    file = models.ForeignKey(ContractFile, models.PROTECT, null=True, blank=True, related_name="+")
    excused_until = models.DateField(null=True, editable=False)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["contract", "due_on", "id"]
        indexes = [models.Index(fields=["due_on"], name="paper_open", condition=models.Q(received_on__isnull=True))]

    def __str__(self):
        return self.what
