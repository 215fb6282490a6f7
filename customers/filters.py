"""What narrows the customer list: the fields of its side panel, the search box, and both as one queryset (rows Z6-Z9, Z17)."""

from datetime import timedelta

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib import query_values
from crm_project.lib.conditions.chosen import Chosen, chosen
from crm_project.lib.day_fields import DayFilter, MomentFilterSet
from crm_project.lib.query_values import Several
from crm_project.lib.time import local_date, start_of_day
from crm_project.ops.private_search import opened

from .conditions import CUSTOMERS, departments, operating, owners
from .domain import contacted, phones
from .domain.completeness import incomplete
from .domain.contact_due import late_ownerships
from .domain.duplicates import matching
from .domain.important import short_of_people
from .models import Customer, ListItem
from .models.choices import Kind, Level, ListKind, PoolReason, Segment, Stage, ValueRating
from .presenters import list_tabs

# A search stops here: whoever finds more narrows it with a second word.
FOUND = 200
CONTACT = [("contacted", _("Contacted")), ("not_contacted", _("Not contacted"))]
HELD = [("owned", _("Owned")), ("pool", _("In the public pool"))]
DUE = [
    ("0", _("Today")),
    ("3", _("Within 3 days")),
    ("7", _("Within 7 days")),
    ("14", _("Within 14 days")),
    ("30", _("Within 30 days")),
]


def _listed(kind):
    return lambda request: ListItem.objects.filter(kind=kind)


class _FilterSeveral(Several, django_filters.fields.ModelMultipleChoiceField):
    pass


class SeveralFilter(django_filters.ModelMultipleChoiceFilter):
    """Several rows of a list."""

    field_class = _FilterSeveral


def _several(kind, label, field=None):
    return SeveralFilter(
        field_name=field or kind,
        queryset=_listed(kind),
        label=label,
        distinct=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
        method="any_of",
    )


def _yes(label, method=None):
    return django_filters.BooleanFilter(label=label, method=method, widget=forms.CheckboxInput)


def _owners(request):
    return owners(request.user) if request else []


def _departments(request):
    return departments(request.user) if request else []


