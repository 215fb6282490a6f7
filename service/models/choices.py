"""States, priorities and channels of service orders (rows Ni21, Ne10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where an order stands, in the order of its life; cancelled leads out of it."""

    RECORDED = "recorded", pgettext_lazy("order", "Recorded")
    ACCEPTED = "accepted", pgettext_lazy("order", "Accepted")
    UNDER_WAY = "under_way", pgettext_lazy("order", "Under way")
    WAITING = "waiting", pgettext_lazy("order", "Waiting")
    DONE = "done", pgettext_lazy("order", "Done")
    CONFIRMED = "confirmed", pgettext_lazy("order", "Confirmed by the customer")
    CLOSED = "closed", pgettext_lazy("order", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


# Work is still to be done; the clocks run.
RUNNING = (Status.RECORDED, Status.ACCEPTED, Status.UNDER_WAY, Status.WAITING)
# Something is still to be done with it.
OPEN = (*RUNNING, Status.DONE, Status.CONFIRMED)


class Priority(models.TextChoices):
    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


class Channel(models.TextChoices):
    """How the customer came to us."""

    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Email")
    VISIT = "visit", _("Visit")
    MESSAGE = "message", _("Message")
    WEB = "web", _("Website")


class WaitsFor(models.TextChoices):
    CUSTOMER = "customer", pgettext_lazy("waiting for", "the customer")
    PARTS = "parts", pgettext_lazy("waiting for", "parts")
    DEPARTMENT = "department", pgettext_lazy("waiting for", "another department")
