"""The requests about deals and sales plans (rows Na10, Na11, Nf3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.rules.kinds import RequestCard, RequestKind
from customers.presenters.request_evidence import about_customer
from deals.domain import corrections, discounts, sales_plans
from deals.presenters import request_evidence as evidence
from deals.rules import request_kinds as keys

REQUESTS = (
    RequestKind(
        key=keys.DISCOUNT,
        label=_("Discount"),
        approve=discounts.grant_discount,
        refuse=discounts.refuse_discount,
        undo_approve=discounts.undo_discount,
        undo_refuse=discounts.undo_refused_discount,
        withdraw=discounts.withdraw_discount,
        card=RequestCard(
            tone="warn", effect=_("The quote may go out with this discount."), facts=evidence.discount_figures
        ),
        evidence=about_customer(evidence.discount, right="deal.view"),
    ),
    RequestKind(
        key=keys.DEAL_FIGURE,
        label=_("Correction of a deal"),
        approve=corrections.correct_deal,
        withdraw=None,
        card=RequestCard(
            tone="plum",
            effect=_("The new figures apply; the old ones are kept in the record."),
            facts=evidence.changed_figures,
        ),
        evidence=about_customer(evidence.correction, right="deal.view"),
    ),
    RequestKind(
        key=keys.SALES_PLAN,
        label=_("Sales plan"),
        approve=sales_plans.accept_plan,
        refuse=sales_plans.return_plan,
        undo_approve=sales_plans.undo_plan,
        undo_refuse=sales_plans.undo_plan,
        withdraw=sales_plans.withdraw_plan,
        card=RequestCard(effect=_("The plan is part of the department's plan.")),
        evidence=evidence.plan,
    ),
)
