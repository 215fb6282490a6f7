"""How often a person was told of customers beyond their scope on one day (rows Ni5, Nb3)."""

from django.conf import settings
from django.db import models


class Lookup(models.Model):
    """One row per person, day (company time) and kind; what it counts is limited."""

    class Kind(models.TextChoices):
        NAME = "name"  # the duplicate check showed customers of others
        CODE = "code"  # a search for a code said whose customer it is: codes can be counted, names have to be known
        QUESTION = "question"  # a page about a customer of others was opened

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day", "kind"], name="lookup_once")]

    def __str__(self):
        return f"{self.user_id} {self.day} {self.kind} {self.count}"
