"""Who of service looks after an official customer, and whether they have introduced themselves (row Nc13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class AfterSalesCustomer(models.Model):
    """One customer of after-sales: handed over by sales when it became official, then given to a person."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="after_sales")
    person = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="after_sales_customers", verbose_name=_("service person")
    )
    assigned_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text=_("when the introduction was last requested"))

    class Meta:
        indexes = [
            models.Index(fields=["person", "customer"], name="after_sales_person"),
            models.Index(
                fields=["person", "assigned_at"],
                name="after_sales_introduce",
                condition=Q(introduced_at__isnull=True, person__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.customer_id)
