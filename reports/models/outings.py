"""Outings of a day to customers: out and back, corrected times, positions that the person agreed to (row Nf9)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USER = settings.AUTH_USER_MODEL


class OutingQuerySet(models.QuerySet):
    """Outings by who may read them."""

    def visible_to(self, user, scope):
        """One's own, and those of the departments in reach; `scope`: DataScope of `outing.read`."""
        if scope.everything:
            return self.all()
        return self.filter(Q(person=user) | Q(department_id__in=scope.departments))

    def standing(self):
        """Those that nobody took back."""
        return self.filter(voided_at=None)


class Outing(models.Model):
    """Somebody out at customers on one day; without `back_at` they are still out."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="outings", verbose_name=_("person"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    trip = models.ForeignKey("reports.Trip", models.SET_NULL, null=True, related_name="outings")
    # The company's day of leaving.
    day = models.DateField(_("day"))
    left_at = models.DateTimeField(pgettext_lazy("outing", "left"))
    back_at = models.DateTimeField(pgettext_lazy("outing", "back"), null=True)
    entered_at = models.DateTimeField(_("entered"))
    # Why it was entered afterwards; empty where it was started when it began.
    late_reason = models.CharField(_("reason"), max_length=200, blank=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = OutingQuerySet.as_manager()

    class Meta:
        ordering = ["-left_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-left_at", "-id"], name="outing_person"),
            models.Index(fields=["department", "-left_at", "-id"], name="outing_department"),
            models.Index(fields=["person", "day"], name="outing_day", condition=Q(voided_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="outing_open_once", condition=Q(back_at=None, voided_at=None)
            ),
            models.CheckConstraint(condition=Q(back_at=None) | Q(back_at__gte=F("left_at")), name="outing_times"),
        ]

    def __str__(self):
        return f"{self.day:%F} · {self.person}"

    @property
    def is_open(self):
        """Whether the person is still out."""
        return self.back_at is None and self.voided_at is None


class OutingVisit(models.Model):
    """A customer that an outing leads to."""

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="visits")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name=_("customer"))
    position = models.PositiveSmallIntegerField()
    # When the person went there: with the outing, or later from another customer.
    gone_at = models.DateTimeField()

    class Meta:
        ordering = ["outing", "position"]
        indexes = [models.Index(fields=["customer", "outing"], name="outing_visit_customer")]

    def __str__(self):
        return f"{self.outing_id} · {self.customer}"


class OutingCorrection(models.Model):
    """Times that were corrected, with what stood there before; never changed."""

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField()
    left_before = models.DateTimeField()
    back_before = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        ordering = ["outing", "corrected_at", "id"]

    def __str__(self):
        return f"{self.outing_id} {self.corrected_at:%F}"


class OutingPosition(models.Model):
    """Where the person was, to about 100 metres; they agreed to this one, and after 90 days it is deleted."""

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="positions")
    taken_at = models.DateTimeField(db_index=True)
    latitude = models.DecimalField(max_digits=5, decimal_places=3)
    longitude = models.DecimalField(max_digits=6, decimal_places=3)

    class Meta:
        ordering = ["outing", "taken_at", "id"]

    def __str__(self):
        return f"{self.outing_id} {self.taken_at:%F}"
