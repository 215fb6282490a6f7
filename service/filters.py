"""What narrows the lists of service orders, return visits and remedial plans: the fields of their side panels (rows Ni22, T23, M16)."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.domain.after_sales_people import staff
from crm_project.accounts.models import User
from crm_project.lib.day_fields import DayFilter, MomentFilterSet

from .domain.remedial import access as remedial
from .domain.visits.access import visitors
from .models import OrderCategory, OrderCause, OrderKind, RemedialPlan, ReturnVisit, ServiceOrder, VisitPlan
from .models.choices import Channel, Priority, Status, Step
from .models.visit_choices import VisitChannel
from .rules.steps import RUNNING

NOT_DONE = "running"


class OrderFilter(django_filters.FilterSet):
    """The side panel of the list."""

    kind = django_filters.ModelChoiceFilter(
        queryset=lambda request: OrderKind.objects.all(), label=_("Kind"), empty_label=_("All")
    )
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: OrderCategory.objects.select_related("kind"),
        label=pgettext_lazy("order", "Category"),
        empty_label=_("All"),
    )
    cause = django_filters.ModelChoiceFilter(
        queryset=lambda request: OrderCause.objects.all(), label=_("Cause"), empty_label=_("All")
    )
    status = django_filters.ChoiceFilter(
        choices=[(NOT_DONE, _("not done yet")), *Status.choices],
        label=_("Status"),
        empty_label=_("All"),
        method="of_status",
    )
    priority = django_filters.ChoiceFilter(choices=Priority, label=_("Priority"), empty_label=_("All"))
    channel = django_filters.ChoiceFilter(choices=Channel, label=_("Channel"), empty_label=_("All"))
    assigned = django_filters.ModelChoiceFilter(
        queryset=lambda request: staff(),
        label=_("Assigned to"),
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=_("All"),
    )

    class Meta:
        model = ServiceOrder
        fields: list[str] = []

    def of_status(self, rows, name, value):
        """One status, or all in which the work is not done."""
        return rows.filter(status__in=RUNNING) if value == NOT_DONE else rows.filter(status=value)


class VisitFilter(django_filters.FilterSet):
    """The side panel of the list of return visits."""

    person = django_filters.ModelChoiceFilter(
        queryset=lambda request: visitors(),
        label=_("Who"),
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=_("All"),
    )
    plan = django_filters.ModelChoiceFilter(
        queryset=lambda request: VisitPlan.objects.all(), label=_("Plan"), empty_label=_("All")
    )
    channel = django_filters.ChoiceFilter(choices=VisitChannel, label=_("How"), empty_label=_("All"))
    from_day = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    to_day = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))
    bad = django_filters.ChoiceFilter(
        choices=[("true", _("bad only"))], label=_("Evaluation"), empty_label=_("All"), method="only_bad"
    )

    class Meta:
        model = ReturnVisit
        fields: list[str] = []

    def only_bad(self, rows, name, value):
        """Visits with a bad evaluation."""
        return rows.filter(bad=True)


class PlanFilter(MomentFilterSet):
    """The side panel of the list of remedial plans."""

    step = django_filters.ChoiceFilter(choices=Step, label=_("Step"), empty_label=_("All"))
    person = django_filters.ModelChoiceFilter(
        queryset=lambda request: User.objects.filter(is_active=True).order_by("sort_name", "username"),
        label=_("Person"),
        method="of_person",
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=_("All"),
    )
    late = django_filters.BooleanFilter(
        label=_("Late only"), method="only_late", widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    class Meta:
        model = RemedialPlan
        fields: list[str] = []

    def of_person(self, rows, name, person):
        """Responsible, whose turn it is, or with a task that is not done."""
        return rows.filter(Q(responsible=person) | Q(holder=person) | Q(remedial.at_work(Q(person=person))))

    def only_late(self, rows, name, wanted):
        """Of a step or of a task."""
        return rows.filter(remedial.late(self.at)) if wanted else rows
