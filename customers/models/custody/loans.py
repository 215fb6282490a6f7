"""Loans of paper folders: asked for, approved, handed out, returned (row T6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .folders import PaperFolder

USER = settings.AUTH_USER_MODEL


class FolderLoan(models.Model):
    """One loan of a folder, or a look at its scanned pages, from a day until a day."""

    class Form(models.TextChoices):
        PAPER = "paper", _("The folder itself")
        VIEW = "view", _("A look at its scanned pages")

    class Status(models.TextChoices):
        ASKED = "asked", _("Waits for approval")
        APPROVED = "approved", pgettext_lazy("folder loan", "Approved")
        OUT = "out", pgettext_lazy("folder loan", "Handed out")
        RETURNED = "returned", pgettext_lazy("folder loan", "Returned")
        LOST = "lost", pgettext_lazy("folder loan", "Lost")
        REFUSED = "refused", pgettext_lazy("folder loan", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("folder loan", "Withdrawn")
        ENDED = "ended", pgettext_lazy("folder loan", "Ended")

    # What is neither over nor refused.
    RUNNING = (Status.ASKED, Status.APPROVED, Status.OUT)

    folder = models.ForeignKey(PaperFolder, models.PROTECT, related_name="loans")
    form = models.CharField(max_length=5, choices=Form, default=Form.PAPER)
    borrower = models.ForeignKey(USER, models.PROTECT, related_name="folder_loans", verbose_name=_("borrower"))
    reason = models.CharField(_("reason"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.ASKED)
    asked_at = models.DateTimeField(_("asked for"))
    handed_at = models.DateTimeField(_("handed out"), null=True)
    handed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(_("late"), default=False)
    statement = models.CharField(_("how it was lost"), max_length=500, blank=True)
    # When it is next reminded of, or ends by itself; None where nothing follows by itself.
    next_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["folder"], name="folder_out_once", condition=Q(status="out")),
            models.UniqueConstraint(
                fields=["folder", "borrower", "form"],
                name="folder_asked_once",
                condition=Q(status__in=("asked", "approved")),
            ),
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="folder_loan_period"),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="folder_loan_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["borrower", "-asked_at", "-id"], name="folder_loan_of"),
            models.Index(fields=["status", "until_on", "id"], name="folder_loan_status"),
            models.Index(fields=["folder", "-asked_at"], name="folder_loan_folder"),
        ]

    def __str__(self):
        return f"{self.folder_id} {self.asked_at:%F}"
