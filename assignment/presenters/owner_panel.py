"""What leads the customer page: who owns it, until when and why, and what this person may do about it (D2, D8, Nc7-Nc9)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.order_facts import orders_of
from assignment.domain.policies.lookup import PolicyBook
from assignment.domain.pool import claim_eligibility, last_ends
from assignment.rules.policy import NEVER, NO_CONTACT, STAGE_TERM
from assignment.rules.request_kinds import CONFLICT, COOPERATION, EXTENSION, VALIDITY
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.approvals.domain.kinds import label_of
from crm_project.approvals.models import Request
from crm_project.lib import time
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import day, days_between, minute
from customers.domain import access as customer_access
from customers.domain.access.masking import mask_for
from customers.domain.important import lacks_people
from customers.models import Collaborator
from customers.models.choices import Stage
from customers.rules.request_kinds import INTENT

from . import countdown
from .pool import reason
from .rule_text import sentence


def panel(customer, ownership, user, at):
    """The context of assignment/parts/owner_panel.html; five queries for an owned customer."""
    return _owned(customer, ownership, user, at) if ownership else _pooled(customer, user, at)


def _action(name, label, icon, customer, tone="secondary"):
    return {"url": reverse(f"assignment:{name}", args=[customer.pk]), "label": label, "icon": icon, "tone": tone}


def _owned(customer, ownership, user, at):
    policy = PolicyBook().for_department(ownership.department, at)
    rule = (
        next((r for r in policy.rules if r.kind == ownership.rule and r.stage in ("", customer.stage)), None)
        if policy and ownership.rule
        else None
    )
    start = _start(customer, ownership)
    number, unit = _dial(ownership.release_at, at)
    waiting, helpers = _waiting(customer.pk), _collaborators(customer.pk)
    mask = mask_for(user, customer, ownership, at)
    limited = ownership.release_at < NEVER
    return {
        "customer": customer,
        "owned": True,
        "held": {
            "state": countdown.state(ownership.release_at, at),
            "days": number,
            "unit": unit,
            "share": countdown.share(start, ownership.release_at, at) or 0,
            "owner": str(ownership.owner),
            "nobody": "",
            "since": _("owned since %(date)s") % {"date": day(ownership.since)},
            "until": _until(ownership.release_at, at) if limited else "",
            "coming": countdown.coming(ownership.coming_from, ownership.coming_at, at),
            "rule": _sentence(rule, policy, ownership.department_id, _kept(customer, ownership, policy, waiting)),
            "why_url": reverse("assignment:why", args=[customer.pk]),
            "tags": [
                *_tags(ownership, waiting, at),
                *_for_service(customer, ownership, policy, at),
                *_second(customer, helpers),
            ],
        },
        "helpers": [
            {
                "pk": h.pk,
                "name": str(h.user),
                "note": mask.text(h.note),
                "end": h.user_id == user.pk or _leads(user, customer, ownership),
            }
            for h in helpers
        ],
        "verbs": _actions(
            customer, ownership, user, policy, {(r.kind, r.asked_by_id) for r in waiting}, limited, helpers
        ),
    }


@prepared
def _waiting(customer):
    return Request.objects.filter(customer_id=customer, status=Request.Status.PENDING).only(
        "kind", "asked_by_id", "asked_at"
    )


@prepared
def _collaborators(customer):
    return Collaborator.objects.filter(customer=customer, until__isnull=True).select_related("user").order_by("since")


def _start(customer, ownership):
    if ownership.rule == NO_CONTACT and ownership.contacted_at:
        return max(ownership.contacted_at, ownership.since)
    return max(customer.stage_since, ownership.since) if ownership.rule == STAGE_TERM else ownership.since


def _dial(due, at):
    if due >= NEVER:
        return "∞", _("no deadline")
    n = days_between(at, due)
    if n < 0:
        return str(-n), ngettext("day overdue", "days overdue", -n)
    if n == 0:
        return minute(due)[11:], _("due since") if due <= at else _("today")
    return str(n), _("day left") if n == 1 else _("days left")


def _until(due, at):
    text = _("due since %(date)s, released with the next run") if due <= at else _("until %(date)s")
    return text % {"date": minute(due)}


def _kept(customer, ownership, policy, waiting):
    """Whether nothing but the owner's application for the next stage keeps the customer without a deadline."""
    stages = [rule.stage for rule in policy.rules if rule.waits_for_application] if policy else ()
    asked = any(r.kind == INTENT and r.asked_by_id == ownership.owner_id for r in waiting)
    return ownership.release_at >= NEVER and customer.stage in stages and asked


def _sentence(rule, policy, department_id, kept):
    if rule:
        return sentence(rule, department_id)
    if kept:
        return _("The application to change to intent is waiting: the customer is kept until it is decided.")
    return _("No rule applies at present.") if policy else _("This department has no policy.")


