"""Return visits: the plans that fill their list, the rules of their reports, and each visit (rows T21, T23, Nf15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.choices import Level
from customers.models.scope import FileQuerySet
from service.rules.rotation import Turn
from service.rules.visits import HELD, OPEN, PLANNED

from .lists import ListEntry, OrderKind
from .order import ServiceOrder
from .visit_choices import VisitChannel, Visitor, VisitStatus, Whom

USER = settings.AUTH_USER_MODEL


class VisitAspect(ListEntry):
    """What a customer's evaluation is asked about; each gets a score from 1 to 5."""


class VisitRules(models.Model):
    """What holds for all visits: one row, edited by service managers."""

    report_days = models.PositiveSmallIntegerField(_("working days until the report"), default=3)
    bad_score = models.PositiveSmallIntegerField(_("a bad score"), default=2)
    ahead_days = models.PositiveSmallIntegerField(_("days planned ahead"), default=14)
    order_kind = models.ForeignKey(
        OrderKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind of order")
    )
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(_("rules of return visits"))


class VisitPlan(models.Model):
    """Whom to visit, how often or how many days after something, and who does it."""

    name = models.CharField(_("name"), max_length=80)
    whom = models.CharField(_("whom"), max_length=10, choices=Whom, default=Whom.OFFICIAL)
    level = models.CharField(_("class"), max_length=10, choices=Level, blank=True)
    kind = models.ForeignKey(
        OrderKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind of order")
    )
    days = models.PositiveSmallIntegerField(_("days"), default=90)
    visitor = models.CharField(_("who"), max_length=12, choices=Visitor, default=Visitor.SERVICE_PERSON)
    person = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("how"), max_length=8, choices=VisitChannel, default=VisitChannel.CALL)
    starts_on = models.DateField(_("from"))
    active = models.BooleanField(_("in use"), default=True)
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-active", "name", "id"]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(FileQuerySet):
    """Visits by who may read them."""

    def visible_to(self, user, scope):
        """Of customers in the reach of `service.view` (FileScope), and those that one makes oneself."""
        return self.in_files_of(user, scope, also=Q(person=user))


class ReturnVisit(models.Model):
    """One visit; `turn` names what a plan made it for, so that it makes it once."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="return_visits", verbose_name=_("customer")
    )
    plan = models.ForeignKey(VisitPlan, models.PROTECT, null=True, related_name="visits", editable=False)
    turn = models.CharField(max_length=60, blank=True, editable=False)
    order = models.ForeignKey(
        ServiceOrder, models.PROTECT, null=True, blank=True, related_name="return_visits", verbose_name=_("order")
    )
    delivery = models.ForeignKey("contracts.Delivery", models.SET_NULL, null=True, related_name="+", editable=False)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    channel = models.CharField(_("how"), max_length=8, choices=VisitChannel, default=VisitChannel.CALL)
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    person = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="return_visits", verbose_name=_("who")
    )
    due_on = models.DateField(_("due"))
    status = models.CharField(max_length=10, choices=VisitStatus, default=VisitStatus.PLANNED, editable=False)
    held_on = models.DateField(_("day of the visit"), null=True, editable=False)
    report_due_on = models.DateField(editable=False)
    # The last thing that was told of it by the timetable, so that it is told once.
    chased = models.CharField(max_length=12, blank=True, editable=False)
    # --- the report ---
    words = models.TextField(_("evaluation"), blank=True, max_length=4000, editable=False)
    score = models.DecimalField(max_digits=3, decimal_places=2, null=True, editable=False)
    bad = models.BooleanField(default=False, editable=False)
    opened_order = models.OneToOneField(
        ServiceOrder, models.PROTECT, null=True, related_name="from_visit", editable=False
    )
    reported_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)
    ended_reason = models.CharField(max_length=300, blank=True, editable=False)
    planned_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    planned_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    # Whose turn it was, where a verb gave it by rotation.
    given_by: Turn | None = None

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["customer", "-due_on"], name="visit_customer"),
            models.Index(fields=["plan", "customer", "-due_on"], name="visit_turn"),
            models.Index(fields=["person", "due_on", "id"], name="visit_open", condition=Q(status__in=OPEN)),
            models.Index(fields=["due_on", "id"], name="visit_by_due", condition=Q(status__in=OPEN)),
            models.Index(fields=["report_due_on", "id"], name="visit_report", condition=Q(status__in=OPEN)),
            models.Index(fields=["status", "-due_on", "-id"], name="visit_status"),
            models.Index(fields=["-due_on", "-id"], name="visit_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["turn"], name="visit_once_a_turn", condition=~Q(turn="")),
            models.CheckConstraint(
                condition=Q(status=PLANNED, held_on=None) | ~Q(status=PLANNED), name="visit_planned_not_held"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[HELD, "done"]) | Q(held_on__isnull=False), name="visit_held_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%F}"
