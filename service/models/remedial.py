"""A remedial plan: ten steps from the draft to the file, and after that the days in which it proves itself (row M16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.scope import FileQuerySet, in_scope, open_files
from service.rules.remedial_steps import CLOSED, OPEN

from .choices import Move, Origin, Step, TextKind
from .lists import OrderCause
from .order import ServiceOrder

USER = settings.AUTH_USER_MODEL


class PlanQuerySet(FileQuerySet):
    """Plans by who may read them, and by where they stand."""

    def visible_to(self, user, scope, also):
        """Of customers in the reach of `service.view` (FileScope), and those that `also` names, in files that the user may open."""
        opened = open_files(user, scope.restricted, "customer__")
        if scope.action.everything:
            return self.filter(opened)
        return self.filter(also if scope.action.nothing else in_scope(user, scope.action, "customer__") | also, opened)

    def open(self):
        """Those at one of the steps before they are closed."""
        return self.filter(step__in=OPEN)

    def watched(self):
        """Closed ones that have still to prove themselves."""
        return self.filter(step=CLOSED, proven_at=None)


class RemedialPlan(models.Model):
    """One plan. `holder`: whose turn it is, None while departments work and once it is closed; `next_at` nominates, the function
    decides (`rules/remedial_clock.py`). `turn` counts the moves, `round` how often it began anew."""

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="remedial_plans", verbose_name=_("customer")
    )
    origin = models.CharField(_("begins from"), max_length=10, choices=Origin)
    order = models.ForeignKey(
        ServiceOrder, models.PROTECT, null=True, blank=True, related_name="remedial_plans", verbose_name=_("order")
    )
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    cause = models.ForeignKey(
        OrderCause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause")
    )
    subject = models.CharField(_("subject"), max_length=160)
    responsible = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="remedial_plans", verbose_name=_("responsible")
    )
    holder = models.ForeignKey(USER, models.PROTECT, null=True, related_name="remedial_turns", editable=False)
    step = models.CharField(_("step"), max_length=16, choices=Step, default=Step.DRAFT, editable=False)
    step_since = models.DateTimeField(editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    begun_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    begun_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    watched_until = models.DateTimeField(null=True, editable=False)
    proven_at = models.DateTimeField(null=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-begun_at"], name="remedial_customer"),
            models.Index(fields=["-begun_at", "-id"], name="remedial_newest"),
            models.Index(fields=["step", "due_at", "id"], name="remedial_step"),
            models.Index(fields=["holder", "due_at"], name="remedial_holder", condition=Q(holder__isnull=False)),
            models.Index(fields=["next_at", "id"], name="remedial_due", condition=Q(next_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(step=CLOSED, closed_at__isnull=False, watched_until__isnull=False)
                | ~Q(step=CLOSED) & Q(closed_at=None, watched_until=None, proven_at=None),
                name="remedial_closed_watched",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def proven(self) -> bool:
        """Whether the days after closing are over without a relapse."""
        return self.proven_at is not None


class PlanText(models.Model):
    """A version of the draft or of the report: `body` {part: text}. One that was submitted is never changed again; nor is one
    that somebody else wrote."""

    plan = models.ForeignKey(RemedialPlan, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=TextKind)
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "number"], name="remedial_text_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class PlanMove(models.Model):
    """The ledger of a plan: who brought it from which step to which, and why. The number of the turn stands once: of two people
    who decide at once, one does."""

    plan = models.ForeignKey(RemedialPlan, models.CASCADE, related_name="moves")
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Move)
    from_step = models.CharField(max_length=16, choices=Step, blank=True)
    to_step = models.CharField(max_length=16, choices=Step)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    stood_in_for = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    text = models.ForeignKey(PlanText, models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(ServiceOrder, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["turn"]
        constraints = [models.UniqueConstraint(fields=["plan", "turn"], name="remedial_turn_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.turn}"
