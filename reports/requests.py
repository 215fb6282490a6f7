"""The requests about targets, trips and scores (rows Nf3, Ni2, Ni16)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.approvals.rules.kinds import RequestCard, RequestKind
from reports.domain.appraisal import appeals
from reports.domain.targets import changing
from reports.domain.trips import deciding
from reports.presenters.appraisal import evidence as scores
from reports.presenters.targets import evidence
from reports.presenters.trips import evidence as trips
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
    RequestKind(
        key=keys.TRIP,
        label=pgettext_lazy("request", "Trip"),
        approve=deciding.approve_trip,
        refuse=deciding.refuse_trip,
        withdraw=deciding.withdraw_trip,
        undo_approve=deciding.undo_decision,
        undo_refuse=deciding.undo_decision,
        card=RequestCard(
            effect=_("The trip is planned; %(person)s visits these customers and reports afterwards."),
            facts=trips.planned,
        ),
        evidence=trips.trip,
    ),
    RequestKind(
        key=keys.SCORE_APPEAL,
        label=_("Appeal against a score"),
        approve=appeals.grant_appeal,
        refuse=appeals.close_appeal,
        withdraw=appeals.withdraw_appeal,
        undo_approve=appeals.undo_grant,
        undo_refuse=appeals.undo_refusal,
        card=RequestCard(
            tone="warn",
            effect=_("The score becomes what %(person)s asks for; both values are kept."),
            facts=scores.asked,
        ),
        evidence=scores.score,
    ),
)
