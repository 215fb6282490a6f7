"""The requests about deals and sales plans (rows Na10, Na11, Nf3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.rules.kinds import RequestKind
from deals.domain import corrections, discounts, sales_plans
from deals.rules import request_kinds as keys

REQUESTS = (
    RequestKind(
        key=keys.DISCOUNT,
        label=_("Discount"),
        approve=discounts.grant_discount,
        refuse=discounts.refuse_discount,
        withdraw=discounts.withdraw_discount,
    ),
    RequestKind(
        key=keys.DEAL_FIGURE,
        label=_("Correction of a deal"),
        approve=corrections.correct_deal,
        withdraw=None,
    ),
    RequestKind(
        key=keys.SALES_PLAN,
        label=_("Sales plan"),
        approve=sales_plans.accept_plan,
        refuse=sales_plans.return_plan,
        withdraw=sales_plans.withdraw_plan,
    ),
)
