"""Help about service orders."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "orders",
        115,
        _("Service orders"),
        (
            _("What a customer needs from service is recorded as an order: from the customer's page, or under “New”."),
            _(
                "Two countdowns run in working time: until an order is accepted, and until its work is done. While it waits, the second one stops."
            ),
            _("Under “How is it counted?” the page of an order says what counted and what did not."),
            _("Service statistics show how many, how fast and how many in time; each figure opens its orders."),
            _(
                "A service manager sets the targets, and sees first how many orders of the last weeks would have been late."
            ),
        ),
        pages=("service:orders", "service:new", "service:targets", "service:statistics"),
        seen_by=may_any("service.view"),
    ),
)
