"""Reviews of customer files: the days that rules ask for, the next date of each file, and what was reviewed (rows M5, Nf2, M2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models.department_version import DepartmentVersion, numbered_once

from .customer import Customer

USER = settings.AUTH_USER_MODEL


class ReviewRules(DepartmentVersion):
    """One version of how often a department (None: the whole company) reviews files; never changed, only followed."""

    holds_from = models.DateField(_("holds from"))
    vip = models.PositiveSmallIntegerField(_("VIP"), default=0)
    core = models.PositiveSmallIntegerField(_("Core"), default=0)
    growth = models.PositiveSmallIntegerField(_("High-growth"), default=0)
    ordinary = models.PositiveSmallIntegerField(_("Ordinary"), default=0)
    other = models.PositiveSmallIntegerField(_("without a class"), default=0)
    remind_days = models.PositiveSmallIntegerField(_("days before to remind"), default=7)
    escalate_days = models.PositiveSmallIntegerField(_("days after to tell the manager"), default=7)

    class Meta(DepartmentVersion.Meta):
        constraints = numbered_once("review_rules_version", "review_rules_company")


class FileReview(models.Model):
    """A file that was gone through: what was confirmed and corrected, by whom, whether in time, and when next."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="file_reviews", verbose_name=_("customer"))
    # Whose department it was then: figures of the past stay as they were.
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed"))
    due_on = models.DateField(_("was due"), null=True)
    late = models.BooleanField(_("late"), default=False)
    confirmed = models.JSONField(_("confirmed"), default=list)
    corrected = models.JSONField(_("corrected"), default=list)
    missing = models.PositiveSmallIntegerField(_("missing"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    next_on = models.DateField(_("next review"), null=True)

    class Meta:
        ordering = ["-reviewed_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-reviewed_at"], name="file_review_customer"),
            models.Index(fields=["-reviewed_at", "-id"], name="file_review_time"),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.reviewed_at:%F}"


class ReviewDate(models.Model):
    """When a file is reviewed next, as stored; only files that have such a date, or were reviewed, have a row."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="review_date")
    last = models.ForeignKey(FileReview, models.SET_NULL, null=True, related_name="+")
    reviewed_on = models.DateField(_("last review"), null=True)
    chosen_on = models.DateField(null=True)
    due_on = models.DateField(_("review due"), null=True)
    remind_on = models.DateField(null=True)
    escalate_on = models.DateField(null=True)
    # For which date people were told already.
    reminded_for = models.DateField(null=True)
    escalated_for = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "customer"], name="review_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["remind_on"], name="review_remind", condition=Q(remind_on__isnull=False)),
            models.Index(fields=["escalate_on"], name="review_escalate", condition=Q(escalate_on__isnull=False)),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.due_on}"
