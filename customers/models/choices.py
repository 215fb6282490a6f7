"""Words that stand in the database (vocabulary of the field)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    POTENTIAL = "potential", _("Potential")
    INTENT = "intent", _("Intent")
    OFFICIAL = "official", _("Official")


class Kind(models.TextChoices):
    COMPANY = "company", _("Company")
    INDIVIDUAL = "individual", _("Individual")


class Segment(models.TextChoices):
    DIRECT = "direct", _("Direct customer")
    DISTRIBUTOR = "distributor", _("Distributor")


class Level(models.TextChoices):
    """Ni8; together with the segment: direct core, distributor core, …"""

    CORE = "core", _("Core")
    GROWTH = "growth", _("High-growth")
    ORDINARY = "ordinary", _("Ordinary")


class ValueRating(models.TextChoices):
    """Z9; set by hand, independent of the credit rating."""

    PREMIER = "premier", _("Premier")
    GOOD = "good", _("Good")
    NORMAL = "normal", _("Normal")
    NONE = "none", _("None")


class ListKind(models.TextChoices):
    """The managed lists that an admin edits in the browser."""

    TYPE = "type", _("Company type")
    REGION = "region", _("Region of operation")
    SITE = "site", _("Company site")
    TRADE = "trade", _("Trade")
    CATEGORY = "category", _("Product category")
    SOURCE = "source", _("Source")
    CONTRACT = "contract", _("Contract type")
    PLACE = "place", _("Storage place")


class PoolReason(models.TextChoices):
    """Why a customer stands in the public pool."""

    NEW = "new", _("Never owned")
    RELEASED = "released", _("Released by the policy")
    GIVEN_UP = "given_up", _("Given up")
    LEFT = "left", _("Owner left")
    BY_MANAGER = "by_manager", _("Released by a manager")
    IMPORTED = "imported", _("Imported without an owner")


# What a file may be asked for; `contact_phone` is met by a mobile too, `contact_mobile` by nothing else.
FIELDS = {
    "name": pgettext_lazy("company", "full name"),
    "address": _("address"),
    "postal_code": _("postal code"),
    "regions": _("region"),
    "trade": _("trade"),
    "type": _("company type"),
    "source": _("source"),
    "profile": _("profile"),
    "contact_name": _("contact"),
    "contact_title": _("contact's position"),
    "contact_mobile": _("contact's mobile"),
    "contact_phone": _("contact's phone"),
}
