"""Targets of the company, its departments and people, and the leaderboards that departments chose (rows Nf1, Nf3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.rules.periods import Period
from reports.rules.targets.tiers import Tiers

from .choices import Span

USER = settings.AUTH_USER_MODEL
_WHOSE = ("figure", "span", "starts_on")


class TargetQuerySet(models.QuerySet):
    """Targets by who may read them."""

    def visible_to(self, user, scope):
        """One's own, and those of the departments in reach with their people; `scope`: DataScope of `target.view`."""
        if scope.nothing:
            return self.none()
        if scope.everything:
            return self.all()
        within = Q(department_id__in=scope.departments) | Q(person__department_id__in=scope.departments)
        return self.filter(Q(person=user) | within)


class Target(models.Model):
    """What the company (neither department nor person), a department or a person means to reach of one figure in one period."""

    figure = models.SlugField(_("figure"), max_length=40)
    span = models.CharField(_("for a"), max_length=8, choices=Span)
    starts_on = models.DateField(_("from"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(USER, models.PROTECT, null=True, related_name="targets")
    floor = models.DecimalField(_("floor"), max_digits=16, decimal_places=2, null=True)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2)
    stretch = models.DecimalField(_("stretch"), max_digits=16, decimal_places=2, null=True)
    # The request for a change that waits for its decision; emptied by each way in which that ends.
    waiting = models.ForeignKey("approvals.Request", models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["span", "starts_on"], name="target_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", *_WHOSE], name="target_of_person_once", condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["department", *_WHOSE], name="target_of_department_once", condition=Q(department__isnull=False)
            ),
            models.UniqueConstraint(
                fields=_WHOSE, name="target_of_company_once", condition=Q(person=None, department=None)
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(department=None), name="target_of_one"),
            models.CheckConstraint(
                condition=Q(target__gte=0)
                & (Q(floor=None) | Q(floor__gte=0, floor__lte=F("target")))
                & (Q(stretch=None) | Q(stretch__gte=F("target"))),
                name="target_tiers",
            ),
        ]

    def __str__(self):
        return f"{self.figure} {self.period.key} · {self.person or self.department or ''}".rstrip(" ·")

    @property
    def period(self):
        """The period that it is for."""
        return Period(self.starts_on, self.span)

    @property
    def tiers(self):
        """Its three tiers."""
        return Tiers(self.target, self.floor, self.stretch)


class Leaderboard(models.Model):
    """What a department shows of its people side by side: the figures it chose, without whoever is left out."""

    department = models.OneToOneField("accounts.Department", models.PROTECT, related_name="+")
    figures = models.JSONField(_("figures"), default=list)
    # Otherwise only whoever sees the targets of the department.
    open = models.BooleanField(_("The people of the department see it"), default=False)
    left_out = models.ManyToManyField(USER, blank=True, related_name="+", verbose_name=_("left out"))
    changed_at = models.DateTimeField()

    def __str__(self):
        return str(self.department)
