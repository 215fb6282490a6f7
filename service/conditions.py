"""What the list of service orders may be narrowed by with conditions (row Ni22)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.domain.after_sales_people import staff
from crm_project.accounts.domain.access import may_any
from crm_project.accounts.models import User
from crm_project.lib.conditions import kinds
from crm_project.lib.conditions.declaration import ListConditions
from deals.models import Product

from .domain import access
from .models import OrderCategory, OrderCause, OrderKind, ReturnVisit, ServiceOrder
from .models.choices import Channel, Priority, Status

ORDER, WORK, DATES = _("Order"), _("Work"), _("Dates")


def _kinds(user):
    return OrderKind.objects.all()


def _categories(user):
    return OrderCategory.objects.select_related("kind")


def _causes(user):
    return OrderCause.objects.all()


def _products(user):
    return Product.objects.all()


def _about(products):
    """An order about several of them is found once."""
    rows = ServiceOrder.lines.through.objects.filter(contractline__product__in=list(products))
    return Q(pk__in=rows.values("serviceorder"))


# Those that a return visit brought a score.
EVALUATED = Q(pk__in=ReturnVisit.objects.filter(score__isnull=False, order__isnull=False).order_by().values("order"))


def _in_reach(user):
    """Who only works on an order does not know what its customer said to others."""
    return Q(pk__in=access.in_reach(user).order_by().values("pk"))


def _people(user):
    """Service staff, and whoever has orders though they left: the statistics name them."""
    had = ServiceOrder.objects.filter(assigned=OuterRef("pk"))
    working = staff().order_by().values("pk")
    return User.objects.filter(Q(pk__in=working) | Exists(had)).order_by("sort_name", "username")


ORDERS = ListConditions(
    key="service_orders",
    label=_("Service orders"),
    url="service:orders",
    opens=may_any("service.view"),
    fields=(
        kinds.text("subject", _("Subject"), topic=ORDER),
        kinds.text("customer", _("Customer"), column="customer__name", topic=ORDER),
        kinds.row("bought", _("Product"), _products, column="lines__product", matching=_about, topic=ORDER),
        kinds.text("product", _("Other product"), topic=ORDER),
        kinds.row("kind", _("Kind"), _kinds, topic=ORDER),
        kinds.row("category", pgettext_lazy("order", "Category"), _categories, blank=True, topic=ORDER),
        kinds.choice("priority", _("Priority"), Priority.choices, topic=ORDER),
        kinds.choice("channel", _("Channel"), Channel.choices, topic=ORDER),
        kinds.choice("status", _("Status"), Status.choices, topic=WORK),
        kinds.row("assigned", _("Assigned to"), _people, blank=True, topic=WORK),
        kinds.row("cause", _("Cause"), _causes, blank=True, topic=WORK),
        kinds.yes_no("reopened", _("Continues a closed order"), yes=Q(reopens__isnull=False), topic=WORK),
        kinds.yes_no("response_late", _("Accepted late"), yes=Q(response_late=True), topic=WORK),
        kinds.yes_no("completion_late", _("Done late"), yes=Q(completion_late=True), topic=WORK),
        kinds.yes_no("evaluated", _("Evaluated at a return visit"), yes=EVALUATED, within=_in_reach, topic=WORK),
        kinds.amount("response_minutes", _("Response (minutes)"), topic=WORK),
        kinds.amount("completion_minutes", _("Completion (minutes)"), topic=WORK),
        kinds.day("reported", _("Reported"), column="reported_at", topic=DATES),
        kinds.day("due", pgettext_lazy("order", "Due"), column="due_at", ahead=True, blank=True, topic=DATES),
        kinds.day("done", pgettext_lazy("order", "Done"), column="done_at", blank=True, topic=DATES),
        kinds.day("closed", pgettext_lazy("order", "Closed"), column="closed_at", blank=True, topic=DATES),
    ),
)
LISTS = (ORDERS,)
