"""What a return visit brought: scores, market demand, ideas for improvement (row T21)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .visit_choices import DemandStatus, IdeaStatus
from .visits import ReturnVisit, VisitAspect

USER = settings.AUTH_USER_MODEL


class VisitScore(models.Model):
    """The score of one aspect, 1 to 5."""

    visit = models.ForeignKey(ReturnVisit, models.CASCADE, related_name="scores")
    aspect = models.ForeignKey(VisitAspect, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["aspect__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "aspect"], name="visit_score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="visit_score_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.score}"


class VisitDemand(models.Model):
    """What the customer will need: a hint to the owner, who opens a deal or puts it aside with a reason."""

    visit = models.ForeignKey(ReturnVisit, models.CASCADE, related_name="demands")
    product = models.ForeignKey("deals.Product", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("what"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    wanted_on = models.DateField(_("when"), null=True, blank=True)
    status = models.CharField(max_length=8, choices=DemandStatus, default=DemandStatus.OPEN, editable=False)
    deal = models.ForeignKey("deals.Deal", models.PROTECT, null=True, related_name="from_demands", editable=False)
    reason = models.CharField(max_length=300, blank=True, editable=False)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["visit"], name="demand_open", condition=Q(status="open"))]

    def __str__(self) -> str:
        return self.text or (str(self.product) if self.product_id else "")


class VisitIdea(models.Model):
    """An idea for improvement, what became of it, and the answer that the customer's people see again."""

    visit = models.ForeignKey(ReturnVisit, models.CASCADE, related_name="ideas")
    text = models.CharField(_("idea"), max_length=500)
    status = models.CharField(_("status"), max_length=10, choices=IdeaStatus, default=IdeaStatus.NEW)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "-id"], name="idea_status")]

    def __str__(self) -> str:
        return self.text[:60]
