"""What the list of contracts may be narrowed by with conditions."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, visible_people
from crm_project.lib.conditions import kinds
from crm_project.lib.conditions.declaration import ListConditions

from .models import Contract

CONTRACT, DATES = _("Contract"), _("Dates")


def _people(user):
    return visible_people(user, "contract.view").select_related(None)


def _signed(_user):
    """Before its signing, the column holds the day on which the number was drawn."""
    return Q(signing_known=True)


CONTRACTS = ListConditions(
    key="contracts",
    label=_("Contracts"),
    url="contracts:list",
    opens=may_any("contract.view"),
    fields=(
        kinds.text("customer", _("Customer"), column="customer__name", topic=CONTRACT),
        kinds.amount("amount", _("Amount"), topic=CONTRACT),
        kinds.yes_no("paid", _("Fully paid"), yes=Q(paid_amount__gte=F("amount")), topic=CONTRACT),
        kinds.choice("status", _("Status"), Contract.Status.choices, topic=CONTRACT),
        kinds.row("owner", _("Owner"), _people, blank=True, topic=CONTRACT),
        kinds.day("signed", _("Signed on"), column="signed_at", within=_signed, topic=DATES),
        kinds.day("due", _("Payment due"), column="due_at", ahead=True, blank=True, topic=DATES),
        kinds.day("recorded", _("Entered"), column="recorded_at", topic=DATES),
    ),
)
LISTS = (CONTRACTS,)
