"""The requests about who owns a customer, and about the policies (rows Nc7, Nc9, Nd3, Nd4, Nd6, M15, Z14)."""

from django.utils.translation import gettext_lazy as _

from assignment.domain.disputes import conflict
from assignment.domain.ownership import claim_requests, review
from assignment.domain.ownership.extend import extend
from assignment.domain.policies import requests as policy_requests
from assignment.domain.undo import terms
from assignment.forms.decisions import ConflictDecisionForm, PutBackDecisionForm, ReviewDecisionForm
from assignment.presenters import request_cards as cards
from assignment.presenters import request_evidence as evidence
from assignment.presenters.policy_evidence import policy
from assignment.presenters.request_sides import both_sides, own_side, validity
from assignment.rules import request_kinds as keys
from crm_project.approvals.rules.kinds import About, RequestCard, RequestKind
from customers.domain import put_back
from customers.presenters.request_evidence import about_customer

from .domain import cooperation

REQUESTS = (
    RequestKind(
        key=keys.EXTENSION,
        label=_("Extension"),
        about=About.OWNERSHIP,
        approve=extend,
        undo_approve=terms.undo_extension,
        withdraw=None,
        card=RequestCard(effect=cards.extension_effect, approve=cards.extension_grant),
        evidence=about_customer(evidence.extension),
    ),
    RequestKind(
        key=keys.CLAIM,
        label=_("Claim from the pool"),
        about=About.OWNERSHIP,
        approve=claim_requests.grant_claim,
        undo_approve=terms.undo_assignment,
        withdraw=None,
        card=RequestCard(
            tone="accent",
            effect=_("%(person)s owns the customer from now on."),
            approve=_("Assign to %(person)s"),
        ),
        evidence=about_customer(evidence.claim),
    ),
    RequestKind(
        key=keys.DUPLICATE,
        label=_("Ownership of a duplicate"),
        about=About.OWNERSHIP,
        approve=claim_requests.grant_duplicate,
        undo_approve=terms.undo_assignment,
        withdraw=None,
        card=RequestCard(
            tone="plum",
            effect=_("The customer passes to %(person)s."),
            approve=_("Assign to %(person)s"),
            confirm=_("Assign the customer to %(person)s?"),
        ),
        evidence=about_customer(both_sides, outside=own_side),
    ),
    RequestKind(
        key=keys.REVIEW,
        label=_("Review"),
        about=About.OWNERSHIP,
        approve=review.continue_ownership,
        refuse=review.end_ownership,
        undo_approve=terms.undo_review,
        undo_refuse=terms.undo_assignment,
        withdraw=None,
        card=RequestCard(
            tone="warn",
            effect=_("The owner continues; or transfer the customer to somebody else, or release it to the pool."),
            asker=_("the policy"),
            approve=_("Let the owner continue"),
            refuse=_("Release to the pool"),
            refuse_note=_("Reason (visible to the owner)"),
            facts=cards.rule_of,
        ),
        evidence=about_customer(evidence.review),
        form=ReviewDecisionForm,
    ),
    RequestKind(
        key=keys.VALIDITY,
        label=_("Ownership dispute (validity)"),
        about=About.OWNERSHIP,
        approve=conflict.pass_on,
        undo_approve=terms.undo_assignment,
        withdraw=None,
        changed=conflict.tell_other_side,
        card=RequestCard(
            tone="plum",
            effect=_("The customer passes to %(person)s, without conditions."),
            approve=_("Assign to %(person)s"),
            confirm=_("Assign the customer to %(person)s?"),
        ),
        evidence=about_customer(validity, outside=own_side),
    ),
    RequestKind(
        key=keys.CONFLICT,
        label=_("Conflict"),
        about=About.OWNERSHIP,
        approve=conflict.settle_conflict,
        withdraw=None,
        changed=conflict.tell_other_side,
        card=RequestCard(
            tone="bad",
            effect=_("The decision names who closes the deal and how the commission is split."),
            one_key=False,
            look=_("Compare both sides and decide"),
        ),
        evidence=about_customer(both_sides, outside=own_side),
        form=ConflictDecisionForm,
    ),
    RequestKind(
        key=keys.COOPERATION,
        label=_("Cooperation"),
        about=About.OWNERSHIP,
        approve=cooperation.agree_cooperation,
        withdraw=None,
        card=RequestCard(
            effect=_(
                "The colleague becomes a collaborator of the customer; across teams the other manager decides too."
            ),
            reason=cards.reason,
        ),
        evidence=about_customer(evidence.cooperation),
    ),
    RequestKind(
        key=keys.PUT_BACK,
        label=_("Restored to a former owner"),
        about=About.OWNERSHIP,
        approve=put_back.grant_put_back,
        withdraw=None,
        card=RequestCard(
            tone="accent",
            effect=_(
                "The customer returns to %(person)s exactly as it was and is not released before the chosen date."
            ),
            approve=_("Restore to %(person)s"),
            confirm=_("Restore the customer to %(person)s?"),
        ),
        evidence=evidence.put_back,
        form=PutBackDecisionForm,
    ),
    RequestKind(
        key=keys.POLICY,
        label=_("Policy"),
        decided_with="policy.approve",
        approve=policy_requests.approve_request,
        refuse=policy_requests.refuse_request,
        withdraw=policy_requests.withdraw_request,
        card=RequestCard(
            tone="accent",
            effect=_("The rules apply from the chosen date; no customer is released before the owner is reminded."),
            asker=_("the policy"),
            reason=cards.reason,
            confirm=_("Put these rules in force?"),
        ),
        evidence=policy,
    ),
)
