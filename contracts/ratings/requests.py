"""The request that follows a grade: whether a customer is a key customer."""

from django.utils.translation import gettext_lazy as _

from contracts.ratings.domain import key_status
from contracts.ratings.presenters import request_evidence as evidence
from contracts.ratings.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import About, RequestCard, RequestKind
from customers.presenters.request_evidence import about_customer

REQUESTS = (
    RequestKind(
        key=keys.KEY_CUSTOMER,
        label=_("Key-customer status"),
        about=About.CUSTOMER,
        approve=key_status.change_status,
        refuse=key_status.keep_status,
        withdraw=None,
        card=RequestCard(
            tone="plum",
            effect=evidence.effect,
            asker=_("the credit rating"),
            approve=evidence.approve_label,
            refuse=_("Leave unchanged"),
            reason=evidence.reason,
        ),
        evidence=about_customer(evidence.key_customer, right="rating.view"),
    ),
)
