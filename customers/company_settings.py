"""Settings of the whole company about customer files: what makes one complete, how much leaves in a file (rows Z3, M4, T3, Na4)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.company_setting import NUMBER, SEVERAL, CompanySetting
from customers.models.choices import FIELDS

# Whatever a complete file may be asked for, in the order of the file.
FILE_FIELDS = {
    **FIELDS,
    "email": _("e-mail"),
    "phone": _("phone"),
    "fax": _("fax"),
    "introduction": _("introduction"),
    "legal_representative": _("legal representative"),
    "business_scope": _("business scope"),
    "registered_capital": _("registered capital"),
    "site": _("company site"),
    "value_rating": _("value rating"),
    "cooperating_since": _("customer since"),
    "producer": _("manufacturer or distributor"),
    "varieties": _("products purchased"),
    "main_products": _("main products"),
    "downstream": _("downstream market"),
    "contact_second": _("second contact with mobile"),
    "contact_im": pgettext_lazy("contact", "QQ or WeChat"),
}

COMPLETE = CompanySetting(
    "file.complete",
    _("Fields of a complete file"),
    _("Required in every file; a class may require more. The customer page shows what is missing."),
    SEVERAL,
    # Z3's own.
    lambda: ["name", "address", "contact_name", "email", "phone"],
    choices=FILE_FIELDS,
)
EXPORT_ROWS = CompanySetting(
    "export.rows",
    _("Maximum number of customers in an exported file"),
    _("A longer export is cut off at this number, and the file says so."),
    NUMBER,
    lambda: settings.EXPORT_LIMIT,
    low=1,
    high=lambda: settings.EXPORT_LIMIT,
    unit=_("customers"),
)
IMPORTANT_PEOPLE = CompanySetting(
    "important.people",
    _("People in contact with an important new customer"),
    _(
        "VIP and core customers that are not official yet: the owner and registered collaborators. 1 means nobody else is required."
    ),
    NUMBER,
    lambda: 2,
    low=1,
    high=lambda: 9,
    unit=_("people"),
)
LOAN_DAYS = CompanySetting(
    "folder.loan_days",
    _("Longest loan of an archive folder"),
    _("From the first day to the last; an extension reaches so far from the day on which it is requested."),
    NUMBER,
    lambda: 14,
    low=1,
    high=lambda: 180,
    unit=_("days"),
)
NEEDS_DAYS = CompanySetting(
    "needs.days",
    _("Days after which a customer's needs are to be confirmed"),
    _("Counted from the day on which they were last written or confirmed; file reviews count older ones."),
    NUMBER,
    lambda: 180,
    low=1,
    high=lambda: 3 * 366,
    unit=_("days"),
)
DEAD_DAYS = CompanySetting(
    "tidying.dead_days",
    _("Days without a word after which a customer counts as dead"),
    _("No contact was answered since, and nothing was ever signed: such customers stand under Tidying."),
    NUMBER,
    lambda: 365,
    low=30,
    high=lambda: 10 * 366,
    unit=_("days"),
)

SETTINGS = [COMPLETE, EXPORT_ROWS, IMPORTANT_PEOPLE, NEEDS_DAYS, DEAD_DAYS, LOAN_DAYS]
