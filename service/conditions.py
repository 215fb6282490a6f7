"""What the list of service orders may be narrowed by with conditions (row Ni22)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may_any
from crm_project.lib.conditions import kinds
from crm_project.lib.conditions.declaration import ListConditions

from .domain import access
from .models import OrderCategory, OrderCause, OrderKind
from .models.choices import Channel, Priority, Status

ORDER, WORK, DATES = _("Order"), _("Work"), _("Dates")


def _kinds(user):
    return OrderKind.objects.all()


def _categories(user):
    return OrderCategory.objects.select_related("kind")


def _causes(user):
    return OrderCause.objects.all()


def _staff(user):
    return access.staff()


ORDERS = ListConditions(
    key="service_orders",
    label=_("Service orders"),
    url="service:orders",
    opens=may_any("service.view"),
    fields=(
        kinds.text("subject", _("Subject"), topic=ORDER),
        kinds.text("customer", _("Customer"), column="customer__name", topic=ORDER),
        kinds.text("product", _("Product"), topic=ORDER),
        kinds.row("kind", _("Kind"), _kinds, topic=ORDER),
        kinds.row("category", _("Category"), _categories, topic=ORDER),
        kinds.choice("priority", _("Priority"), Priority.choices, topic=ORDER),
        kinds.choice("channel", _("Channel"), Channel.choices, topic=ORDER),
        kinds.choice("status", _("Status"), Status.choices, topic=WORK),
        kinds.row("assigned", _("Assigned to"), _staff, topic=WORK),
        kinds.row("cause", _("Cause"), _causes, topic=WORK),
        kinds.day("reported", _("Reported"), column="reported_at", topic=DATES),
        kinds.day("due", pgettext_lazy("order", "Due"), column="due_at", ahead=True, blank=True, topic=DATES),
        kinds.day("done", pgettext_lazy("order", "Done"), column="done_at", blank=True, topic=DATES),
        kinds.day("closed", pgettext_lazy("order", "Closed"), column="closed_at", blank=True, topic=DATES),
    ),
)
LISTS = (ORDERS,)
