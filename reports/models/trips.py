"""Trips to customers: what is planned, and by which rules of a department (row Ni2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models.department_version import DepartmentVersion, numbered_once
from reports.rules.trips.planning import Days

USER = settings.AUTH_USER_MODEL


class TripState(models.TextChoices):
    """Where a trip stands."""

    WAITING = "waiting", pgettext_lazy("trip", "Waiting for approval")
    PLANNED = "planned", pgettext_lazy("trip", "Planned")
    REFUSED = "refused", pgettext_lazy("trip", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("trip", "Cancelled")
    REPORTED = "reported", pgettext_lazy("trip", "Reported")


# Their days are taken: nobody is on two trips at once.
STANDING = (TripState.WAITING, TripState.PLANNED, TripState.REPORTED)
# Not gone through with yet: may be changed and cancelled.
OPEN = (TripState.WAITING, TripState.PLANNED)


class TripRules(DepartmentVersion):
    """One version of how a department (None: the whole company) plans and reports trips; never changed, only followed."""

    holds_from = models.DateField(_("for trips that begin on or after"))
    approval = models.BooleanField(_("the manager approves trips"), default=False)
    report_days = models.PositiveSmallIntegerField(_("working days until the report is due"), default=2)

    class Meta(DepartmentVersion.Meta):
        constraints = numbered_once("trip_rules_version", "trip_rules_company_version")


class TripQuerySet(models.QuerySet):
    """Trips by who may read them."""

    def visible_to(self, user, scope):
        """One's own, and those of the departments in reach; `scope`: DataScope of `trip.read`."""
        if scope.everything:
            return self.all()
        return self.filter(Q(traveller=user) | Q(department_id__in=scope.departments))


class Trip(models.Model):
    """Somebody on the way to customers of a region, from one day to another."""

    traveller = models.ForeignKey(USER, models.PROTECT, related_name="trips", verbose_name=_("traveller"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(
        "customers.ListItem", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("trip", "region")
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    expense = models.DecimalField(_("estimated expense"), max_digits=12, decimal_places=2, null=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("status"), max_length=10, choices=TripState)
    # The request for approval that decides about it as it stands.
    waiting = models.ForeignKey("approvals.Request", models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    # By when its report is due, under the rules that hold for its first day.
    report_due_at = models.DateTimeField(_("report due"))
    left_at = models.DateTimeField(_("left"), null=True)
    returned_at = models.DateTimeField(_("returned"), null=True)
    outcome = models.TextField(_("result"), blank=True)
    reported_at = models.DateTimeField(_("reported"), null=True)

    objects = TripQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "-id"]
        indexes = [
            models.Index(fields=["traveller", "-first", "-id"], name="trip_traveller"),
            models.Index(fields=["department", "-first", "-id"], name="trip_department"),
            models.Index(fields=["report_due_at"], name="trip_unreported", condition=Q(state="planned")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="trip_days"),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gt=F("left_at")), name="trip_real_times"
            ),
            models.CheckConstraint(condition=Q(expense=None) | Q(expense__gte=0), name="trip_expense"),
        ]

    def __str__(self):
        return f"{self.first:%F} · {self.region} · {self.traveller}"

    @property
    def days(self):
        """From its first day to its last."""
        return Days(self.first, self.last)


class TripStop(models.Model):
    """One customer that is to be visited, and why."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="stops")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name=_("customer"))
    position = models.PositiveSmallIntegerField()
    purpose = models.CharField(_("purpose"), max_length=200)
    # What the report says: the follow-up that it wrote or found, or why nobody was visited and when it is tried again.
    followup = models.ForeignKey("activities.FollowUp", models.SET_NULL, null=True, related_name="+")
    missed_reason = models.CharField(_("why not visited"), max_length=200, blank=True)
    task = models.ForeignKey("activities.Task", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["trip", "position"]

    def __str__(self):
        return f"{self.customer} · {self.purpose[:40]}"
