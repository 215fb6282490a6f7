"""What narrows the list of deals: the fields of its side panel (row Nf1)."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import department_ids, visible_people
from crm_project.accounts.models import Department
from crm_project.lib.day_fields import DayFilter

from .domain.overdue import overdue
from .models import Deal, Stage
from .models.choices import Line


def _people(request):
    return visible_people(request.user, "deal.view").select_related(None) if request else []


def _departments(request):
    ids = department_ids(request.user, "deal.view") if request else set()
    rows = Department.objects.filter(closed_at=None)
    return rows if ids is None else rows.filter(pk__in=ids)


def _date(name, lookup, label):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DayFilter(field_name=name, lookup_expr=lookup, label=label, widget=widget)


class DealFilter(django_filters.FilterSet):
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
        # An open deal is whose customer it is; a closed one stays with whoever closed it.
        return queryset.filter(
            Q(status="open", customer__ownership__owner=value) | (~Q(status="open") & Q(owner=value))
        )

    def by_department(self, queryset, _name, value):
        below = value.subtree().values("pk")
        return queryset.filter(
            Q(status="open", customer__ownership__department__in=below) | (~Q(status="open") & Q(department__in=below))
        )

    def by_update(self, queryset, _name, value):
        return overdue(queryset, timezone.now()) if value else queryset
