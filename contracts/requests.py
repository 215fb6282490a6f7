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
        approve=corrections.correct_contract,
        withdraw=None,
    ),
    RequestKind(
        key=keys.EXPENSE,
        label=_("Expense"),
        approve=expenses.accept_expense,
        refuse=expenses.refuse_expense,
        withdraw=expenses.withdraw_expense,
    ),
    RequestKind(
        key=keys.OVERDUE,
        label=_("Overdue payment or paper"),
        # “request_overdue” is a decision that is late.
        notice="request_collection",
        approve=overdue.close_overdue,
        refuse=overdue.keep_overdue_open,
        withdraw=None,
    ),
)
