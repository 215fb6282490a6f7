"""Sales plans: what a rep means to reach in a month or a quarter (row Nf3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import PlanStatus, Span
from .product import CURRENCY

USER = settings.AUTH_USER_MODEL


class SalesPlanQuerySet(models.QuerySet):
    """Plans by who may read them."""

    def visible_to(self, user, scope):
        """Their own, and those of the people whose deals the user sees; `scope`: DataScope of `deal.view`."""
        if scope.nothing:
            return self.none()
        if scope.everything:
            return self.all()
        return self.filter(models.Q(person=user) | models.Q(department_id__in=scope.departments))


class SalesPlan(models.Model):
    """One person's plan for one month or quarter; only an accepted one adds up to the department's."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="sales_plans", verbose_name=_("person"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+", editable=False)
    span = models.CharField(_("for a"), max_length=8, choices=Span, default=Span.MONTH)
    starts_on = models.DateField(_("from"))
    amount = models.DecimalField(_("target amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    new_customers = models.PositiveIntegerField(_("new customers"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    note = models.TextField(_("how to reach it"))
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus, default=PlanStatus.WAITING)
    submitted_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.TextField(_("decision"), blank=True)

    objects = SalesPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["department", "starts_on", "span"], name="plan_department")]
        constraints = [models.UniqueConstraint(fields=["person", "span", "starts_on"], name="one_plan_a_period")]

    def __str__(self):
        return f"{self.person} {self.starts_on:%Y-%m}"
