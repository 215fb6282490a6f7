"""What narrows the list of deals: the fields of its side panel (row Nf1)."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.day_fields import DayFilter, MomentFilterSet

from . import conditions
from .domain.overdue import overdue
from .models import Deal, Stage
from .models.choices import Line


def _people(request):
    return conditions.people(request.user) if request else []


def _departments(request):
    return conditions.departments(request.user) if request else []


def _date(name, lookup, label):
    return DayFilter(field_name=name, lookup_expr=lookup, label=label)


class DealFilter(MomentFilterSet):
    """The side panel of the list."""

    stage = django_filters.ModelChoiceFilter(
        queryset=lambda request: Stage.objects.select_related("pipeline"), label=_("Stage"), empty_label=_("All")
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=_people,
        label=_("Owner"),
        method="by_owner",
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=_("All"),
    )
    department = django_filters.ModelChoiceFilter(
        queryset=_departments, label=_("Department"), method="by_department", empty_label=_("All")
    )
    line = django_filters.ChoiceFilter(choices=Line, label=pgettext_lazy("deal", "Line"), empty_label=_("All"))
    late = django_filters.BooleanFilter(label=_("Update overdue"), method="by_update", widget=forms.CheckboxInput)
    close_from = _date("expected_close", "gte", _("Closing from"))
    close_until = _date("expected_close", "lte", _("Closing until"))
    amount_from = django_filters.NumberFilter(field_name="amount", lookup_expr="gte", label=_("Amount from"))

    class Meta:
        model = Deal
        fields: list[str] = []

    def by_owner(self, queryset, _name, value):
        return queryset.filter(conditions.owned_by([value]))

    def by_department(self, queryset, _name, value):
        return queryset.filter(conditions.in_departments([value]))

    def by_update(self, queryset, _name, value):
        return overdue(queryset, self.at) if value else queryset
