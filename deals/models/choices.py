"""The fixed words of deals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Line(models.TextChoices):
    """How long a deal takes from the first talk to the signature (Ni17)."""

    SHORT = "short", _("Short line")
    MID = "mid", _("Mid line")
    LONG = "long", _("Long line")


class Status(models.TextChoices):
    """Whether a deal is still worked on."""

    OPEN = "open", pgettext_lazy("deal", "Open")
    WON = "won", pgettext_lazy("deal", "Won")
    LOST = "lost", pgettext_lazy("deal", "Lost")


class QuoteStatus(models.TextChoices):
    """Where a quote stands; only an approved one is printed without a mark across it."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Discount waiting for approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")


# A discount that still waits, or a quote that was turned down, makes no contract.
OFFERED = (QuoteStatus.APPROVED, QuoteStatus.SENT, QuoteStatus.ACCEPTED)


class Span(models.TextChoices):
    """What a sales plan covers."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")


class PlanStatus(models.TextChoices):
    """Where a sales plan stands."""

    WAITING = "waiting", _("With the manager for review")
    ACCEPTED = "accepted", pgettext_lazy("plan", "Accepted")
    RETURNED = "returned", _("Sent back")


class Condition(models.TextChoices):
    """What may be asked of a deal before it enters a stage; deals.stages looks whether it holds."""

    AMOUNT = "amount", _("An amount above zero")
    PRODUCTS = "products", _("Products named")
    KEY_CONTACT = "key_contact", _("A key contact at the customer")
    NEXT_STEP = "next_step", _("A next step agreed")
    FOLLOWUP = "followup", _("A valid follow-up in the current stage")
    QUOTE = "quote", _("A quote sent")
    ACCEPTED = "accepted", _("A quote accepted")
