"""The basic customer file on paper (row T4)."""

from django.utils.translation import gettext as _

from crm_project.accounts.models import Department
from crm_project.lib.pdf_boxes import Box
from crm_project.lib.sensitive import EMAIL, MESSAGING, PHONE
from customers.domain.access.masking import CLEAR
from customers.models import Customer
from customers.presenters import file

from .sheet import listed, pdf, person_name, section

CONTACT_ROWS = 6


def basic_file(printing, customer=None, *, contacts=(), regions=(), mask=CLEAR):
    """As the customer page shows the file, with all contacts; blank with room for some."""
    story = []
    long = _long_labels()
    # What stands in the head is not repeated.
    head = {_("Code"), _("File number")}
    for title, lines in file.groups(
        customer or Customer(department=Department()), regions=regions, mask=mask, phone=_phone, email=_email
    ):
        fields = [
            Box(str(label), str(value or "") if customer else "", long.get(str(label), 0))
            for label, value in lines
            if str(label) not in head
        ]
        story += section(title, fields)
    people = [
        [
            person_name(one),
            _(", ").join(filter(None, [one.title, one.department])),
            "\n".join(filter(None, [mask(PHONE, one.mobile), mask(PHONE, one.phone)])),
            "\n".join(filter(None, [mask(EMAIL, one.email), mask(MESSAGING, one.im)])),
            mask.text(one.note),
        ]
        for one in contacts
    ]
    heads = [_("Name"), _("Position"), _("Phone"), _("E-mail, QQ / WeChat"), _("Note")]
    story += listed(_("Contacts"), heads, people, (24, 26, 33, 41, 42), empty=2 if customer else CONTACT_ROWS)
    signers = [_("Filled in by"), _("Checked by"), _("Filed by")]
    return pdf(_("Basic customer file"), story, printing=printing, customer=customer, signers=signers)


def _phone(number, mask):
    return mask(PHONE, number)


def _email(address, mask):
    return mask(EMAIL, address)


def _long_labels():
    """{label on the page: lines of room}."""
    return {
        _("Introduction"): 3,
        _("Needs"): 2,
        _("Business scope"): 3,
        _("Products purchased"): 2,
        _("Main products"): 2,
        _("Downstream market"): 2,
    }
