"""Files and photos of service orders (row Ni21)."""

from django.conf import settings
from django.db import models

from .order import ServiceOrder


class OrderFile(models.Model):
    """A file of an order, served only to those who may see the order; void rather than deleted."""

    order = models.ForeignKey(ServiceOrder, models.PROTECT, related_name="files")
    file = models.FileField(upload_to="service/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["order"], name="order_file", condition=models.Q(voided_at__isnull=True))]

    def __str__(self) -> str:
        return self.name

    @property
    def customer_id(self) -> int:
        return self.order.customer_id
