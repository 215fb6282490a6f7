"""States of a request for a right."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    SUPERIOR = "superior", _("Waiting for the superior")
    ADMIN = "admin", _("Waiting for an admin")
    GRANTED = "granted", pgettext_lazy("right", "Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (State.SUPERIOR, State.ADMIN)
