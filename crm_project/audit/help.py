"""Help about the audit (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "audit",
        190,
        pgettext_lazy("help", "Auditing"),
        (
            _("“Audit” finds every change by person, customer, action and day, with old and new value."),
            _("“Security” shows failed sign-ins, granted rights, exports and dormant accounts."),
        ),
        pages=("audit:search", "accounts:security"),
        seen_by=may_any("audit.view"),
    ),
)
