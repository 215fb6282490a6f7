"""What narrows the list of service orders: the fields of its side panel (row Ni22)."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .domain import access
from .models import OrderCategory, OrderCause, OrderKind, ServiceOrder
from .models.choices import Channel, Priority


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
    priority = django_filters.ChoiceFilter(choices=Priority, label=_("Priority"), empty_label=_("All"))
    channel = django_filters.ChoiceFilter(choices=Channel, label=_("Channel"), empty_label=_("All"))
    assigned = django_filters.ModelChoiceFilter(
        queryset=lambda request: access.staff(),
        label=_("Assigned to"),
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=_("All"),
    )

    class Meta:
        model = ServiceOrder
        fields: list[str] = []