def _tags(ownership, waiting, at):
    tags = [(_("%(kind)s: waiting for a decision") % {"kind": label_of(r.kind)}, "info") for r in waiting]
    if ownership.extended_until and ownership.extended_until > at:
        tags.append((_("extended until %(date)s") % {"date": day(ownership.extended_until)}, "plum"))
    if ownership.spared_until and ownership.spared_until > at:
        tags.append((_("restored, not released until %(date)s") % {"date": day(ownership.spared_until)}, "plum"))
    if at < ownership.review_at < min(ownership.release_at, NEVER):
        tags.append((_("review: %(time)s") % {"time": countdown.left(ownership.review_at, at)}, "warn"))
    return tags


def _for_service(customer, ownership, policy, at):
    """Releases wait while a service order is open, where the policy says so."""
    row = {"customer_id": customer.pk, "path": ownership.department.path}
    order = orders_of([row], {row["path"]: policy}, at).get(customer.pk)
    if order is None or not order.order_id or ownership.release_at >= NEVER:
        return []
    said = {"number": order.number, "days": policy.order_wait_days}
    return [(_("waits for service order %(number)s, at most %(days)d days longer") % said, "plum")]


def _second(customer, helpers):
    """An important new customer wants a second colleague in contact (M13)."""
    if lacks_people(customer, len(helpers)):
        return [(_("important: a second colleague should be in contact"), "warn")]
    return []


def _leads(user, customer, ownership):
    return ownership.owner_id == user.pk or customer_access.may(user, "customer.transfer", customer, ownership)


def _actions(customer, ownership, user, policy, asked, limited, helpers):
    out = []
    if ownership.owner_id == user.pk and may_somewhere(user, "customer.claim"):
        staged = policy is not None and any(r.kind == STAGE_TERM for r in policy.rules)
        if staged and customer.stage == Stage.POTENTIAL and (INTENT, user.pk) not in asked:
            out.append(_action("intent", _("Change to intent"), "arrow-up-right-circle", customer))
        if limited and (EXTENSION, user.pk) not in asked:
            out.append(_action("extension", _("Request an extension"), "hourglass-split", customer))
        out += [
            _action("collaborator_new", _("Register a collaborator"), "person-plus", customer),
            _action("letter", _("Letter to the customer"), "file-earmark-text", customer),
            _action("give_up", _("Give up"), "box-arrow-up", customer, "danger"),
        ]
        return out
    if customer_access.may(user, "customer.transfer", customer, ownership):
        out += [
            _action("transfer", _("Transfer"), "arrow-left-right", customer),
            _action("collaborator_new", _("Register a collaborator"), "person-plus", customer),
            _action("letter", _("Letter to the customer"), "file-earmark-text", customer),
            _action("release", _("Release to the pool"), "box-arrow-up", customer, "danger"),
        ]
    elif may_somewhere(user, "customer.claim"):
        if (VALIDITY, user.pk) not in asked and user.pk not in {h.user_id for h in helpers}:
            out.append(_action("validity", _("Ownership dispute (validity)"), "question-circle", customer))
        if (CONFLICT, user.pk) not in asked:
            out.append(_action("conflict", _("Report a conflict"), "people", customer))
        if (COOPERATION, user.pk) not in asked and user.pk not in {h.user_id for h in helpers}:
            out.append(_action("cooperation", _("Request cooperation"), "person-plus", customer))
    return out


def _pooled(customer, user, at):
    eligibility = claim_eligibility(user, at)
    refusal = eligibility.refusal or eligibility.refusals(
        [(customer.pk, customer.department_id, customer.department.path)]
    ).get(customer.pk)
    out, may_claim = [], may_somewhere(user, "customer.claim")
    asked = Request.objects.filter(customer_id=customer.pk, status=Request.Status.PENDING, asked_by=user).exists()
    if may_claim and refusal is None and not asked:
        label = {"click": _("Claim"), "followup": _("Contact and claim"), "request": _("Apply for it")}[eligibility.way]
        out.append(
            {
                **_action(
                    "claim" if eligibility.way == "click" else "claim_form", label, "hand-index", customer, "primary"
                ),
                "post": eligibility.way == "click",
            }
        )
    if customer_access.may(user, "customer.transfer", customer):
        out.append(_action("transfer", _("Assign"), "arrow-left-right", customer))
    since = customer.pooled_at and time.since(customer.pooled_at, at)
    return {
        "customer": customer,
        "owned": False,
        "helpers": [],
        "verbs": out,
        "held": {
            "state": "paused",
            "days": str(days_between(customer.pooled_at, at)) if customer.pooled_at else "–",
            "unit": _("days"),
            "share": 0,
            "owner": "",
            "nobody": _("in the public pool"),
            "since": since or "",
            "until": "",
            "rule": reason(customer, last_ends([customer.pk]).get(customer.pk)),
            "why_url": reverse("assignment:why", args=[customer.pk]),
            "tags": ([(_("requested by you"), "info")] if asked else [])
            + ([(refusal.sentence, "warn")] if refusal and may_claim else []),
        },
        "full": refusal is not None and refusal.code == "slots" and may_claim,
    }
