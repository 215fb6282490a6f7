"""Imports of customers: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing.columns import ITEM, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, email, line, line_of, moment, number_of, several, text_of, yes_no
from customers.models import Contact, Customer
from customers.models.choices import Kind, Segment, Stage, ValueRating

from .importers.customers import CustomersImport

CUSTOMERS = ImportKind(
    "customers",
    20,
    _("Customers"),
    CustomersImport,
    columns=(
        Column("full_name", line_of(Customer, "name"), _("The full registered name."), required=True),
        Column("code", number_of(Customer, "code"), _("If empty, a code is assigned.")),
        Column("department", line(240), _("A/B for B below A; it must exist."), required=True),
        Column("owner", number_of(User, "username"), _("A user name; empty: in the public pool.")),
        Column("owned_since", moment, WHEN, bounds=dates.TERM),
        Column("stage", choice(Stage), _("potential, intent or official; empty: potential.")),
        Column("stage_since", moment, WHEN, bounds=dates.TERM),
        Column("kind", choice(Kind), _("company or individual; empty: company.")),
        Column("type", line(60), ITEM),
        Column("region", several(600), _("Values of the list, several separated by semicolons.")),
        Column("site", line(60), ITEM),
        Column("address", line_of(Customer, "address")),
        Column("phone", number_of(Customer, "phone")),
        Column("email", email),
        Column("trade", line(60), ITEM),
        Column("introduction", text_of(Customer, "introduction")),
        Column("value_rating", choice(ValueRating), _("premier, good, normal or none.")),
        Column("segment", choice(Segment), _("distributor or direct.")),
        Column("bad_debt", yes_no, _("yes or no; with history only.")),
        Column("vip", yes_no, _("yes or no.")),
        Column("contact_name", line_of(Contact, "name")),
        Column("contact_title", line_of(Contact, "title")),
        Column("contact_mobile", number_of(Contact, "mobile")),
        Column("contact_key", yes_no, _("yes or no: decision maker.")),
    ),
)

IMPORTS = (CUSTOMERS,)
