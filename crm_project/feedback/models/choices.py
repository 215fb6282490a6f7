"""Words of feedback that stand in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    PROBLEM = "problem", _("Problem")
    SUGGESTION = "suggestion", _("Suggestion")
    CORRECTION = "correction", _("Correction of data")


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("feedback", "New")
    ACCEPTED = "accepted", _("In progress")
    DONE = "done", pgettext_lazy("feedback", "Done")
    DECLINED = "declined", _("Declined")


OPEN_STATES = (State.NEW, State.ACCEPTED)
