"""The appeal against a rejected follow-up."""

from django.utils.translation import gettext_lazy as _

from activities.domain.appeals import uphold_appeal
from activities.presenters.request_evidence import appeal
from activities.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import About, RequestCard, RequestKind
from customers.presenters.request_evidence import about_customer

REQUESTS = (
    RequestKind(
        key=keys.APPEAL,
        label=_("Appeal about a follow-up"),
        about=About.OWNERSHIP,
        approve=uphold_appeal,
        withdraw=None,
        card=RequestCard(tone="warn", effect=_("The follow-up is now valid, and the deadline moves with it.")),
        evidence=about_customer(appeal),
    ),
)
