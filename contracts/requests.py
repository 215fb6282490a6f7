"""The requests about contracts, what is overdue, and what they cost (rows Na10, Z12, T20)."""

from django.utils.translation import gettext_lazy as _

from contracts.domain import corrections, expenses
from contracts.domain.collections import overdue
from contracts.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import RequestKind

REQUESTS = (
    RequestKind(
        key=keys.CONTRACT_FIGURE,
        label=_("Correction of a contract"),
        approve=corrections.correct,
        withdraw=None,
    ),
    RequestKind(
        key=keys.EXPENSE,
        label=_("Expense"),
        approve=expenses.accept,
        refuse=expenses.refuse,
        withdraw=expenses.withdrawn,
    ),
    RequestKind(
        key=keys.OVERDUE,
        label=_("Overdue payment or paper"),
        # “request_overdue” is a decision that is late.
        notice="request_collection",
        approve=overdue.dealt_with,
        refuse=overdue.still_open,
        withdraw=None,
    ),
)
