"""The yearly review of rights: each manager's list of people, confirmed one by one (row Ne6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USER = settings.AUTH_USER_MODEL


class RightsReview(models.Model):
    """One manager's list; done once everybody on it is answered for."""

    reviewer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    begun_on = models.DateField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-begun_on", "-id"], name="rights_review_listed")]
        constraints = [
            # Two who begin at once make one list for each.
            models.UniqueConstraint(
                fields=["reviewer"], name="rights_review_open_once", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.begun_on} · {self.reviewer}"


class ReviewedPerson(models.Model):
    """One person on the list: everything they may do is still needed, or a part of it should end."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("rights", "Confirmed")
        PROPOSED = "proposed", _("End proposed")

    review = models.ForeignKey(RightsReview, models.CASCADE, related_name="people")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="reviewed_person_once")]

    def __str__(self):
        return str(self.person)
