"""The requests about deals and sales plans (rows Na10, Na11, Nf3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.rules.kinds import RequestKind
from deals.domain import corrections, discounts, sales_plans
from deals.rules import request_kinds as keys

REQUESTS = (
    RequestKind(
        key=keys.DISCOUNT,
        label=_("Discount"),
        approve=discounts.grant,
        refuse=discounts.refuse,
        withdraw=discounts.withdrawn,
    ),
    RequestKind(
        key=keys.DEAL_FIGURE,
        label=_("Correction of a deal"),
        approve=corrections.correct,
        withdraw=None,
    ),
    RequestKind(
        key=keys.SALES_PLAN,
        label=_("Sales plan"),
        approve=sales_plans.accept,
        refuse=sales_plans.send_back,
        withdraw=sales_plans.withdrawn,
    ),
)
