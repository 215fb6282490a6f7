"""The fixed words of deals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.TextChoices):
    """How long a deal takes from the first talk to the signature (Ni17)."""

    SHORT = "short", _("Short line")
    MID = "mid", _("Mid line")
    LONG = "long", _("Long line")


class Status(models.TextChoices):
    """Whether a deal is still worked on."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class QuoteStatus(models.TextChoices):
    """Where a quote stands; only an approved one is printed without a mark across it."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Discount waits for approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
