"""Requests that wait for one person's decision (rows Nc7, Nc9, D6, M15)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language


class RequestQuerySet(models.QuerySet):
    """Requests by who may read them."""

    def visible_to(self, user, scope, waiting):
        """Asked by or against them, decided or to be decided by them (`waiting`: what waits for them), and in `scope` (DataScope of
        `request.decide`)."""
        if scope.everything:
            return self.all()
        seen = models.Q(asked_by=user) | models.Q(other_side=user) | models.Q(decider=user) | models.Q(decided_by=user)
        seen |= models.Q(pk__in=waiting.values("pk"))
        if not scope.nothing:
            seen |= models.Q(department_id__in=scope.departments)
        return self.filter(seen)


class Request(models.Model):
    """The verb that somebody asks for, with its arguments; approving calls that verb.

    `customer_id` is a plain number because requests lie below customers; `department` says whose superior decides.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        OBSOLETE = "obsolete", _("No longer needed")

    # The key of a kind that an app declares (`approvals.rules.kinds`).
    kind = models.CharField(_("kind"), max_length=20)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PENDING)
    customer_id = models.BigIntegerField(null=True, db_index=True)
    subject = models.CharField(max_length=200)
    about = models.CharField(max_length=40, blank=True, help_text=_("which item of the customer, such as instalment:7"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    arguments = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    reason = models.TextField(_("reason"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="requests_made")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="requests_to_decide")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(_("decision"), blank=True)
    # Against whom it is asked: told of it, reads it and states their side (Nd4).
    other_side = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["decider", "asked_at"], name="request_inbox", condition=models.Q(status="pending")),
            models.Index(fields=["asked_by", "-asked_at"], name="request_mine"),
        ]
        constraints = [
            # One question at a time per customer, kind and thing: a double click asks once.
            models.UniqueConstraint(
                fields=["kind", "customer_id", "asked_by", "about"],
                name="request_once",
                condition=models.Q(status="pending"),
            ),
            models.UniqueConstraint(
                fields=["kind", "customer_id", "about"],
                name="request_once_by_system",
                condition=models.Q(status="pending", asked_by__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.kind} · {self.title}"

    @property
    def title(self):
        """The subject in the reader's language, where it has a name in both: `evidence["subject_zh"]` is the Chinese one."""
        return in_language(self.subject, self.evidence.get("subject_zh"))

    @property
    def names(self):
        """The subject in both languages, as the parameters of a notice keep it."""
        named = {"subject": self.subject}
        return named | ({"subject_zh": self.evidence["subject_zh"]} if self.evidence.get("subject_zh") else {})

    @property
    def audit_name(self):
        """For the audit, which is read in every language."""
        return f"{self.kind} · {self.subject}"
