"""A service order: what a customer needs from service, who works on it, and how its clock stands (rows Ni21, Ne10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.json_values import JsonObject
from customers.models.scope import FileQuerySet
from service.rules.rotation import Turn
from service.rules.steps import RUNNING

from .choices import Channel, Priority, Status, WaitsFor
from .lists import OrderCategory, OrderCause, OrderKind

USER = settings.AUTH_USER_MODEL


class OrderQuerySet(FileQuerySet):
    """Orders by who may read them, and by where they stand."""

    def visible_to(self, user, scope):
        """Of customers in the reach of `service.view` (FileScope), and those that one works on, helps with or recorded."""
        helped = ServiceOrder.helpers.through.objects.filter(user=user).values("serviceorder")
        return self.in_files_of(user, scope, also=Q(assigned=user) | Q(recorded_by=user) | Q(pk__in=helped))

    def running(self):
        """Those whose work is not done."""
        return self.filter(status__in=RUNNING)


class ServiceOrder(models.Model):
    """One order; `next_at` nominates: until then neither clock changes by itself (the function decides, `service/rules/clock.py`)."""

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="service_orders", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    kind = models.ForeignKey(OrderKind, models.PROTECT, related_name="orders", verbose_name=_("kind"))
    category = models.ForeignKey(
        OrderCategory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    subject = models.CharField(pgettext_lazy("order", "subject"), max_length=160)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    contract = models.ForeignKey(
        "contracts.Contract", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contract")
    )
    # What was bought of us, by its contract; what was not stands in `product`.
    lines = models.ManyToManyField(
        "contracts.ContractLine", related_name="service_orders", blank=True, verbose_name=_("products")
    )
    product = models.CharField(_("other product"), max_length=160, blank=True)
    kind_reason = models.CharField(_("why another kind than the warranty says"), max_length=300, blank=True)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority, default=Priority.NORMAL)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.PHONE)
    reported_by = models.CharField(pgettext_lazy("order", "reported by"), max_length=80, blank=True)
    reported_at = models.DateTimeField(_("reported"))
    assigned = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="service_orders", verbose_name=_("assigned to")
    )
    assigned_at = models.DateTimeField(null=True, editable=False)
    helpers = models.ManyToManyField(USER, related_name="helped_orders", blank=True, verbose_name=_("helpers"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RECORDED, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # --- what was done ---
    content = models.TextField(_("work done"), blank=True, max_length=4000)
    cause = models.ForeignKey(
        OrderCause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause")
    )
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2, null=True, blank=True)
    material = models.CharField(_("material"), max_length=300, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    charge = models.DecimalField(_("charged to the customer"), max_digits=14, decimal_places=2, null=True, blank=True)
    ask_on = models.DateField(_("ask again on"), null=True, blank=True)
    # --- its life ---
    reopens = models.ForeignKey("self", models.PROTECT, null=True, related_name="reopened_as", editable=False)
    # The feedback of the customer that it was opened from (Nh8).
    feedback = models.ForeignKey(
        "customers.CustomerFeedback", models.PROTECT, null=True, related_name="orders", editable=False
    )
    ended_reason = models.CharField(max_length=300, blank=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False, help_text="the earlier of what runs, also when it is over")
    # Working minutes used and whether that was too long, once a clock has ended; by the targets that held then (None: no target).
    response_minutes = models.PositiveIntegerField(null=True, editable=False)
    response_late = models.BooleanField(null=True, editable=False)
    completion_minutes = models.PositiveIntegerField(null=True, editable=False)
    completion_late = models.BooleanField(null=True, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    recorded_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    # What a verb hands on with the order that it returns: how it stood before, and by whose turn it was given.
    stood: JsonObject | None = None
    given_by: Turn | None = None

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(fields=["assigned", "-assigned_at"], name="order_given"),
            models.Index(fields=["customer", "-reported_at"], name="order_customer"),
            models.Index(fields=["assigned", "due_at", "id"], name="order_running", condition=Q(status__in=RUNNING)),
            models.Index(fields=["due_at", "id"], name="order_by_due", condition=Q(status__in=RUNNING)),
            models.Index(fields=["next_at", "id"], name="order_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["status", "-reported_at", "-id"], name="order_status"),
            models.Index(fields=["-reported_at", "-id"], name="order_newest"),
            models.Index(
                fields=["assigned", "ask_on"], name="order_ask", condition=Q(ask_on__isnull=False, closed_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__gte=models.F("reported_at")), name="order_accepted_after"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(accepted_at__isnull=False, done_at__gte=models.F("accepted_at")),
                name="order_done_after",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderWait(models.Model):
    """A time in which an order waited: completion did not count; without an end it still waits."""

    order = models.ForeignKey(ServiceOrder, models.CASCADE, related_name="waits")
    waits_for = models.CharField(max_length=10, choices=WaitsFor)
    note = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    expected_on = models.DateField(null=True)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order"], name="order_waits_once", condition=Q(until=None)),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="wait_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.waits_for}"
