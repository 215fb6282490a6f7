"""What a well-kept file needs, by class, and what is missing (rows Z3, Ni8, Nf10, T5)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from crm_project.accounts.domain.settings_store import value
from customers.company_settings import COMPLETE, FILE_FIELDS
from customers.models import Contact, Customer, ListItem
from customers.models.choices import FIELDS

from .classes.class_rules import rule_of, rules

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LISTED = ("trade", "type", "source", "site")
# Empty is no value, not an empty text.
NULLED = (*LISTED, "registered_capital", "cooperating_since")


def needed() -> "dict[str, _StrPromise]":
    """{field: label} of every complete file (Z3)."""
    return {name: FILE_FIELDS[name] for name in value(COMPLETE)}


def required(customer: Customer) -> "dict[str, _StrPromise]":
    """The fields asked of this customer: those of every complete file, and those of its class once it has one."""
    fields = needed()
    rule = rule_of(customer.segment, customer.level)
    if rule:
        fields.update({name: FIELDS[name] for name in rule.required})
    return fields


def missing(
    customer: Customer, *, contacts: Sequence[Contact] | None = None, regions: Sequence[ListItem] | None = None
) -> "list[_StrPromise]":
    """Labels of what is not filled in. `contacts` and `regions` spare the queries where they are known."""
    return _missing(customer, required(customer), contacts, regions)


def missing_fields(customer: Customer, names: Iterable[str]) -> "list[_StrPromise]":
    """The same of these fields only."""
    return _missing(customer, {name: FIELDS[name] for name in names}, None, None)


def _missing(
    customer: Customer,
    fields: "Mapping[str, _StrPromise]",
    contacts: Sequence[Contact] | None,
    regions: Sequence[ListItem] | None,
) -> "list[_StrPromise]":
    contacts = list(customer.contacts.all()) if contacts is None else contacts
    active = [c for c in contacts if c.active]
    out = []
    for name, label in fields.items():
        if name == "regions":
            has = bool(customer.regions.exists() if regions is None else regions)
        elif name == "contact_phone":
            has = any(c.phone or c.mobile for c in active)
        elif name == "contact_second":
            has = len([c for c in active if c.mobile]) > 1
        elif name.startswith("contact_"):
            has = any(getattr(c, name.removeprefix("contact_")) for c in active)
        else:
            stored = getattr(customer, f"{name}_id" if name in LISTED else name)
            has = stored not in (None, "")
        if not has:
            out.append(label)
    return out


def percent(customer: Customer, **known: Any) -> int:
    """Share of the asked fields that are filled in, in whole per cent."""
    asked = len(required(customer))
    return round(100 * (asked - len(missing(customer, **known))) / asked)


def lacking_of(names: Sequence[str] | Mapping[str, Any]) -> Q:
    """A condition on Customer: one of these fields is not filled in."""
    contacts = Contact.objects.filter(customer=OuterRef("pk"), active=True)
    by_contact = {
        "contact_name": contacts,
        "contact_title": contacts.exclude(title=""),
        "contact_mobile": contacts.exclude(mobile=""),
        "contact_phone": contacts.exclude(mobile="", phone=""),
        "contact_im": contacts.exclude(im=""),
        "contact_second": contacts.exclude(mobile="")
        .order_by()
        .values("customer")
        .annotate(n=Count("pk"))
        .filter(n__gt=1),
        "regions": Customer.regions.through.objects.filter(customer=OuterRef("pk")),
    }
    lacking = Q(pk__in=[])
    for name in names:
        if name in by_contact:
            lacking |= Q(~Exists(by_contact[name]))
        else:
            lacking |= Q(**{name: None if name in NULLED else ""})
    return lacking


def incomplete(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Those of a Customer queryset whose file lacks something: `missing`, asked of the database."""
    lacking = lacking_of(value(COMPLETE))
    for (segment, level), rule in rules().items():
        of_class = Q(segment=segment) if segment != "direct" else ~Q(segment="distributor")
        lacking |= of_class & Q(level=level) & lacking_of(rule.required)
    return customers.filter(lacking)
