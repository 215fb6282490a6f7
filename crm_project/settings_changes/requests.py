"""The decision about a change of settings by somebody who is not an admin (row Nh9)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.authority import MANAGE
from crm_project.approvals.rules.kinds import RequestCard, RequestKind

from .domain import asking
from .presenters import changes
from .rules.request_kinds import SETTINGS_CHANGE

REQUESTS = (
    RequestKind(
        key=SETTINGS_CHANGE,
        label=_("Change of settings"),
        approve=asking.apply_change,
        withdraw=None,
        decided_with=MANAGE,
        card=RequestCard(
            tone="warn",
            effect=_("It takes effect at once, as if you had changed it yourself."),
            approve=_("Approve and apply"),
            facts=changes.on_card,
        ),
        evidence=changes.evidence,
    ),
)
