"""Filters kept under a name, with whom they are shared, and where they stand among a person's tabs (row Z17)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL
CUSTOMERS = "customers"


class Share(models.TextChoices):
    """Who is offered the filter. The rows that it shows are always the viewer's own."""

    NOBODY = "", _("Only me")
    DEPARTMENT = "department", _("A department")
    EVERYBODY = "everybody", _("Everybody")


class SavedFilter(models.Model):
    """A named filter of a list (`lib.conditions`: `page` is the list's key); published ones come with the product and are no rows."""

    page = models.CharField(max_length=20, default=CUSTOMERS)
    owner = models.ForeignKey(USER, models.CASCADE, null=True, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000)
    shared = models.CharField(_("shared with"), max_length=12, choices=Share, blank=True, default=Share.NOBODY)
    # With whom, where it is shared with a department: the people there and below.
    department = models.ForeignKey("accounts.Department", models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_once"),
            models.CheckConstraint(
                condition=models.Q(shared="department", department__isnull=False)
                | ~models.Q(shared="department") & models.Q(department__isnull=True),
                name="saved_filter_department",
            ),
        ]
        indexes = [models.Index(fields=["page", "shared"], name="saved_filter_shared")]

    def __str__(self):
        return self.name


class FilterTab(models.Model):
    """Where a saved filter stands among the tabs of one person, or that they don't want it there."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    filter = models.ForeignKey(SavedFilter, models.CASCADE, related_name="tabs")
    place = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "filter"], name="filter_tab_once")]

    def __str__(self):
        return f"{self.user_id}: {self.filter_id}"
