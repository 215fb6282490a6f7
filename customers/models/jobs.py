"""Files brought in and lists taken out (row Na4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Job(models.Model):
    """What a worker does while somebody waits: how far it is, what went wrong, when it last gave a sign."""

    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True, help_text=_("last heartbeat of a worker"))
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ImportJob(Job):
    """An uploaded file and what became of it; rows refused are kept to be downloaded and brought back."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        MAPPING = "mapping", _("Columns to assign")
        READY = "ready", _("Ready to import")
        RUNNING = "running", _("Importing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(max_length=20)
    file = models.FileField(upload_to="imports/%Y/%m/")
    filename = models.CharField(max_length=200)
    history = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    done = models.PositiveIntegerField(default=0, help_text=_("rows processed; committed with them"))
    summary = models.JSONField(default=dict)
    # {"columns": the column of each heading ("": left out), "fixed": {column: value of every row}}; empty until it is decided.
    mapping = models.JSONField(default=dict)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["by", "-id"], name="import_by"),
            models.Index(
                fields=["touched_at"],
                name="import_unfinished",
                condition=models.Q(state__in=["checking", "running", "undoing"]),
            ),
        ]

    def __str__(self):
        return self.filename


class RefusedRow(models.Model):
    """A row of an imported file that was not taken, and why: to be mended and brought back."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="refused_rows")
    number = models.PositiveIntegerField()
    sentence = models.TextField()
    # What stood in the row, by heading: handed out again without opening the file.
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ["job", "number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="refused_row_once")]

    def __str__(self):
        return f"{self.number}: {self.sentence}"


class ExportJob(Job):
    """A list somebody took out of the house: what, how much, who, when, from where (Na4)."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being generated")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        REMOVED = "removed", _("File removed")

    what = models.CharField(max_length=20)
    query = models.TextField(blank=True)
    format = models.CharField(max_length=4)
    more = models.BooleanField(default=False, help_text=_("with columns that can't be imported again"))
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    rows = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["by", "-id"], name="export_by"),
            models.Index(fields=["touched_at"], name="export_unfinished", condition=models.Q(state="running")),
        ]

    def __str__(self):
        return f"{self.what} {self.at:%F}"


class BulkJob(Job):
    """One action on many customers, done in the background: of whom, with what, how far it is, what was refused."""

    class State(models.TextChoices):
        RUNNING = "running", _("In progress")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    what = models.CharField(max_length=20)
    # Fixed when it was confirmed: keys of the customers, in their order, and the values of the form.
    ids = models.JSONField(default=list)
    fields = models.JSONField(default=dict)
    # The list from which they were chosen, to lead back to it.
    query = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    done = models.PositiveIntegerField(default=0, help_text=_("customers processed; committed with them"))
    # [[key, name, why not]] of those refused; {key: {column: [before, after]}} of those whose values were changed.
    refused = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    undo = models.ForeignKey("undo.RecentAction", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["by", "-id"], name="bulk_by"),
            models.Index(fields=["touched_at"], name="bulk_unfinished", condition=models.Q(state="running")),
        ]

    def __str__(self):
        return f"{self.what} {self.at:%F}"
