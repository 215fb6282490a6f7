"""The runs of the sweep, and what each decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assignment.rules.policy import RELEASE

USER = settings.AUTH_USER_MODEL


class SweepLineQuerySet(models.QuerySet):
    """Decisions of the automatic release by who may read them."""

    def visible_to(self, user, scope, published=None):
        """Their own, those in `scope` (DataScope of `sweep.view`), and releases in the department that publishes them to its reps."""
        if scope.nothing:
            return self.none()
        if scope.everything:
            return self.all()
        seen = models.Q(owner=user) | models.Q(to=user)
        if scope.departments:
            seen |= models.Q(owner__department_id__in=scope.departments)
        if published is not None:
            seen |= models.Q(outcome=RELEASE, owner__department_id=published)
        return self.filter(seen)


class SweepRunQuerySet(models.QuerySet):
    """Runs by who may read them."""

    def visible_to(self, user, scope, published=None):
        """Runs with at least one line that the user may read; all of them for who reads everything."""
        if scope.everything:
            return self.all()
        return self.filter(pk__in=SweepLine.objects.visible_to(user, scope, published).values("run_id"))


class SweepRun(models.Model):
    """One run of the sweep and its figures."""

    at = models.DateTimeField(_("as of"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(default=dict)
    told_to = models.BigIntegerField(default=0, help_text=_("the last line people were notified of"))
    told_at = models.DateTimeField(null=True, help_text=_("when everybody concerned was notified of everything"))
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = SweepRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="run_untold", condition=models.Q(told_at__isnull=True))]

    def __str__(self):
        return f"#{self.pk} {self.at:%F %T}"


class SweepLine(models.Model):
    """What one run decided for one customer and why; `skipped` and `failed` included."""

    run = models.ForeignKey(SweepRun, models.CASCADE, related_name="lines")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12)
    rule = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=dict)

    objects = SweepLineQuerySet.as_manager()

    class Meta:
        ordering = ["run", "customer"]
        constraints = [models.UniqueConstraint(fields=["run", "customer"], name="sweep_line_once")]

    def __str__(self):
        return f"{self.run_id}: {self.customer_id} {self.outcome}"
