"""Requests for rights with their proof (row Ne6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models.choices import Action, Scope
from crm_project.approvals.models import Request

from .choices import OPEN_STATES, State
from .review import ReviewedPerson, RightsReview

__all__ = ["ProofFile", "ReviewedPerson", "RightRequest", "RightsReview"]

USER = settings.AUTH_USER_MODEL


class RightRequestQuerySet(models.QuerySet):
    """Requests for rights by who may read them."""

    def visible_to(self, user, requests, everything):
        """Their own, those of which they may read a decision (`requests`), and all for whoever manages people everywhere."""
        if everything:
            return self.all()
        keys = requests.values("pk")
        return self.filter(models.Q(person=user) | models.Q(first__in=keys) | models.Q(second__in=keys))


class RightRequest(models.Model):
    """One right that somebody asks for, and how far it has come: two decisions, one after the other, each an `approvals.Request`."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    action = models.CharField(_("right"), max_length=40, choices=Action)
    scope = models.CharField(_("how far"), max_length=12, choices=Scope)
    # The last day on which it is needed; None: for good.
    until = models.DateField(_("until"), null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(_("status"), max_length=12, choices=State)
    # The superior's decision; None where there is no superior. Then the admin's.
    first = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")

    objects = RightRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-asked_at", "-id"], name="right_request_of"),
            models.Index(fields=["-asked_at", "-id"], name="right_request_listed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "action"], name="right_request_once", condition=models.Q(state__in=OPEN_STATES)
            )
        ]

    def __str__(self):
        return f"{self.action} {self.scope}"


class ProofFile(models.Model):
    """What shows that the person needs the right."""

    right_request = models.ForeignKey(RightRequest, models.CASCADE, related_name="proof")
    file = models.FileField(upload_to="rights/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
