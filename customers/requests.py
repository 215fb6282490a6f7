"""Requests about a customer: that it counts as one with an intent to buy, loans of its archive folders (rows Nc7, T6)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.rules.kinds import About, RequestCard, RequestKind
from customers.domain.custody import asking, extending
from customers.domain.stages import refresh_deadline, turn_to_intent, undo_intent
from customers.presenters.custody import request_evidence as folders
from customers.presenters.request_evidence import about_customer, intent, owners
from customers.rules import request_kinds as keys

REQUESTS = (
    RequestKind(
        key=keys.INTENT,
        label=_("Change to intent"),
        about=About.OWNERSHIP,
        approve=turn_to_intent,
        undo_approve=undo_intent,
        withdraw=None,
        changed=refresh_deadline,
        card=RequestCard(tone="ok", effect=_("The customer changes to intent and the countdown of that stage starts.")),
        evidence=about_customer(intent),
    ),
    RequestKind(
        key=keys.FOLDER_LOAN,
        label=_("Loan of an archive folder"),
        approve=asking.approve_loan,
        refuse=asking.refuse_loan,
        withdraw=asking.withdraw_loan,
        undo_approve=asking.undo_decision,
        undo_refuse=asking.undo_decision,
        card=RequestCard(
            tone="info",
            effect=folders.effect,
            facts=folders.period,
        ),
        evidence=about_customer(folders.loan),
    ),
    RequestKind(
        key=keys.FOLDER_EXTENSION,
        label=_("Extension of a folder loan"),
        approve=extending.extend_loan,
        undo_approve=extending.undo_extension,
        withdraw=None,
        card=RequestCard(
            tone="info",
            effect=_("%(person)s keeps the folder until the later day."),
            facts=folders.later_day,
        ),
        evidence=about_customer(folders.loan),
    ),
)
# The owner of its customer, on every card.
CARD_FACTS = (owners,)
