"""Rows of the public pool as the page shows them: six queries for any number of rows."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import FollowUp
from crm_project.accounts.models import Department
from crm_project.ground.templatetags.look import stage
from customers import access as customer_access
from customers.choices import PoolReason, Stage
from customers.models import Customer

from .countdown import since
from .facts import still_standing
from .pool import endings
from .sentences import RULE_NAMES

SUMMARY = 80


def last_words(ids):
    """{customer id: first 80 characters of its last follow-up} (one query)."""
    last = FollowUp.objects.filter(still_standing(), customer_id=OuterRef("pk")).order_by("-occurred_at", "-id")
    rows = Customer.objects.filter(pk__in=ids).annotate(said=Subquery(last.values(short=Substr("content", 1, SUMMARY + 1))[:1]))
    return {pk: f"{said[:SUMMARY]}…" if len(said) > SUMMARY else said for pk, said in rows.values_list("pk", "said") if said}


def reason(customer, ending):
    """Why it is in the pool, in words: by which rule, given up for what."""
    label = str(PoolReason(customer.pool_reason).label) if customer.pool_reason else ""
    if ending is None or customer.pool_reason in (PoolReason.NEW, PoolReason.IMPORTED):
        return label
    if ending.rule:
        return _("%(reason)s: %(rule)s") % {"reason": label, "rule": RULE_NAMES.get(ending.rule, ending.rule)}
    return _("%(reason)s: “%(said)s”") % {"reason": label, "said": ending.reason[:60]} if ending.reason else label


def stage_word(customer, departments):
    """The department's own word for the stage."""
    department = departments.get(customer.department_id)
    return (department and getattr(department, f"stage_{customer.stage}")) or str(Stage(customer.stage).label)


def table(customers, standing):
    """One dict a row; `hindrance` says in advance why this person may not take it."""
    ids = [c.pk for c in customers]
    ended, said = endings(ids), last_words(ids)
    departments = Department.objects.in_bulk({c.department_id for c in customers})
    barred = standing.hindrances([(c.pk, c.department_id, departments[c.department_id].path) for c in customers])
    return [
        {
            "pk": c.pk,
            "name": c.name,
            "code": c.code,
            "url": reverse("customers:detail", args=[c.pk]),
            "stage": stage(c.stage, stage_word(c, departments)),
            "department": str(departments[c.department_id]),
            "reason": reason(c, ended.get(c.pk)),
            "why_url": reverse("assignment:why", args=[c.pk]),
            "in_pool": since(c.pooled_at, standing.at),
            "former": c.former_owners,
            "summary": _("hidden (VIP)") if customer_access.hides_phone(standing.person, c) else said.get(c.pk, ""),
            "hindrance": barred[c.pk].sentence if c.pk in barred else "",
            "claim_url": reverse("assignment:claim", args=[c.pk]),
            "form_url": reverse("assignment:claim_form", args=[c.pk]),
        }
        for c in customers
    ]
