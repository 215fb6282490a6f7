"""What the list of deals may be narrowed by with conditions; whose a deal is (row Nf1)."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import department_ids, may_any, open_departments, visible_people
from crm_project.accounts.models import Department
from crm_project.lib.conditions import kinds
from crm_project.lib.conditions.declaration import ListConditions
from customers.domain.access.guessing import reads_numbers

from .models import Stage
from .models.choices import Line

DEAL, DATES = _("Deal"), _("Dates")


def people(user):
    """Owners that may be chosen."""
    return visible_people(user, "deal.view").select_related(None)


def departments(user):
    """Departments that may be chosen."""
    return open_departments(user, "deal.view")


def _heads_any(user):
    """Who reaches no department has none to choose."""
    return department_ids(user, "deal.view") != set()


def owned_by(owners):
    """An open deal is whose customer it is; a closed one stays with whoever closed it."""
    owners = list(owners)
    return Q(status="open", customer__ownership__owner__in=owners) | (~Q(status="open") & Q(owner__in=owners))


def in_departments(chosen):
    """Likewise, there and in the departments below."""
    below = reduce(or_, (Q(path__startswith=one.path) for one in chosen), Q(pk__in=[]))
    ids = Department.objects.filter(below).values("pk")
    return Q(status="open", customer__ownership__department__in=ids) | (~Q(status="open") & Q(department__in=ids))


def _stages(user):
    return Stage.objects.select_related("pipeline")


DEALS = ListConditions(
    key="deals",
    label=_("Deals"),
    url="deals:list",
    opens=may_any("deal.view"),
    fields=(
        kinds.text("name", _("Project"), topic=DEAL, numbers=reads_numbers()),
        kinds.text("customer", _("Customer"), column="customer__name", topic=DEAL),
        kinds.row("stage", _("Stage"), _stages, topic=DEAL),
        kinds.amount("amount", _("Amount"), topic=DEAL),
        kinds.choice("line", pgettext_lazy("deal", "Line"), Line.choices, topic=DEAL),
        kinds.row("owner", _("Owner"), people, matching=owned_by, topic=DEAL),
        kinds.row("department", _("Department"), departments, matching=in_departments, topic=DEAL, seen_by=_heads_any),
        kinds.day("closing", _("Expected closing"), column="expected_close", moments=False, ahead=True, topic=DATES),
        kinds.day("update", _("Next update"), column="update_due", moments=False, ahead=True, topic=DATES),
        kinds.day("stage_since", _("In this stage since"), topic=DATES),
        kinds.day("entered", _("Entered"), column="created_at", topic=DATES),
        kinds.day("closed", pgettext_lazy("deal", "Closed"), column="closed_at", topic=DATES),
    ),
)
LISTS = (DEALS,)
