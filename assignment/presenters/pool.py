"""Rows of the public pool as the page shows them: seven queries for any number of rows."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from assignment.domain.pool import ClaimEligibility, last_ends
from assignment.models.choices import RULE_NAMES
from crm_project.accounts.models import Department
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import since
from crm_project.ui.components.people import stage
from customers.domain import access as customer_access
from customers.domain.access.masking import mask_for
from customers.domain.stage_names import StageNames
from customers.models import Customer
from customers.models.choices import PoolReason

SUMMARY = 80


def last_end_text(ids):
    """{customer id: first 80 characters of its last follow-up} (one query)."""
    return {pk: f"{text[:SUMMARY]}…" if len(text) > SUMMARY else text for pk, text in _last_words(list(ids)) if text}


@prepared
def _last_words(ids):
    last = FollowUp.objects.filter(not_voided(), customer_id=OuterRef("pk")).order_by("-occurred_at", "-id")
    rows = Customer.objects.filter(pk__in=ids).order_by()
    return rows.annotate(said=Subquery(last.values(short=Substr("content", 1, SUMMARY + 1))[:1])).values_list(
        "pk", "said"
    )


@prepared
def _departments(ids):
    return Department.objects.filter(pk__in=ids).order_by()


def reason(customer, ending):
    """Why it is in the pool, in words: by which rule, given up for what."""
    label = str(PoolReason(customer.pool_reason).label) if customer.pool_reason else ""
    if ending is None or customer.pool_reason in (PoolReason.NEW, PoolReason.IMPORTED):
        return label
    if ending.rule:
        return _("%(reason)s: %(rule)s") % {"reason": label, "rule": RULE_NAMES.get(ending.rule, ending.rule)}
    return _("%(reason)s: “%(said)s”") % {"reason": label, "said": ending.reason[:60]} if ending.reason else label


def _addresses():
    """Addresses of a row's links as texts to be filled with the key: resolving each anew would cost more than the row."""
    names = {
        "url": "customers:detail",
        "why_url": "assignment:why",
        "claim_url": "assignment:claim",
        "form_url": "assignment:claim_form",
        "assign_url": "assignment:transfer",
    }
    return {key: reverse(name, args=[0]).replace("/0/", "/%d/") for key, name in names.items()}


@dataclass(frozen=True)
class Offer:
    """What a row's button may do: by the person's eligibility and rights."""

    eligibility: ClaimEligibility
    may_claim: bool
    may_assign: bool


def table(customers, offer):
    """One dict a row; `refusal` says in advance why this person may not take it, `button` what they may do instead."""
    eligibility = offer.eligibility
    ids = [c.pk for c in customers]
    ended, said, stages, addresses = last_ends(ids), last_end_text(ids), StageNames(), _addresses()
    departments = {d.pk: d for d in _departments(sorted({c.department_id for c in customers}))}
    refusals = eligibility.refusals([(c.pk, c.department_id, departments[c.department_id].path) for c in customers])
    words = {
        "claim": _("Claim %(name)s"),
        "ask": _("Apply for %(name)s"),
        "contact": _("Claim %(name)s with the first contact"),
    }
    way = {"click": "claim", "request": "ask"}.get(eligibility.way, "contact")
    rows = [
        {
            "pk": c.pk,
            "name": c.name,
            "code": c.code,
            **{key: address % c.pk for key, address in addresses.items()},
            "stage": stage(c.stage, stages.label(c.department_id, c.stage)),
            "department": str(departments[c.department_id]),
            "reason": mask_for(eligibility.person, c).text(reason(c, ended.get(c.pk))),
            "in_pool": since(c.pooled_at, eligibility.at),
            "former": str(c.former_owners),
            "summary": _summary(c, eligibility.person, said) or "–",
            "refusal": refusals[c.pk].sentence if c.pk in refusals else "",
            "label": words[way] % {"name": c.name},
        }
        for c in customers
    ]
    button = _button(offer)
    return [
        row | {"button": {"kind": "refused"} if row["refusal"] and offer.may_claim else button(row)} for row in rows
    ]


def _button(offer):
    """The way to take one: {kind, url, label} of a row; kind: claim (a form that posts), fill (a page with a form), go (a page)."""
    way, general = offer.eligibility.way, offer.eligibility.refusal
    if offer.may_claim and not general:
        label = {"click": _("Claim"), "request": _("Apply for it")}.get(way) or _("Contact and claim")
        if way == "click":
            return lambda row: {"kind": "claim", "url": row["claim_url"], "label": label}
        return lambda row: {"kind": "fill", "url": row["form_url"], "label": label}
    if general and general.code == "slots":
        slots, exchange = reverse("assignment:slots"), _("Exchange")
        return lambda row: {"kind": "go", "url": f"{slots}?claim={row['pk']}", "label": exchange}
    if offer.may_assign:
        assign = _("Assign")
        return lambda row: {"kind": "go", "url": row["assign_url"], "label": assign}
    return lambda row: {}


def _summary(customer, person, said):
    """The last words, but nothing of what this person may not read (Nf15, M10)."""
    if customer_access.guards(person, customer):
        return _("restricted file")
    mask = mask_for(person, customer)
    return _("hidden (VIP)") if mask and customer.vip else mask.text(said.get(customer.pk, ""))
