"""Forecasts of rules that are not in force yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .policy import Policy

USER = settings.AUTH_USER_MODEL


class ForecastJob(models.Model):
    """A forecast that somebody asked for: the draft, how far it has come, and what came out."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="forecasts")
    body = models.JSONField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    holds_from = models.DateField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.policy} {self.at:%F %T}"
