"""Visit sheets: what was done at the customer's, as a text that they sign or confirm by a code (row Ni21)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from .files import OrderFile
from .order import ServiceOrder

USER = settings.AUTH_USER_MODEL


class SignedBy(models.TextChoices):
    """How the customer agreed."""

    DRAWN = "drawn", pgettext_lazy("visit sheet", "signature")
    CODE = "code", pgettext_lazy("visit sheet", "code")


class VisitSheet(models.Model):
    """One version of an order's sheet; the newest counts. `body`: the very text (`rules.sheets`), `digest` its SHA-256. Signed it
    never changes any more (a trigger holds it, `service/migrations/_unchangeable.py`).

    Of a code only `code_hash` is kept; `codes` counts those that were made. `code_told_by` is who told it on the phone, None where
    it went by mail to `code_to` (shortened).
    """

    order = models.ForeignKey(ServiceOrder, models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    contact = models.ForeignKey("customers.Contact", models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField()
    people = models.CharField(max_length=300, blank=True)
    with_cost = models.BooleanField(default=False)
    language = models.CharField(max_length=10)
    # The order as it was when the sheet was made; what changed since is not what is signed.
    order_changed_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    code_wanted_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_at = models.DateTimeField(null=True)
    code_to = models.CharField(max_length=254, blank=True)
    code_told_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_refused_at = models.DateTimeField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=5, choices=SignedBy, blank=True)
    signer = models.CharField(max_length=80, blank=True)
    file = models.OneToOneField(OrderFile, models.PROTECT, null=True, related_name="sheet")
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(
                fields=["code_wanted_at"], name="sheet_code_to_mail", condition=Q(code_wanted_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="sheet_version"),
            models.CheckConstraint(condition=Q(left_at__gte=models.F("arrived_at")), name="sheet_left_after"),
        ]

    def __str__(self) -> str:
        return f"{self.order} / {self.number}"

    @property
    def customer_id(self) -> int:
        return self.order.customer_id
