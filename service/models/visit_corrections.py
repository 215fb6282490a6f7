"""Corrections of a visit's report: what stood there before and after, by whom and why (row T21)."""

from django.conf import settings
from django.db import models

from .order import ServiceOrder
from .visits import ReturnVisit


class VisitCorrection(models.Model):
    """One correction. `before` and `after`: {field: value} of what was changed, scores as {aspect: score}, demands and ideas as texts."""

    visit = models.ForeignKey(ReturnVisit, models.CASCADE, related_name="corrections")
    reason = models.CharField(max_length=300)
    before = models.JSONField()
    after = models.JSONField()
    # The order that the bad evaluation had opened, where it was cancelled by this.
    cancelled_order = models.ForeignKey(ServiceOrder, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.reason[:60]}"
