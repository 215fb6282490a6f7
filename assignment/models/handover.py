"""Customers on their way from a leaver or mover to colleagues (Z16, M9, Ne9)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class HandoverQuerySet(models.QuerySet):
    """Handovers by who may see them."""

    def visible_to(self, user, scope):
        """Those they run (DataScope of `handover.run`), and those in which they receive customers."""
        if scope.everything:
            return self.all()
        seen = models.Q(pk__in=Handover.objects.filter(items__to=user).values("pk")) | models.Q(started_by=user)
        if scope.departments:
            seen |= models.Q(leaver__department_id__in=scope.departments)
            seen |= models.Q(department_id__in=scope.departments)
        return self.filter(seen)


class Handover(models.Model):
    """A leaver's or mover's customers on their way to colleagues (Z16, M9, Ne9)."""

    leaver = models.ForeignKey(USER, models.PROTECT, related_name="handovers")
    # Where the customers were held: whoever moves is in another department by now.
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    started_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    plan = models.JSONField(default=dict)

    objects = HandoverQuerySet.as_manager()

    def __str__(self):
        return f"{self.leaver} {self.started_at:%F}"


class HandoverItem(models.Model):
    """One customer of a handover: to whom, moved when, introduced when, customer informed when."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    informed_at = models.DateTimeField(null=True)
    # Why it could not move or be informed, as the code of the refusal; worded by `handover_problems` when it is shown.
    problem = models.CharField(max_length=200, blank=True)
    problem_values = models.JSONField(default=dict)
    reminded_at = models.DateTimeField(null=True, help_text=_("when the introduction was last requested"))

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["to", "moved_at"],
                name="introduction_open",
                condition=models.Q(introduced_at__isnull=True, moved_at__isnull=False),
            )
        ]
        constraints = [models.UniqueConstraint(fields=["handover", "customer"], name="handover_item_once")]

    def __str__(self):
        return f"{self.handover_id}: {self.customer_id}"
