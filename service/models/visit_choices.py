"""Words of return visits: whom a plan visits, who goes, where a visit, a demand and an idea stand (rows T21, T23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from service.rules import visits


class Whom(models.TextChoices):
    """Whom a plan visits: again and again, or once after something."""

    OFFICIAL = visits.OFFICIAL, _("Official customers")
    KEY = visits.KEY, _("Key customers")
    LEVEL = visits.LEVEL, _("Customers of a class")
    ORDER = visits.ORDER, _("After a service order is done")
    DELIVERY = visits.DELIVERY, _("After a delivery of a contract")


class Visitor(models.TextChoices):
    """Who makes the visits of a plan."""

    SERVICE_PERSON = "service", _("The customer's service person")
    LEAST_BUSY = "least_busy", _("By rotation: the person of service with the fewest visits")
    NAMED = "named", _("One person")
    OWNER = "owner", _("The customer's owner")


class VisitStatus(models.TextChoices):
    """Where a visit stands; the report ends it."""

    PLANNED = visits.PLANNED, pgettext_lazy("visit", "Planned")
    HELD = visits.HELD, pgettext_lazy("visit", "Report due")
    DONE = visits.DONE, pgettext_lazy("visit", "Done")
    CANCELLED = visits.CANCELLED, pgettext_lazy("visit", "Cancelled")


class VisitChannel(models.TextChoices):
    CALL = "call", _("Phone call")
    VISIT = "visit", _("Visit on site")
    ONLINE = "online", _("Online meeting")


class DemandStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("demand", "Open")
    DEAL = "deal", pgettext_lazy("demand", "Became a deal")
    ASIDE = "aside", pgettext_lazy("demand", "Put aside")


class IdeaStatus(models.TextChoices):
    """What became of an idea for improvement."""

    NEW = "new", pgettext_lazy("idea", "New")
    CONSIDERED = "considered", pgettext_lazy("idea", "Being considered")
    ACCEPTED = "accepted", pgettext_lazy("idea", "Accepted")
    DONE = "done", pgettext_lazy("idea", "Carried out")
    DECLINED = "declined", pgettext_lazy("idea", "Declined")
