"""The month's score of people: by which scheme it is reckoned, how it was closed, and what was corrected since (rows Nf16, Ni16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models.department_version import DepartmentVersion, numbered_once

USER = settings.AUTH_USER_MODEL


class Because(models.TextChoices):
    """Why a closed score changed."""

    CORRECTED = "corrected", pgettext_lazy("score", "Corrected")
    APPEAL = "appeal", pgettext_lazy("score", "Appeal granted")
    UNDONE = "undone", pgettext_lazy("score", "Decision about the appeal withdrawn")
    UNTRUE = "untrue", pgettext_lazy("score", "Untrue or incomplete record upheld")


class AppraisalScheme(DepartmentVersion):
    """One version of what a month's score is made of in a department (None: the whole company); never changed, only followed."""

    # The first day of the first month that it holds for.
    holds_from = models.DateField(_("from the month"))
    roles = models.ManyToManyField("accounts.Role", related_name="+", verbose_name=_("roles that are scored"))
    # [[key, points, full_at]] and [[key, each, at_most]]; numbers as text, exact.
    items = models.JSONField(_("points"), default=list)
    deductions = models.JSONField(_("deductions"), default=list)
    zero = models.BooleanField(_("an untrue record sets the month to zero"), default=False)
    close_days = models.PositiveSmallIntegerField(_("working days after the month until it is closed"), default=5)

    class Meta(DepartmentVersion.Meta):
        constraints = numbered_once("appraisal_scheme_version", "appraisal_scheme_company_version")


class ScoreQuerySet(models.QuerySet):
    """Scores by who may read them."""

    def visible_to(self, user, scope):
        """One's own, and those of the departments in reach; `scope`: DataScope of `appraisal.view`."""
        if scope.everything:
            return self.all()
        return self.filter(Q(person=user) | Q(department_id__in=scope.departments))


class Score(models.Model):
    """The closed score of a person and month; `total` counts, `closed_at_total` is what it was closed with."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="scores", verbose_name=_("person"))
    # Where the person worked when it was closed.
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    first = models.DateField(_("month"))
    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT, related_name="+")
    # {key: value as text, or None}: whatever can be measured, so that another scheme can be tried on it.
    measured = models.JSONField(default=dict)
    # Keys of the drawn rows that were upheld.
    untrue = models.JSONField(default=list)
    closed_with = models.DecimalField(_("closed with"), max_digits=5, decimal_places=1)
    total = models.DecimalField(_("points"), max_digits=5, decimal_places=1)
    closed_at = models.DateTimeField(_("closed"))
    appeal_by = models.DateTimeField(_("appeal until"))
    # The appeal that is being decided, and whether the last change was appealed against already.
    waiting = models.ForeignKey("approvals.Request", models.SET_NULL, null=True, related_name="+")
    appealed = models.BooleanField(default=False)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "first"], name="month_score_once"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=100), name="month_score_total"),
        ]
        indexes = [models.Index(fields=["first", "department"], name="month_score_of")]

    def __str__(self):
        return f"{self.first:%Y-%m} · {self.person}"


class ScoreCorrection(models.Model):
    """A change of a closed score, with both values; never changed."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="corrections")
    because = models.CharField(_("because"), max_length=10, choices=Because)
    before = models.DecimalField(_("before"), max_digits=5, decimal_places=1)
    after = models.DecimalField(_("after"), max_digits=5, decimal_places=1)
    reason = models.CharField(_("reason"), max_length=500)
    corrected_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ["corrected_at", "id"]

    def __str__(self):
        return f"{self.before} → {self.after}"
