"""The requests about targets (row Nf3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.rules.kinds import RequestCard, RequestKind
from reports.domain.targets import changing
from reports.presenters.targets import evidence
from reports.rules import request_kinds as keys

REQUESTS = (
    RequestKind(
        key=keys.TARGET_CHANGE,
        label=_("Change of a target"),
        approve=changing.change_targets,
        refuse=changing.refuse_change,
        withdraw=changing.refuse_change,
        undo_approve=changing.undo_change,
        undo_refuse=changing.undo_refusal,
        card=RequestCard(
            tone="warn",
            effect=_("The new targets hold at once; the old ones are kept in the record."),
            facts=evidence.changed_targets,
        ),
        evidence=evidence.change,
    ),
)
