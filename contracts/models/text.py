"""Standard texts of contracts, approved by legal before they can be used (row T19)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import TextLanguage, TextStatus

USER = settings.AUTH_USER_MODEL


class ContractText(models.Model):
    """One version of a standard text; an approved one never changes, a change is a new version."""

    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=8, choices=TextLanguage, default=TextLanguage.CHINESE)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    title = models.CharField(_("contract title"), max_length=120)
    clauses = models.JSONField(default=dict, help_text=_("clause -> text with {blanks}"))
    status = models.CharField(_("status"), max_length=10, choices=TextStatus, default=TextStatus.DRAFT, editable=False)
    drafted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    drafted_at = models.DateTimeField(editable=False)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "language", "version"], name="contract_text_once")]

    def __str__(self):
        return f"{self.name} v{self.version}"
