"""Archive folders of customers, what was done with them, and their scanned pages (row T6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..customer import Customer
from ..lists import ListItem

USER = settings.AUTH_USER_MODEL


class PaperFolder(models.Model):
    """One folder of paper in the file room; it is never deleted."""

    class Kind(models.TextChoices):
        BASIC = "basic", _("Basic file")
        CONTRACT = "contract", pgettext_lazy("archive folder", "Contracts")
        LETTERS = "letters", _("Letters and minutes")
        FINANCE = "finance", _("Invoices and payments")
        TECHNICAL = "technical", _("Technical documents")
        OTHER = "other", pgettext_lazy("archive folder", "Other")

    class Status(models.TextChoices):
        IN = "in", _("In its place")
        OUT = "out", _("Lent")
        LOST = "lost", pgettext_lazy("archive folder", "Lost")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="paper_folders", verbose_name=_("customer"))
    number = models.CharField(_("folder number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BASIC)
    title = models.CharField(_("title"), max_length=120)
    contents = models.TextField(_("contents"), max_length=1000, blank=True)
    place = models.ForeignKey(
        ListItem, models.PROTECT, related_name="+", limit_choices_to={"kind": "place"}, verbose_name=_("storage place")
    )
    status = models.CharField(_("status"), max_length=4, choices=Status, default=Status.IN)
    filed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("filed by"))
    filed_at = models.DateTimeField(_("filed"))

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["customer", "number"], name="folder_customer"),
            models.Index(fields=["place", "number"], name="folder_place"),
            models.Index(fields=["status", "number"], name="folder_status"),
        ]

    def __str__(self):
        return self.number


class FolderEntry(models.Model):
    """What was done with a folder, in its order; triggers keep every entry as it is."""

    class Kind(models.TextChoices):
        FILED = "filed", _("filed the folder")
        CHANGED = "changed", _("changed what is known of it")
        ASKED = "asked", _("asked for it")
        APPROVED = "approved", _("approved the loan")
        REFUSED = "refused", _("refused the loan")
        WITHDRAWN = "withdrawn", _("withdrew the request")
        REOPENED = "reopened", _("undid the decision about the loan")
        LAPSED = "lapsed", _("was not handed out by the last day of the loan")
        LENT = "lent", _("handed it out")
        EXTENDED = "extended", _("extended the loan")
        SHORTENED = "shortened", _("undid the extension")
        PASSED = "passed", _("passed it on, as the borrower left")
        RETURNED = "returned", _("took it back")
        LOST = "lost", _("reported it lost")
        FOUND = "found", _("took it back after it was lost")
        SCANNED = "scanned", _("added scanned pages")
        REMOVED = "removed", _("withdrew scanned pages")
        LOOKED = "looked", _("looked at scanned pages")
        COUNTED = "counted", _("checked it in a stock-take")

    folder = models.ForeignKey(PaperFolder, models.PROTECT, related_name="entries")
    loan = models.ForeignKey("customers.FolderLoan", models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=600, blank=True)
    # None is the system.
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["folder", "-id"], name="folder_log")]

    def __str__(self):
        return f"{self.folder_id} {self.kind}"


class FolderPages(models.Model):
    """Scanned pages of a folder, shown with a watermark to people whose request for a look was approved."""

    folder = models.ForeignKey(PaperFolder, models.PROTECT, related_name="pages")
    file = models.FileField(upload_to="folders/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
