"""What a well-kept file needs, by class, and what is missing (rows Z3, Ni8, Nf10, T5)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Contact, Customer

# The eleven of Ni8; the two columns of contacts are asked of any active contact.
REQUIRED = (
    ("name", pgettext_lazy("company", "full name")),
    ("address", _("address")),
    ("postal_code", _("postal code")),
    ("regions", _("region")),
    ("trade", _("trade")),
    ("type", _("company type")),
    ("source", _("source")),
    ("profile", _("profile")),
    ("contact_name", _("contact")),
    ("contact_title", _("contact's position")),
    ("contact_mobile", _("contact's mobile")),
)
# Kept well in Z3's sense: name, address, e-mail, phone and contacts.
BASIC = (
    ("name", pgettext_lazy("company", "full name")),
    ("address", _("address")),
    ("email", _("e-mail")),
    ("phone", _("phone")),
    ("contact_name", _("contact")),
)


def required(customer):
    """The fields asked of this customer: Z3's five, and the eleven of its class once it has one."""
    fields = dict(BASIC)
    if customer.level:
        fields.update(REQUIRED)
        if customer.segment == "distributor":
            fields.pop("trade", None)
    return fields


def missing(customer, *, contacts=None, regions=None):
    """Labels of what is not filled in. `contacts` and `regions` spare the queries where they are known."""
    contacts = list(customer.contacts.all()) if contacts is None else contacts
    active = [c for c in contacts if c.active]
    out = []
    for name, label in required(customer).items():
        if name == "regions":
            has = bool(customer.regions.exists() if regions is None else regions)
        elif name.startswith("contact_"):
            has = any(
                getattr(c, name.removeprefix("contact_")) or (name == "contact_mobile" and c.phone) for c in active
            )
        else:
            has = bool(getattr(customer, f"{name}_id" if name in ("trade", "type", "source") else name))
        if not has:
            out.append(label)
    return out


def percent(customer, **known):
    """Share of the asked fields that are filled in, in whole per cent."""
    asked = len(required(customer))
    return round(100 * (asked - len(missing(customer, **known))) / asked)


def incomplete(customers):
    """Those of a Customer queryset whose file lacks something: `missing`, asked of the database."""
    contacts = Contact.objects.filter(customer=OuterRef("pk"), active=True)
    reachable = contacts.exclude(mobile="", phone="")
    lacking = Q(address="") | Q(email="") | Q(phone="") | ~Exists(contacts)
    classed = (
        Q(postal_code="")
        | Q(type=None)
        | Q(source=None)
        | Q(profile="")
        | ~Exists(contacts.exclude(title=""))
        | ~Exists(reachable)
    )
    classed |= ~Exists(Customer.regions.through.objects.filter(customer=OuterRef("pk"))) | (
        Q(trade=None) & ~Q(segment="distributor")
    )
    return customers.filter(lacking | (~Q(level="") & classed))
