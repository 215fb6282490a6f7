"""Statuses, priorities and channels of service orders (rows Ni21, Ne10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from service.rules import steps


class Status(models.TextChoices):
    """Where an order stands, in the order of its life; cancelled leads out of it."""

    RECORDED = steps.RECORDED, pgettext_lazy("order", "Recorded")
    ACCEPTED = steps.ACCEPTED, pgettext_lazy("order", "Accepted")
    UNDER_WAY = steps.UNDER_WAY, pgettext_lazy("order", "Under way")
    WAITING = steps.WAITING, pgettext_lazy("order", "Waiting")
    DONE = steps.DONE, pgettext_lazy("order", "Done")
    CONFIRMED = steps.CONFIRMED, pgettext_lazy("order", "Confirmed by the customer")
    CLOSED = steps.CLOSED, pgettext_lazy("order", "Closed")
    CANCELLED = steps.CANCELLED, pgettext_lazy("order", "Cancelled")


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


class SentBy(models.TextChoices):
    """How a questionnaire reaches a contact."""

    MAIL = "mail", _("Email")
    PRINT = "print", pgettext_lazy("questionnaire", "Printed code")
    PHONE = "phone", _("Phone")
