"""Policies with their versions, and who lives under which."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language

USER = settings.AUTH_USER_MODEL


class Policy(models.Model):
    """A named set of rules; what it says on a day is the newest approved version that holds then."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    # An adjusted policy repeats another one (null: none, it has no rules) with another check of follow-ups.
    adjusted = models.BooleanField(default=False, editable=False)
    adjusts = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["key"]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class PolicyVersion(models.Model):
    """One edition of a policy. `body` is what `assignment.rules.policy.Policy.from_body` reads; approved ones never change."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    holds_from = models.DateField(_("valid from"), null=True)
    note = models.TextField(_("why"), blank=True)
    drafted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True, help_text=_("when everybody concerned was notified"))
    applied_at = models.DateTimeField(null=True, help_text=_("when the stored deadlines were set by it"))

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self):
        return f"{self.policy} v{self.number}"


class PolicyScope(models.Model):
    """From which day a department lives under which policy; departments below inherit, no row above: no clocks."""

    department = models.ForeignKey("accounts.Department", models.CASCADE, related_name="policy_scopes")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, related_name="scopes")
    holds_from = models.DateField(_("valid from"))
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, help_text=_("when everybody concerned was notified"))
    applied_at = models.DateTimeField(null=True, help_text=_("when the stored deadlines were set by it"))

    class Meta:
        ordering = ["department", "-holds_from", "-id"]

    def __str__(self):
        return f"{self.department}: {self.policy}"
