"""How files are understood, and what each row of one did: headings that a company or a person uses, rows that an undo takes back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .jobs import ImportJob

USER = settings.AUTH_USER_MODEL


class HeadingSynonym(models.Model):
    """A heading that files of this company use for a column, beside those that are known from the start."""

    kind = models.CharField(_("file"), max_length=20)
    column = models.CharField(_("column"), max_length=40)
    text = models.CharField(_("heading"), max_length=80)
    key = models.CharField(max_length=80, editable=False)
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["kind", "column", "text"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="heading_once")]

    def __str__(self):
        return self.text


class RememberedHeadings(models.Model):
    """How a person's files of a kind were assigned last: {heading: column, or "" where it is left out}, and fixed values."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="remembered_once")]

    def __str__(self):
        return f"{self.user_id}: {self.kind}"


class ImportedRow(models.Model):
    """What a row of a file became, and what stood there before: an undo takes it back as long as nothing was built on it."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="imported_rows")
    number = models.PositiveIntegerField()
    result = models.CharField(max_length=10)
    label = models.CharField(max_length=200, blank=True)
    subject_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    kept = models.TextField(blank=True, help_text=_("why an undo left it as it is"))

    class Meta:
        ordering = ["job", "number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="imported_row_once")]

    def __str__(self):
        return f"{self.number}: {self.label}"
