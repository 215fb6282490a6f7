"""Filters of the pool and of what a run decided."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assignment.models.choices import RULE_NAMES
from crm_project.accounts.models import User
from crm_project.lib.day_fields import DayFilter
from customers.models import Customer, ListItem
from customers.models.choices import ListKind, PoolReason, Stage

from .models import SweepLine
from .presenters.rule_text import OUTCOME_NAMES
from .rules.policy import RULES


def _items(kind):
    return lambda request: ListItem.objects.filter(kind=kind, active=True)


class PoolFilter(django_filters.FilterSet):
    """By region, trade, stage and the reason why it is there."""

    region = django_filters.ModelChoiceFilter(field_name="regions", queryset=_items(ListKind.REGION), label=_("Region"))
    trade = django_filters.ModelChoiceFilter(queryset=_items(ListKind.TRADE), label=_("Trade"))
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))
    reason = django_filters.ChoiceFilter(
        field_name="pool_reason", choices=PoolReason.choices, label=_("Why it is in the pool")
    )
    since = DayFilter(
        field_name="pooled_at",
        lookup_expr="date__gte",
        label=_("In the pool since (or later)"),
    )

    class Meta:
        model = Customer
        fields: list[str] = []


class LineFilter(django_filters.FilterSet):
    """By outcome, rule and owner."""

    outcome = django_filters.ChoiceFilter(choices=list(OUTCOME_NAMES.items()), label=_("Outcome"))
    rule = django_filters.ChoiceFilter(choices=[(kind, RULE_NAMES[kind]) for kind in RULES], label=_("Rule"))
    owner = django_filters.ModelChoiceFilter(
        queryset=lambda request: User.objects.filter(pk__in=request.line_owners), label=_("Owner")
    )

    class Meta:
        model = SweepLine
        fields: list[str] = []
