"""The request that a customer counts as one with an intent to buy (row Nc7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.rules.kinds import About, RequestCard, RequestKind
from customers.domain.stages import refresh_deadline, turn_to_intent, undo_intent
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
)
# The owner of its customer, on every card.
CARD_FACTS = (owners,)
