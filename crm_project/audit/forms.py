"""The auditor's search form."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from crm_project.catalogue import audits
from crm_project.lib.day_fields import DayFilter
from crm_project.lib.sensitive import may_guess

from .models import Entry
from .presenters.text import beginnings_of, families


def customers_named(text):
    """Keys of the customers that a text can mean."""
    return {pk for audit in audits() if audit.customers_named for pk in audit.customers_named(text)}


def _families():
    return [(family.key, family.label) for family in families()]


class EntryFilter(django_filters.FilterSet):
    """Person, action, customer, subject, dates and text."""

    who = django_filters.CharFilter(method="by_person", label=_("Person (name or user name)"))
    action = django_filters.ChoiceFilter(method="by_family", label=_("Action"), choices=_families)
    customer = django_filters.CharFilter(method="by_customer", label=_("Customer (code or name, also a former one)"))
    since = DayFilter(field_name="at", lookup_expr="date__gte", label=_("From"))
    until = DayFilter(field_name="at", lookup_expr="date__lte", label=_("Until"))
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
        for beginning in beginnings_of(value):
            wanted |= (
                Q(action__startswith=beginning)
                if beginning.endswith(".")
                else Q(action=beginning) | Q(action__startswith=beginning + ".")
            )
        return rows.filter(wanted)

    def by_customer(self, rows, name, value):
        return rows.filter(customer_id__in=customers_named(value))

    def by_subject(self, rows, name, value):
        kind, _colon, number = value.partition(":")
        rows = rows.filter(subject_type=kind)
        return rows.filter(subject_id=number) if number else rows

    def by_text(self, rows, name, value):
        said = Q(subject_name__icontains=value) | Q(reason__icontains=value)
        for audit in audits():
            if audit.numbers_read and may_guess(value):
                said &= audit.numbers_read(self.request.user)
        return rows.filter(said | Q(customer_id__in=customers_named(value)))
