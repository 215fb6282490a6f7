"""Words of the rating that stand in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUARTER_LENGTH = 6


class Grade(models.TextChoices):
    AAA = "AAA", "AAA"
    AA = "AA", "AA"
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    NONE = "", _("No grade")


class Source(models.TextChoices):
    """Where the points of a score come from."""

    HAND = "hand", _("Rated manually")
    IMPORT = "import", _("Imported")


class KeyStatusKind(models.TextChoices):
    KEY = "key", _("Key customer")
    ORDINARY = "ordinary", _("Ordinary customer")
    POTENTIAL = "potential", _("Potential key customer")


class PaperKind(models.TextChoices):
    """The papers that a rating begins with (T8)."""

    LICENCE = "licence", _("Business licence")
    REPRESENTATIVE = "representative", _("ID of the legal representative")


class CareKind(models.TextChoices):
    """What is shared with, planned with and done for a customer (T14, T16, T17, T24)."""

    INFORMATION = "information", _("Shared information")
    PLAN = "plan", _("Joint plan")
    QUALITY = "quality", _("Quality feedback")
    SUPPORT = "support", _("Sales support")
    FIRST_DEAL = "first_deal", pgettext_lazy("support", "First-deal support")
