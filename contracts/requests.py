"""The requests about contracts, what is overdue, and what they cost (rows Na10, Z12, T20)."""

from django.utils.translation import gettext_lazy as _

from contracts.domain import corrections, expenses
from contracts.domain.collections import overdue
from contracts.forms.overdue import OverdueDecisionForm
from contracts.presenters import request_evidence as evidence
from contracts.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import RequestCard, RequestKind
from customers.presenters.request_evidence import about_customer

REQUESTS = (
    RequestKind(
        key=keys.CONTRACT_FIGURE,
        label=_("Correction of a contract"),
        approve=corrections.correct_contract,
        withdraw=None,
        card=RequestCard(
            tone="plum",
            effect=_("The figures of the contract change; the old values remain visible."),
        ),
        evidence=about_customer(evidence.figures, right="contract.view"),
    ),
    RequestKind(
        key=keys.EXPENSE,
        label=_("Expense"),
        approve=expenses.accept_expense,
        refuse=expenses.refuse_expense,
        undo_approve=expenses.undo_expense,
        undo_refuse=expenses.undo_expense,
        withdraw=expenses.withdraw_expense,
        card=RequestCard(effect=_("The expense is accepted; finance pays it."), approve=_("Accept")),
        evidence=about_customer(evidence.expense, right="expense.record"),
    ),
    RequestKind(
        key=keys.OVERDUE,
        label=_("Overdue payment or document"),
        # “request_overdue” is a decision that is late.
        notice="request_collection",
        approve=overdue.close_overdue,
        refuse=overdue.keep_overdue_open,
        withdraw=None,
        card=RequestCard(
            tone="bad",
            effect=_(
                "Record what was agreed and until when; it disappears from your inbox when it is paid or received."
            ),
            asker=_("the daily check"),
            approve=_("Resolved"),
            refuse=_("Ask the owner to follow up"),
            # Until when it is settled has to be said.
            one_key=False,
        ),
        evidence=about_customer(evidence.overdue, right="contract.view"),
        form=OverdueDecisionForm,
    ),
)
