"""What a deal must have before it enters a stage: each condition a small question (rows Na9, Ni17)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from activities.models import FollowUp
from assignment.domain.facts import judgements
from crm_project.accounts.models import Department
from customers.models import Contact
from deals.models import Deal, Pipeline, Stage
from deals.models.choices import Condition

WON = 100


def _amount(deal: Deal, at: datetime) -> bool:
    return deal.amount > 0


def _products(deal: Deal, at: datetime) -> bool:
    return deal.products.exists()


def _key_contact(deal: Deal, at: datetime) -> bool:
    return Contact.objects.filter(customer_id=deal.customer_id, key=True, active=True).exists()


def _next_step(deal: Deal, at: datetime) -> bool:
    return bool(deal.next_step)


def _followup(deal: Deal, at: datetime) -> bool:
    """One that counts by the customer's policy, since the deal entered its present stage."""
    counted = [pk for pk, reasons in judgements(deal.customer_id, at).items() if not reasons]
    return FollowUp.objects.filter(pk__in=counted, occurred_at__gte=deal.stage_since).exists()


def _quote(deal: Deal, at: datetime) -> bool:
    return deal.quotes.filter(status__in=("sent", "accepted")).exists()


def _accepted(deal: Deal, at: datetime) -> bool:
    return deal.quotes.filter(status="accepted").exists()


CONDITIONS: dict[str, Callable[[Deal, datetime], bool]] = {
    Condition.AMOUNT: _amount,
    Condition.PRODUCTS: _products,
    Condition.KEY_CONTACT: _key_contact,
    Condition.NEXT_STEP: _next_step,
    Condition.FOLLOWUP: _followup,
    Condition.QUOTE: _quote,
    Condition.ACCEPTED: _accepted,
}


def needed(stage: Stage, since: int | None = None) -> list[str]:
    """Keys asked on the way to `stage`: its own, and with `since` (a stage number) those of every stage passed over."""
    if since is None:
        wanted = stage.conditions
    else:
        passed = Stage.objects.filter(
            pipeline=stage.pipeline_id, number__gt=since, number__lte=stage.number, active=True
        ).order_by("number")
        wanted = [key for keys in passed.values_list("conditions", flat=True) for key in keys]
    return [key for key in dict.fromkeys(wanted) if key in CONDITIONS]


def missing(deal: Deal, keys: Sequence[str], at: datetime) -> list[str]:
    """Those of `keys` that do not hold; one query each."""
    return [key for key in keys if not CONDITIONS[key](deal, at)]


def checklist(deal: Deal, stage: Stage, at: datetime) -> list[tuple[str, bool]]:
    """[(what, whether it holds)] for entering `stage`, for the deal's page."""
    keys = needed(stage, deal.stage.number)
    lacking = set(missing(deal, keys, at))
    return [(str(Condition(key).label), key not in lacking) for key in keys]


def pipeline_for(department: Department) -> Pipeline | None:
    """The pipeline of the nearest department upwards that names one, else the standard one."""
    line = department.ancestor_ids() if department else []
    named = {
        d: p
        for p in Pipeline.objects.filter(departments__in=line).distinct()
        for d in p.departments.values_list("pk", flat=True)
    }
    for above in reversed(line):
        if above in named:
            return named[above]
    return Pipeline.objects.filter(standard=True).first() or Pipeline.objects.order_by("pk").first()


def final(pipeline_id: int) -> Stage | None:
    """The stage that means won, or None where the pipeline has none."""
    return Stage.objects.filter(pipeline=pipeline_id, probability=WON).order_by("-number").first()
