"""The requests about who owns a customer, and about the policies (rows Nc7, Nc9, Nd3, Nd4, Nd6, M15, Z14)."""

from django.utils.translation import gettext_lazy as _

from assignment.domain import cooperation, put_back
from assignment.domain.disputes import conflict
from assignment.domain.ownership import claim_requests, review
from assignment.domain.ownership.extend import extend
from assignment.domain.policies import requests as policy_requests
from assignment.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import About, RequestKind

REQUESTS = (
    RequestKind(
        key=keys.EXTENSION,
        label=_("Extension"),
        about=About.OWNERSHIP,
        approve=extend,
        withdraw=None,
    ),
    RequestKind(
        key=keys.CLAIM,
        label=_("Claim from the pool"),
        about=About.OWNERSHIP,
        approve=claim_requests.grant_claim,
        withdraw=None,
    ),
    RequestKind(
        key=keys.DUPLICATE,
        label=_("Ownership of a duplicate"),
        about=About.OWNERSHIP,
        approve=claim_requests.grant_duplicate,
        withdraw=None,
    ),
    RequestKind(
        key=keys.REVIEW,
        label=_("Review"),
        about=About.OWNERSHIP,
        approve=review.continue_ownership,
        refuse=review.end_ownership,
        withdraw=None,
    ),
    RequestKind(
        key=keys.VALIDITY,
        label=_("Validity query"),
        about=About.OWNERSHIP,
        approve=conflict.pass_on,
        withdraw=None,
    ),
    RequestKind(
        key=keys.CONFLICT,
        label=_("Conflict"),
        about=About.OWNERSHIP,
        approve=conflict.settle_conflict,
        withdraw=None,
    ),
    RequestKind(
        key=keys.COOPERATION,
        label=_("Cooperation"),
        about=About.OWNERSHIP,
        approve=cooperation.agree_cooperation,
        withdraw=None,
    ),
    RequestKind(
        key=keys.PUT_BACK,
        label=_("Put back to a former owner"),
        about=About.OWNERSHIP,
        approve=put_back.grant_put_back,
        withdraw=None,
    ),
    RequestKind(
        key=keys.POLICY,
        label=_("Policy"),
        decided_with="policy.approve",
        approve=policy_requests.approve_request,
        refuse=policy_requests.refuse_request,
        withdraw=policy_requests.withdraw_request,
    ),
)
