"""The appeal against a rejected follow-up."""

from django.utils.translation import gettext_lazy as _

from activities.domain.appeals import uphold_appeal
from activities.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import About, RequestKind

REQUESTS = (
    RequestKind(
        key=keys.APPEAL,
        label=_("Appeal about a follow-up"),
        about=About.OWNERSHIP,
        approve=uphold_appeal,
        withdraw=None,
    ),
)
