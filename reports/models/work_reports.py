"""Reports that people write of a period, what they plan next, who has read them, and from which template they are (row Ni1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models.department_version import DepartmentVersion, numbered_once

USER = settings.AUTH_USER_MODEL


class ReportKind(models.TextChoices):
    """Of how long a period a report is."""

    DAILY = "daily", _("Daily report")
    WEEKLY = "weekly", _("Weekly report")
    MONTHLY = "monthly", _("Monthly report")
    HALF_YEARLY = "half_yearly", _("Half-yearly report")
    YEARLY = "yearly", _("Yearly report")


class State(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", pgettext_lazy("report", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
    RETURNED = "returned", pgettext_lazy("report", "Sent back")


class ReportTemplate(DepartmentVersion):
    """One version of what a department (None: the whole company) asks for in reports of a kind; never changed, only followed."""

    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind)
    holds_from = models.DateField(_("for periods that begin on or after"))
    demanded = models.BooleanField(_("must be handed in"), default=True)
    days = models.PositiveSmallIntegerField(_("working days after the end of the period"), default=1)
    hour = models.PositiveSmallIntegerField(_("hour of the day"), default=10)
    # [{"key", "label", "required"}]: sections to be written; standard ones have no label, they are named in the reader's language.
    sections = models.JSONField(default=list)
    figures = models.JSONField(default=list, help_text=_("keys of figures, in their order"))
    readers = models.ManyToManyField(USER, blank=True, related_name="+", verbose_name=_("more readers"))

    class Meta:
        ordering = ["kind", "-holds_from", "-number"]
        constraints = numbered_once("report_template_version", "report_template_company_version", "kind")

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class WorkReport(models.Model):
    """What one person reports of one period. When it is submitted its figures are frozen, with the rows behind them."""

    author = models.ForeignKey(USER, models.PROTECT, related_name="work_reports", verbose_name=_("author"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind)
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    template = models.ForeignKey(ReportTemplate, models.PROTECT, null=True, related_name="reports")
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAFT)
    # {section: text}
    texts = models.JSONField(default=dict)
    # {item of the last plan: what became of it, in words}
    outcomes = models.JSONField(default=dict)
    # {figure: value as text} and {figure: [[moment or day, customer, what, value]]}, as they were when it was submitted.
    figures = models.JSONField(default=dict)
    rows = models.JSONField(default=dict)
    superior = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("superior"))
    due_at = models.DateTimeField(_("due"), null=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    returned_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["-first", "-id"]
        constraints = [models.UniqueConstraint(fields=["author", "kind", "first"], name="work_report_once")]
        indexes = [
            models.Index(fields=["kind", "first", "state"], name="work_report_period"),
            models.Index(fields=["department", "-submitted_at"], name="work_report_department"),
            models.Index(
                fields=["superior", "-submitted_at"], name="work_report_superior", condition=Q(state="submitted")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first:%F} · {self.author}"


class PlanItem(models.Model):
    """Something that its author plans for the next period; on submission it becomes a task, whose end tells whether it was done."""

    report = models.ForeignKey(WorkReport, models.CASCADE, related_name="plan")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("what"), max_length=160)
    due_on = models.DateField(_("until"))
    task = models.ForeignKey("activities.Task", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["report", "position"]

    def __str__(self):
        return self.text


class ReportReading(models.Model):
    """Who has read a report, and whether for somebody who is away."""

    report = models.ForeignKey(WorkReport, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(USER, models.PROTECT, related_name="+")
    stands_in_for = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["report", "reader"], name="report_read_once")]

    def __str__(self):
        return f"{self.report_id} {self.reader_id}"