class CustomerFilter(MomentFilterSet):
    """The side panel. Needs `request` (whose people and departments may be chosen) and `at`."""

    base_filters: dict[str, django_filters.Filter]  # those below, gathered by the class

    stage = django_filters.MultipleChoiceFilter(
        choices=Stage, label=_("Stage"), widget=forms.CheckboxSelectMultiple, distinct=False
    )
    contact = django_filters.ChoiceFilter(
        choices=CONTACT, label=pgettext_lazy("filter", "Contact"), method="by_contact", empty_label=_("All")
    )
    contact_on = DayFilter(label=_("as of"), method="nothing")
    due = django_filters.ChoiceFilter(choices=DUE, label=_("Deadline"), method="by_deadline", empty_label=_("All"))
    owner = django_filters.ModelChoiceFilter(
        field_name="ownership__owner",
        queryset=_owners,
        label=_("Owner"),
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=_("All"),
    )
    department = django_filters.ModelChoiceFilter(queryset=_departments, label=_("Department"), empty_label=_("All"))
    held = django_filters.ChoiceFilter(choices=HELD, label=_("Ownership"), method="by_owner", empty_label=_("All"))
    pool_reason = django_filters.ChoiceFilter(choices=PoolReason, label=_("In the pool because"), empty_label=_("All"))
    region = _several(ListKind.REGION, _("Region of operation"), "regions")
    type = _several(ListKind.TYPE, _("Company type"))
    site = _several(ListKind.SITE, _("Company site"))
    trade = _several(ListKind.TRADE, _("Trade"))
    category = _several(ListKind.CATEGORY, _("Product category"))
    source = _several(ListKind.SOURCE, _("Source"))
    value_rating = django_filters.ChoiceFilter(choices=ValueRating, label=_("Value rating"), empty_label=_("All"))
    segment = django_filters.ChoiceFilter(choices=Segment, label=_("Segment"), empty_label=_("All"))
    level = django_filters.ChoiceFilter(choices=Level, label=_("Class"), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(choices=Kind, label=_("Kind"), empty_label=_("All"))
    vip = _yes(_("VIP only"), "only")
    overdue = _yes(_("Contact overdue"), "overdue_for_contact")
    alone = _yes(_("Important customers with too few people in contact"), "too_few_people")
    incomplete = _yes(_("File incomplete"), "lacking")

    class Meta:
        model = Customer
        fields: list[str] = []

    def __init__(self, data=None, queryset=None, *, at, request=None, prefix=None, names=None):
        """`names`: of the filters that are filled in; making all of them costs as much as the rest of the list."""
        if names is not None:
            self.base_filters = {name: self.base_filters[name] for name in names}
        super().__init__(data, queryset, at=at, request=request, prefix=prefix)

    @property
    def contact_day(self):
        """The date that "contacted" is asked for: today unless one is chosen."""
        return query_values.day(self.data.get("contact_on")) or local_date(self.at)

    def nothing(self, queryset, _name, _value):
        return queryset

    def only(self, queryset, name, value):
        return queryset.filter(**{name: True}) if value else queryset

    def lacking(self, queryset, _name, value):
        return incomplete(queryset) if value else queryset

    def overdue_for_contact(self, queryset, _name, value):
        return queryset.filter(pk__in=late_ownerships(self.at).values("pk")) if value else queryset

    def too_few_people(self, queryset, _name, value):
        return short_of_people(queryset) if value else queryset

    def any_of(self, queryset, name, value):
        if not value:
            return queryset
        if name != "regions":
            return queryset.filter(**{f"{name}__in": value})
        return queryset.filter(operating(value))

    def by_contact(self, queryset, _name, value):
        return contacted.narrow(queryset, value == "contacted", self.contact_day)

    def by_deadline(self, queryset, _name, value):
        end = start_of_day(local_date(self.at) + timedelta(days=int(value) + 1))
        return queryset.filter(ownership__release_at__lt=end)

    def by_owner(self, queryset, _name, value):
        return queryset.filter(pooled_at__isnull=value == "owned")


NAMES = frozenset(CustomerFilter.base_filters)


def used(params):
    """Names of the filters that these parameters fill in."""
    return [name for name in CustomerFilter.base_filters if any(params.getlist(name))]


def search(text, user, scope, *, limit=FOUND):
    """Ids of customers in the scope by name, pinyin, code or phone number; hidden numbers are not found (Nf15)."""
    ids = matching.search_ids(text, limit=limit, within=scope.rows)
    if len(ids) < limit:
        ids += phones.find(text, user, scope.rows, limit=limit - len(ids))
    return list(dict.fromkeys(ids))


def conditions(user, params, at) -> Chosen:
    """The conditions that the parameters name, checked for this person."""
    return chosen(CUSTOMERS, params, user, at)


def narrowed(user, params, at, scope, *, request=None, found=FOUND, where=None):
    """The scope's customers that the parameters (a QueryDict) leave, unordered; the bound FilterSet, or None; and how many there
    are, where that is known without counting. `where`: their conditions, if they were read already."""
    rows, filled, number = scope.rows, None, None
    text = opened(params.get("q", "").strip())
    if text:
        # What the search finds lies within the scope: asking for the scope again would cost as much as the search.
        ids = search(text, user, scope, limit=found)
        rows, number = Customer.objects.filter(pk__in=ids), len(ids)
    if used(params):
        filled = CustomerFilter(params, rows, request=request or _Asker(user), at=at, names=used(params))
        rows, number = (filled.qs, None) if filled.form.is_valid() else (rows.none(), 0)
    where = conditions(user, params, at) if where is None else where
    if where:
        rows, number = rows.filter(where.query), None
    return rows, filled, number


class _Asker:
    """Stands for the request where a background job filters for somebody."""

    def __init__(self, user):
        self.user = user


def listed(user, params, at, *, found=10_000):
    """The customers that the list shows `user` for these parameters (scope, q, filters), unordered; nothing they may not see."""
    scope = list_tabs.pick(user, params.get("scope"), at, searching=bool(params.get("q", "").strip()))
    if scope is None:
        return Customer.objects.none()
    return narrowed(user, params, at, scope, found=found)[0]
