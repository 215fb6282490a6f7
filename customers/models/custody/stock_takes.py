"""Stock-takes of a storage place: what was found there, what is missing, what stands in the wrong place (row T6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..lists import ListItem
from .folders import PaperFolder

USER = settings.AUTH_USER_MODEL


class StockTake(models.Model):
    """One stock-take of a place; closed, its result stays."""

    place = models.ForeignKey(
        ListItem, models.PROTECT, related_name="+", limit_choices_to={"kind": "place"}, verbose_name=_("storage place")
    )
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened"))
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["place"], name="stock_take_open_once", condition=Q(closed_at=None))
        ]

    def __str__(self):
        return f"{self.place_id} {self.opened_at:%F}"


class StockTakeLine(models.Model):
    """One folder of a stock-take: scanned there, or added when it was closed because it should have been there."""

    class Verdict(models.TextChoices):
        FOUND = "found", _("In its place")
        MISPLACED = "misplaced", _("Belongs elsewhere")
        MISSING = "missing", _("Missing")
        ON_LOAN = "on_loan", _("On loan")
        LENT_BUT_HERE = "lent_here", _("Here, although lent")
        LOST_BUT_HERE = "lost_here", _("Here, although reported lost")
        LOST = "lost", _("Reported lost before")

    stock_take = models.ForeignKey(StockTake, models.PROTECT, related_name="lines")
    folder = models.ForeignKey(PaperFolder, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    # Empty while the stock-take is open. The place and the borrower are those of that moment, in words.
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    note = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["stock_take", "folder"], name="stock_take_line_once")]

    def __str__(self):
        return f"{self.stock_take_id} {self.folder_id}"
