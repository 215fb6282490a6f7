"""Versions of the targets: each as data, from when on it holds, and who set it (row Ni21)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetVersion(models.Model):
    """The targets that hold from a moment on; the newest that has begun holds for every open order."""

    number = models.PositiveIntegerField(unique=True)
    body = models.JSONField()
    holds_from = models.DateTimeField(_("holds from"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-holds_from", "-number"]

    def __str__(self) -> str:
        return str(self.number)
