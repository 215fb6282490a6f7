"""Rows of the public pool as the page shows them: seven queries for any number of rows."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import FollowUp
from crm_project.accounts.models import Department
from crm_project.ground.templatetags.look import stage
from crm_project.lib.prepared import prepared
from customers import access as customer_access
from customers.choices import PoolReason
from customers.models import Customer
from customers.stage_names import StageNames

from .countdown import since
from .facts import still_standing
from .pool import endings
from .sentences import RULE_NAMES

SUMMARY = 80


def last_words(ids):
    """{customer id: first 80 characters of its last follow-up} (one query)."""
    return {pk: f"{said[:SUMMARY]}…" if len(said) > SUMMARY else said for pk, said in _last_words(list(ids)) if said}


@prepared
def _last_words(ids):
    last = FollowUp.objects.filter(still_standing(), customer_id=OuterRef("pk")).order_by("-occurred_at", "-id")
    rows = Customer.objects.filter(pk__in=ids).order_by()
    return rows.annotate(said=Subquery(last.values(short=Substr("content", 1, SUMMARY + 1))[:1])).values_list("pk", "said")


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
    names = {"url": "customers:detail", "why_url": "assignment:why", "claim_url": "assignment:claim", "form_url": "assignment:claim_form"}
    return {key: reverse(name, args=[0]).replace("/0/", "/%d/") for key, name in names.items()}


def table(customers, standing):
    """One dict a row; `hindrance` says in advance why this person may not take it."""
    ids = [c.pk for c in customers]
    ended, said, stages, addresses = endings(ids), last_words(ids), StageNames(), _addresses()
    departments = {d.pk: d for d in _departments(sorted({c.department_id for c in customers}))}
    barred = standing.hindrances([(c.pk, c.department_id, departments[c.department_id].path) for c in customers])
    words = {"claim": _("Claim %(name)s"), "ask": _("Ask for %(name)s"), "contact": _("Claim %(name)s with the first contact")}
    way = {"click": "claim", "request": "ask"}.get(standing.way, "contact")
    return [
        {
            "pk": c.pk,
            "name": c.name,
            "code": c.code,
            **{key: address % c.pk for key, address in addresses.items()},
            "stage": stage(c.stage, stages.label(c.department_id, c.stage)),
            "department": str(departments[c.department_id]),
            "reason": reason(c, ended.get(c.pk)),
            "in_pool": since(c.pooled_at, standing.at),
            "former": c.former_owners,
            "summary": _summary(c, standing.person, said),
            "hindrance": barred[c.pk].sentence if c.pk in barred else "",
            "label": words[way] % {"name": c.name},
        }
        for c in customers
    ]


def _summary(customer, person, said):
    """The last words, but nothing of what this person may not read (Nf15, M10)."""
    if customer_access.hides_phone(person, customer):
        return _("hidden (VIP)")
    return _("restricted file") if customer_access.guards(person, customer) else said.get(customer.pk, "")
