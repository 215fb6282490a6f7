"""The customer file as it is read: groups of (label, value), what is missing and why it is asked for (rows Z3, M4, T3, Ni8)."""

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.database.prepared import prepared
from crm_project.lib.money import money_text
from crm_project.lib.sensitive import ADDRESS, EMAIL, PHONE
from crm_project.lib.time import day
from customers.domain.completeness import missing, needed, required
from customers.models import Customer, ListItem
from customers.models.choices import ListKind
from customers.rules.file_fields import LISTS

from . import name_questions


def load_lists(customer):
    """Fetch every list entry of one customer in one query; returns its regions, in the order of the list."""
    # A number that no entry has, where none is chosen: the query stays the same.
    chosen = [getattr(customer, f"{name}_id") or 0 for name in LISTS]
    found = {item.pk: item for item in _entries(customer.pk, chosen)}
    for name in LISTS:
        setattr(customer, name, found.get(getattr(customer, f"{name}_id")))
    return sorted((item for item in found.values() if item.kind == ListKind.REGION), key=lambda item: item.position)


@prepared
def _entries(customer, chosen):
    regions = Customer.regions.through.objects.filter(customer=customer).values("listitem_id")
    return ListItem.objects.filter(Q(pk__in=chosen) | Q(pk__in=regions)).order_by()


def phone_link(number, mask):
    """A number to be dialled, or its masked form, which is not."""
    if not number or PHONE in mask.kinds:
        return mask(PHONE, number)
    return format_html('<a href="tel:{}">{}</a>', "".join(c for c in number if c.isdigit() or c == "+"), number)


def mail_link(address, mask):
    """An address to write to, or its masked form."""
    if not address or EMAIL in mask.kinds:
        return mask(EMAIL, address)
    return format_html('<a href="mailto:{}">{}</a>', address, address)


def needs(customer):
    """What the customer needs, with the day since which that is known (Nh8)."""
    if not customer.needs:
        return ""
    if customer.needs_on is None:
        return customer.needs
    return _("%(needs)s (as of %(day)s)") % {"needs": customer.needs, "day": customer.needs_on.isoformat()}


def _choice(customer, name):
    return getattr(customer, f"get_{name}_display")() if getattr(customer, name) else ""


def groups(customer, *, regions, mask, phone=phone_link, email=mail_link):
    """[(title, [(label, value)])] of the whole file; `phone` and `email` say how a number and an address are shown."""
    c = customer
    capital = money_text(c.registered_capital) if c.registered_capital is not None else ""
    return [
        (
            _("Company"),
            [
                (pgettext("company", "Full name"), c.name),
                (_("Code"), c.code),
                (_("File number"), c.file_number),
                (_("Kind"), _choice(c, "kind")),
                (_("Branch of"), c.parent.name if c.parent else ""),
                (_("Department"), str(c.department)),
                (_("Entered"), " · ".join(filter(None, [day(c.created_at), str(c.created_by or "")]))),
            ],
        ),
        (
            _("Classification"),
            [
                (_("Company type"), c.type),
                (_("Trade"), c.trade),
                (_("Product category"), c.category),
                (_("Company site"), c.site),
                (_("Source"), c.source),
                (_("Regions of operation"), _(", ").join(str(r) for r in regions)),
                (_("Segment"), _choice(c, "segment")),
                (_("Class"), _choice(c, "level")),
                (_("Value rating"), _choice(c, "value_rating")),
            ],
        ),
        (
            _("Contact details"),
            [
                (_("Address"), mask(ADDRESS, c.address)),
                (_("Postal code"), c.postal_code),
                (_("Phone"), phone(c.phone, mask)),
                (_("Fax"), mask(PHONE, c.fax)),
                (_("E-mail"), email(c.email, mask)),
                (_("Website"), c.website),
            ],
        ),
        (
            _("File contents"),
            [
                (_("Introduction"), mask.text(c.introduction)),
                (_("Needs"), mask.text(needs(c))),
                (pgettext("customer", "Profile"), mask.text(c.profile)),
                (_("Unified social credit code"), c.tax_id),
                (_("Legal representative"), c.legal_representative),
                (_("Registered capital"), capital),
                (_("Business scope"), mask.text(c.business_scope)),
                (_("Customer since"), c.cooperating_since.isoformat() if c.cooperating_since else ""),
                (_("Manufacturer or distributor"), _choice(c, "producer")),
                (_("Products purchased"), mask.text(c.varieties)),
                (_("Main products"), mask.text(c.main_products)),
                (_("Downstream market"), mask.text(c.downstream)),
            ],
        ),
    ]


def completeness(customer, *, contacts, regions):
    """{percent, tone, missing, why}: how far the file is filled in, of what its class asks for (T5)."""
    lacking = missing(customer, contacts=contacts, regions=regions)
    asked = len(required(customer))
    percent = round(100 * (asked - len(lacking)) / asked)
    definition = name_questions.outline(customer.segment, customer.level)[0]
    why = definition or _("Every file needs: %(fields)s.") % {"fields": _(", ").join(map(str, needed().values()))}
    if not definition:
        why += " " + _("Segment and class have more required fields: choose both to see them.")
    tone = "ok" if percent == 100 else "warn" if percent >= 50 else "bad"
    return {
        "percent": percent,
        "tone": tone,
        "missing": _(", ").join(str(label) for label in lacking),
        "why": why,
        "asked": asked,
    }
