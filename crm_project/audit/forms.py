"""The auditor's search form."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from crm_project.lib.day_fields import DayFilter
from customers.domain.duplicates import matching
from customers.domain.lookup import find_customer
from customers.models import Customer

from .models import Entry
from .presenters.text import FAMILIES

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST = 200  # customers


def customers_meant(text):
    """Keys of these customers; merged ones with whatever became one with them."""
    text = text.strip()
    found = find_customer(text)
    ids = {found.pk} if found else set(matching.search_ids(text, MOST))
    # Every entry keeps the name of its day: so a customer is found by the name it had then.
    named = Q(subject_name=text) if found else Q(subject_name__icontains=text)
    formerly = Entry.objects.filter(named, subject_type="customer", customer_id__isnull=False).order_by()
    ids |= set(formerly.values_list("customer_id", flat=True).distinct()[:MOST])
    survivors = Customer.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("merged_into", flat=True)
    ids |= set(survivors)
    return ids | set(Customer.objects.filter(merged_into__in=ids).values_list("pk", flat=True))


class EntryFilter(django_filters.FilterSet):
    """Person, action, customer, subject, dates and text."""

    who = django_filters.CharFilter(method="by_person", label=_("Person (name or user name)"))
    action = django_filters.ChoiceFilter(
        method="by_family", label=_("Action"), choices=[(k, v[0]) for k, v in FAMILIES.items()]
    )
    customer = django_filters.CharFilter(method="by_customer", label=_("Customer (code or name, also a former one)"))
    since = DayFilter(field_name="at", lookup_expr="date__gte", label=_("From"), widget=_DATE)
    until = DayFilter(field_name="at", lookup_expr="date__lte", label=_("Until"), widget=_DATE)
    address = django_filters.CharFilter(field_name="address", lookup_expr="startswith", label=_("Address"))
    subject = django_filters.CharFilter(method="by_subject", label=pgettext_lazy("audit", "Subject"))
    q = django_filters.CharFilter(method="by_text", label=_("Text, code or name"))

    class Meta:
        model = Entry
        fields: list[str] = []

    def by_person(self, rows, name, value):
        people = User.objects.filter(Q(username__iexact=value) | Q(full_name__icontains=value))
        return rows.filter(actor_id__in=list(people.values_list("pk", flat=True)[:200]))

    def by_family(self, rows, name, value):
        wanted = Q()
        for beginning in FAMILIES[value][1]:
            wanted |= (
                Q(action__startswith=beginning)
                if beginning.endswith(".")
                else Q(action=beginning) | Q(action__startswith=beginning + ".")
            )
        return rows.filter(wanted)

    def by_customer(self, rows, name, value):
        return rows.filter(customer_id__in=customers_meant(value))

    def by_subject(self, rows, name, value):
        kind, _colon, number = value.partition(":")
        rows = rows.filter(subject_type=kind)
        return rows.filter(subject_id=number) if number else rows

    def by_text(self, rows, name, value):
        said = Q(subject_name__icontains=value) | Q(reason__icontains=value)
        return rows.filter(said | Q(customer_id__in=customers_meant(value)))
