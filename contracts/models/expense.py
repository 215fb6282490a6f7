"""What was spent on a customer (rows Z12, Ni23)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.scope import open_files

from .choices import ExpenseKind, ExpenseStatus

USER = settings.AUTH_USER_MODEL


class ExpenseQuerySet(models.QuerySet):
    """Expenses by who may read them."""

    def visible_to(self, user, scopes, restricted):
        """Their own, and those of people whom one of these `scopes` reaches, where the file may be opened."""
        opened = open_files(user, restricted, "customer__")
        seen = Q(claimant=user)
        if any(scope.everything for scope in scopes):
            return self.filter(seen | opened if opened else opened)
        for scope in scopes:
            if scope.departments:
                seen |= Q(claimant__department_id__in=scope.departments) & opened
        return self.filter(seen)


class Expense(models.Model):
    """A visit, a gift or something else, with its receipt; accepted only from whoever owned the customer on that day."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="expenses", verbose_name=_("customer")
    )
    claimant = models.ForeignKey(USER, models.PROTECT, related_name="expenses", verbose_name=_("claimant"))
    kind = models.CharField(_("kind"), max_length=6, choices=ExpenseKind)
    spent_on = models.DateField(_("day"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    what = models.CharField(_("purpose"), max_length=200)
    file = models.FileField(upload_to="receipts/%Y/%m/")
    file_name = models.CharField(max_length=160)
    status = models.CharField(_("status"), max_length=10, choices=ExpenseStatus, default=ExpenseStatus.WAITING)
    claimed_at = models.DateTimeField(editable=False)
    # The token of the form: a double click enters it once.
    idempotency_key = models.CharField(max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001 - many have none
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(max_length=200, blank=True, editable=False)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        ordering = ["-spent_on", "-id"]
        indexes = [
            models.Index(fields=["claimant", "-spent_on", "-id"], name="expense_mine"),
            models.Index(fields=["-spent_on", "-id"], name="expense_newest"),
            models.Index(fields=["customer"], name="expense_customer"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="expense_amount")]

    def __str__(self):
        return f"{self.spent_on} {self.what}"
