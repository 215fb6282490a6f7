"""Rows of the public pool as the page shows them: seven queries for any number of rows."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from assignment.domain.pool import ClaimEligibility, last_ends
from assignment.models.choices import RULE_NAMES
from crm_project.accounts.models import Department
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import since
from crm_project.ui.components.icons import plain
from crm_project.ui.components.people import stage
from customers.domain import access as customer_access
from customers.domain.access.masking import mask_for
from customers.domain.stage_names import StageNames
from customers.models import Customer
from customers.models.choices import PoolReason

SUMMARY = 80
CLAIM = (
    '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="query" value="{}">'
    '<button class="btn btn-secondary btn-sm" aria-label="{}">{}</button></form>'
)
OTHER = '<a class="btn btn-secondary btn-sm" href="{}">{}<span class="visually-hidden"> {}</span></a>'


def last_end_text(ids):
    """{customer id: first 80 characters of its last follow-up} (one query)."""
    return {pk: f"{said[:SUMMARY]}…" if len(said) > SUMMARY else said for pk, said in _last_words(list(ids)) if said}


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
    }
    return {key: reverse(name, args=[0]).replace("/0/", "/%d/") for key, name in names.items()}


def table(customers, eligibility):
    """One dict a row; `refusal` says in advance why this person may not take it."""
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
    return [
        {
            "pk": c.pk,
            "name": c.name,
            "code": c.code,
            **{key: address % c.pk for key, address in addresses.items()},
            "stage": stage(c.stage, stages.label(c.department_id, c.stage)),
            "department": str(departments[c.department_id]),
            "reason": reason(c, ended.get(c.pk)),
            "in_pool": since(c.pooled_at, eligibility.at),
            "former": c.former_owners,
            "summary": _summary(c, eligibility.person, said),
            "refusal": refusals[c.pk].sentence if c.pk in refusals else "",
            "label": words[way] % {"name": c.name},
        }
        for c in customers
    ]


@dataclass
class Offer:
    """What a row's button may do: by the person's eligibility and rights, on the page with this query and form token."""

    eligibility: ClaimEligibility
    may_claim: bool
    may_assign: bool
    query: str
    token: str


def body(rows, offer):
    """The rows of the table as HTML: built here, because a template that builds them takes as long as all the rest of the page."""
    words = {
        "stage": _("Stage"),
        "reason": _("Why it is in the pool"),
        "pool": _("In the pool"),
        "former": _("Former owners"),
        "last": _("Last summary"),
        "why": _("Why?"),
    }
    labels = {key: plain(word) for key, word in words.items()}
    return mark_safe("".join([_line(row, labels, _button(row, offer)) for row in rows]))


def _line(row, labels, button):
    said = {key: plain(row[key]) for key in ("name", "code", "department", "stage", "reason", "in_pool", "former")}
    return (
        f'<tr data-row>\n  <td><a class="cell-title" data-row-link href="{row["url"]}">{said["name"]}</a>'
        f'<span class="cell-note">{said["code"]} · {said["department"]}</span></td>\n'
        f'  <td data-label="{labels["stage"]}">{said["stage"]}</td>\n'
        f'  <td data-label="{labels["reason"]}"><span>{said["reason"]} <a class="small" href="{row["why_url"]}">{labels["why"]}'
        f'<span class="visually-hidden"> {said["name"]}</span></a></span></td>\n'
        f'  <td class="nowrap" data-label="{labels["pool"]}">{said["in_pool"]}</td>\n'
        f'  <td class="num" data-label="{labels["former"]}">{said["former"]}</td>\n'
        f'  <td class="small quiet" data-label="{labels["last"]}">{plain(row["summary"] or "–")}</td>\n'
        f'  <td class="acts">{button}</td>\n</tr>'
    )


def _button(row, offer):
    """Why not now, else the way to take it, to exchange one for it, or to give it to somebody."""
    way, general = offer.eligibility.way, offer.eligibility.refusal
    if row["refusal"] and offer.may_claim:
        return format_html(
            '<span class="small muted" role="note"><i class="bi bi-hourglass-split" aria-hidden="true"></i> {}</span>',
            row["refusal"],
        )
    if offer.may_claim and not general:
        said = {"click": _("Claim"), "request": _("Apply for it")}.get(way) or _("Contact and claim")
        if way == "click":
            return format_html(CLAIM, row["claim_url"], offer.token, offer.query, row["label"], said)
        return format_html(
            '<a class="btn btn-secondary btn-sm" href="{}" aria-label="{}">{}</a>', row["form_url"], row["label"], said
        )
    if general and general.code == "slots":
        return format_html(OTHER, f"{reverse('assignment:slots')}?claim={row['pk']}", _("Exchange"), row["name"])
    if offer.may_assign:
        return format_html(OTHER, reverse("assignment:transfer", args=[row["pk"]]), _("Assign"), row["name"])
    return ""


def _summary(customer, person, said):
    """The last words, but nothing of what this person may not read (Nf15, M10)."""
    if customer_access.guards(person, customer):
        return _("restricted file")
    mask = mask_for(person, customer)
    return _("hidden (VIP)") if mask and customer.vip else mask.text(said.get(customer.pk, ""))
