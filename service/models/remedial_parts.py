"""What hangs on a remedial plan: tasks with their proof, corrected customer data, and how many days each step may take (row M16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .remedial import RemedialPlan

USER = settings.AUTH_USER_MODEL


class PlanTask(models.Model):
    """What somebody of any department does for a plan until a day; done once there is proof: words, files or both."""

    plan = models.ForeignKey(RemedialPlan, models.CASCADE, related_name="tasks")
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    what = models.TextField(_("what is to be done"), max_length=1000)
    person = models.ForeignKey(USER, models.PROTECT, related_name="remedial_tasks", verbose_name=_("person"))
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    due_on = models.DateField(_("due"))
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    set_at = models.DateTimeField(editable=False)
    handed_at = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    proof = models.TextField(_("proof"), max_length=4000, blank=True, editable=False)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    # Why it was given back by its person, or sent back to be done again.
    returned = models.TextField(blank=True, editable=False)
    handovers = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["person", "due_at"], name="remedial_task_person", condition=Q(done_at=None)),
            models.Index(fields=["next_at", "id"], name="remedial_task_due", condition=Q(next_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(handed_at__isnull=False), name="remedial_task_handed_first"
            )
        ]

    def __str__(self) -> str:
        return self.what[:80]


class PlanFile(models.Model):
    """A file that proves a task."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="files")
    file = models.FileField(upload_to="remedial/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class PlanCorrection(models.Model):
    """Customer data that a plan corrected: the entry of the audit, which keeps both values."""

    plan = models.ForeignKey(RemedialPlan, models.CASCADE, related_name="corrections")
    entry = models.ForeignKey("audit.Entry", models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "entry"], name="remedial_correction_once")]

    def __str__(self) -> str:
        return str(self.entry_id)


class StepDays(models.Model):
    """How many working days each step may take, from a moment on; the newest that has begun holds for every open plan."""

    number = models.PositiveIntegerField(unique=True)
    body = models.JSONField()
    holds_from = models.DateTimeField(_("holds from"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-holds_from", "-number"]

    def __str__(self) -> str:
        return str(self.number)
