"""Follow-ups counted for each person and day, kept so that figures of long periods stay quick (row Z2)."""

from django.conf import settings
from django.db import models


class FollowUpDay(models.Model):
    """What one person's follow-ups of one day came to when they were last counted; a day without a row had none."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    followups = models.PositiveIntegerField(default=0)
    valid = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)
    stale = models.BooleanField(default=False, help_text="something of it was deleted since: counted anew when asked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="followup_day_once")]

    def __str__(self):
        return f"{self.person_id} {self.day:%F}"


class FollowUpCount(models.Model):
    """When all days were last brought up to date, and what the last check of every day found; one row."""

    counted_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    drift = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.counted_at:%F %T}"
