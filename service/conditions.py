"""What the lists of service orders, return visits and remedial plans may be narrowed by with conditions (rows Ni22, T23, M16)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.domain.after_sales_people import staff
from crm_project.accounts.domain.access import may_any
from crm_project.accounts.models import User
from crm_project.lib.conditions import kinds
from crm_project.lib.conditions.declaration import ListConditions
from customers.domain.access.guessing import reads_numbers
from deals.models import Product

from .domain import access
from .domain.remedial.access import staff as drafters
from .domain.visits.access import visitors
from .models import OrderCategory, OrderCause, OrderKind, RemedialPlan, ReturnVisit, ServiceOrder, VisitPlan
from .models.choices import Channel, Origin, Priority, Status, Step
from .models.visit_choices import VisitChannel, VisitStatus

ORDER, VISIT, PLAN, WORK, DATES = _("Order"), _("Return visit"), _("Remedial plan"), _("Work"), _("Dates")


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


def _visit_plans(user):
    return VisitPlan.objects.all()


def _visitors(user):
    """Who may make visits, and whoever has made one though they left."""
    had = ReturnVisit.objects.filter(person=OuterRef("pk"))
    may = visitors().order_by().values("pk")
    return User.objects.filter(Q(pk__in=may) | Exists(had)).order_by("sort_name", "username")


def _responsible(user):
    """Who drafts plans, and whoever is responsible for one though they left."""
    had = RemedialPlan.objects.filter(responsible=OuterRef("pk"))
    may = drafters().order_by().values("pk")
    return User.objects.filter(Q(pk__in=may) | Exists(had)).order_by("sort_name", "username")


ORDERS = ListConditions(
    key="service_orders",
    label=_("Service orders"),
    url="service:orders",
    opens=may_any("service.view"),
    fields=(
        kinds.text("subject", _("Subject"), topic=ORDER, numbers=reads_numbers()),
        kinds.text("customer", _("Customer"), column="customer__name", topic=ORDER),
        kinds.row("bought", _("Product"), _products, column="lines__product", matching=_about, topic=ORDER),
        kinds.text("product", _("Other product"), topic=ORDER, numbers=reads_numbers()),
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
VISITS = ListConditions(
    key="return_visits",
    label=_("Return visits"),
    url="service:visits",
    opens=may_any("service.view"),
    fields=(
        kinds.text("customer", _("Customer"), column="customer__name", topic=VISIT),
        kinds.text("purpose", _("Purpose"), topic=VISIT, numbers=reads_numbers()),
        kinds.row("plan", _("Plan"), _visit_plans, blank=True, topic=VISIT),
        kinds.choice("channel", _("How"), VisitChannel.choices, topic=VISIT),
        kinds.choice("status", _("Status"), VisitStatus.choices, topic=WORK),
        kinds.row("person", _("Who"), _visitors, blank=True, topic=WORK),
        kinds.yes_no("bad", _("Bad evaluation"), yes=Q(bad=True), topic=WORK),
        kinds.amount("score", _("Score"), blank=True, topic=WORK),
        kinds.day("due", pgettext_lazy("order", "Due"), column="due_on", ahead=True, moments=False, topic=DATES),
        kinds.day("held", _("Day of the visit"), column="held_on", blank=True, moments=False, topic=DATES),
    ),
)
PLANS = ListConditions(
    key="remedial_plans",
    label=_("Remedial plans"),
    url="service:remedial",
    opens=may_any("service.view"),
    fields=(
        kinds.text("subject", _("Subject"), topic=PLAN, numbers=reads_numbers()),
        kinds.text("customer", _("Customer"), column="customer__name", topic=PLAN),
        kinds.choice("origin", _("Begins from"), Origin.choices, topic=PLAN),
        kinds.row("cause", _("Cause"), _causes, blank=True, topic=PLAN),
        kinds.choice("step", _("Step"), Step.choices, topic=WORK),
        kinds.row("responsible", _("Responsible"), _responsible, blank=True, topic=WORK),
        kinds.yes_no("again", _("Reopened"), yes=Q(round__gt=1), topic=WORK),
        kinds.day("begun", _("Begun"), column="begun_at", topic=DATES),
        kinds.day("closed", _("Filed and closed"), column="closed_at", blank=True, topic=DATES),
        kinds.day("proven", _("Proven"), column="proven_at", blank=True, topic=DATES),
    ),
)
LISTS = (ORDERS, VISITS, PLANS)
