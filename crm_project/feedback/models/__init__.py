"""What users report: problems, suggestions, corrections of data (rows Nb5, Nb8, Ne11, Ng6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import OPEN_STATES, Kind, State

USER = settings.AUTH_USER_MODEL


class ReportQuerySet(models.QuerySet):
    """Reports by who may read them."""

    def visible_to(self, user, kinds):
        """Their own, and those of the `kinds` that they answer."""
        return self.filter(models.Q(by=user) | models.Q(kind__in=kinds))


class Report(models.Model):
    """One report with the page it was written on, and what became of it. The earlier answers are in the audit."""

    kind = models.CharField(_("subject"), max_length=12, choices=Kind, default=Kind.PROBLEM)
    text = models.TextField(_("what happened"), max_length=4000)
    page = models.CharField(_("page"), max_length=300, blank=True)
    request_id = models.CharField(_("request number"), max_length=40, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.NEW)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="feedback_listed"),
            models.Index(fields=["by", "-at", "-id"], name="feedback_of"),
            models.Index(fields=["-at", "-id"], name="feedback_open", condition=models.Q(state__in=OPEN_STATES)),
        ]

    def __str__(self):
        return self.text[:80]
