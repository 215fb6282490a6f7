"""Whether a customer fits its class: asked on saving, and every night (rows Ni8, Ni24)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Task
from contracts.models import Contract
from crm_project.lib.language import with_note
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.domain.classes.class_rules import ClassRule
from customers.domain.completeness import lacking_of, missing_fields
from customers.models import Customer, Ownership
from deals.models import Deal
from deals.models.choices import Line, Status

from .class_rules import label, rule_of, rules

ABOUT = "class"
# So many tasks a night at most: a class that was switched on for thousands reaches its owners over some days.
A_NIGHT = 500
DUE_DAYS = 7


def _conditions(rule: ClassRule, at: datetime) -> list[tuple[str, Q]]:
    """[(what is asked, Q of those that meet it)] beyond the fields of the file."""
    out = []
    of_customer, confirmed = OuterRef("pk"), Q(status=Contract.Status.CONFIRMED)
    if rule.deal_months:
        until = local_date(at) + timedelta(days=rule.deal_months * 365 // 12)
        deals = Deal.objects.filter(customer=of_customer, status=Status.OPEN, expected_close__lte=until)
        if rule.deal_lines:
            deals = deals.filter(line__in=rule.deal_lines)
        lines = _(" or ").join(str(Line(line).label) for line in rule.deal_lines)
        text = ngettext(
            "an open deal expected to close within %(n)d month",
            "an open deal expected to close within %(n)d months",
            rule.deal_months,
        ) % {"n": rule.deal_months}
        out.append((with_note(text, lines) if lines else text, Q(Exists(deals))))
    if rule.lead:
        deals = Deal.objects.filter(customer=of_customer, status__in=(Status.OPEN, Status.WON))
        signed = Contract.objects.filter(confirmed, customer=of_customer)
        out.append((_("an open or won deal"), Q(Exists(deals)) | Q(Exists(signed))))
    if rule.contract:
        out.append((_("a confirmed contract"), Q(Exists(Contract.objects.filter(confirmed, customer=of_customer)))))
    if rule.contact_days:
        since = at - timedelta(days=rule.contact_days)
        met = Q(ownership__contacted_at__gte=since) | Q(ownership=None, last_followup_at__gte=since)
        text = ngettext(
            "a contact within the last %(n)d day", "a contact within the last %(n)d days", rule.contact_days
        )
        out.append((text % {"n": rule.contact_days}, met))
    return out


def reasons(customer: Customer, at: datetime, *, segment: str | None = None, level: str | None = None) -> list[str]:
    """What the customer lacks for its class (or the one given), in words; empty where it fits or has none."""
    rule = rule_of(customer.segment if segment is None else segment, customer.level if level is None else level)
    if rule is None:
        return []
    found = [str(text) for text in missing_fields(customer, rule.required)]
    for sentence, met in _conditions(rule, at):
        if not Customer.objects.filter(met, pk=customer.pk).exists():
            found.append(sentence)
    return found


def check_fit(customer: Customer, at: datetime) -> None:
    """Refuse with code class, naming what is missing, where its class is checked and does not fit."""
    rule = rule_of(customer.segment, customer.level)
    if rule is None or not rule.checked:
        return
    lacks = reasons(customer, at)
    if lacks:
        raise Refused(
            _("%(name)s requires: %(lacks)s. Add it first, or choose another class. %(definition)s")
            % {
                "name": label(customer.segment, customer.level),
                "lacks": _(", ").join(lacks),
                "definition": rule.defined,
            },
            code="class",
            field="level",
        )


def check_classes(*, at: datetime) -> tuple[int, int]:
    """Every night: a task for the owner of each customer whose checked class no longer fits; tasks of those that fit again are done.

    Returns (tasks made, tasks closed). Running it again makes no second task.
    """
    made, open_tasks = 0, Task.objects.filter(about=ABOUT, done_at=None)
    unfit_ids = set()
    for (segment, level), rule in rules().items():
        if not rule.checked:
            continue
        met = Q()
        for _said, condition in _conditions(rule, at):
            met &= condition
        unfit = lacking_of(rule.required) | ~met if met else lacking_of(rule.required)
        rows = Ownership.objects.filter(
            customer__in=Customer.objects.filter(
                unfit, segment=segment, level=level, merged_into=None, removed_at=None
            ).values("pk")
        )
        unfit_ids |= set(
            open_tasks.filter(customer__in=rows.values("pk")).order_by().values_list("customer_id", flat=True)
        )
        told = open_tasks.filter(customer=OuterRef("pk"))
        fresh = rows.filter(~Exists(told)).select_related("customer", "owner").order_by("pk")[: A_NIGHT - made]
        made += len(Task.objects.bulk_create([_task(row, at) for row in fresh]))
    closed = open_tasks.filter(created_at__lt=at).exclude(customer__in=unfit_ids).update(done_at=at)
    return made, closed


def _task(row: Ownership, at: datetime) -> Task:
    """In the language of the owner, who reads it."""
    with translation.override(row.owner.language or settings.LANGUAGE_CODE):
        name = label(row.customer.segment, row.customer.level)
        return Task(
            customer=row.customer,
            about=ABOUT,
            title=_("The class “%(name)s” no longer applies")[:160] % {"name": name},
            note=_("Missing: %(lacks)s. Add it, or change the class.")
            % {"lacks": _(", ").join(reasons(row.customer, at))},
            due_at=at + timedelta(days=DUE_DAYS),
            assignee=row.owner,
            created_at=at,
        )
