"""The two decisions about a request for a right (row Ne6)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.authority import MANAGE
from crm_project.approvals.rules.kinds import RequestCard, RequestKind

from .domain import deciding, reviewing
from .presenters import request_evidence as evidence
from .rules import request_kinds as keys

REQUESTS = (
    RequestKind(
        key=keys.RIGHT,
        label=_("Right"),
        approve=deciding.approve_as_superior,
        refuse=deciding.refuse,
        withdraw=deciding.withdraw,
        undo_approve=deciding.undo_superior,
        undo_refuse=deciding.undo_refusal,
        card=RequestCard(
            tone="warn",
            effect=_("It then goes to an admin, who gives %(person)s the right."),
            facts=evidence.asked,
        ),
        evidence=evidence.with_proof,
    ),
    RequestKind(
        key=keys.RIGHT_ADMIN,
        label=_("Right, to be given"),
        approve=deciding.grant,
        refuse=deciding.refuse,
        withdraw=deciding.withdraw,
        undo_approve=deciding.undo_grant,
        undo_refuse=deciding.undo_refusal,
        decided_with=MANAGE,
        card=RequestCard(
            tone="warn",
            effect=_("%(person)s has the right at once. If it is for a time, it ends by itself."),
            approve=_("Give the right"),
            facts=evidence.asked,
        ),
        evidence=evidence.with_proof,
    ),
    RequestKind(
        key=keys.RIGHT_END,
        label=_("End of a right"),
        approve=reviewing.end_proposed,
        withdraw=None,
        decided_with=MANAGE,
        card=RequestCard(
            tone="warn",
            effect=_(
                "A right that was given on request ends at once. A role has to be changed first, on the person's page."
            ),
        ),
        evidence=evidence.of_person,
    ),
)
