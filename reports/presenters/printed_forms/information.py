"""The form on which information about a customer is collected: what the rule book names, and papers (row T4)."""

from django.utils.translation import gettext as _

from contracts.ratings.models.choices import PaperKind
from crm_project.lib.money import money_text
from crm_project.lib.pdf_boxes import Box
from crm_project.lib.sensitive import ADDRESS, EMAIL, MESSAGING, PHONE
from crm_project.lib.time import day
from customers.domain.access.masking import CLEAR
from customers.models import Customer
from customers.presenters.file import needs

from .sheet import listed, pdf, section, to_tick

PEOPLE = 2


def information(printing, customer=None, *, contacts=(), papers=None, mask=CLEAR):
    """With what the file knows already; blank with the choices to tick."""
    c = customer or Customer()
    capital = money_text(c.registered_capital) if c.registered_capital is not None else ""
    producers = Customer._meta.get_field("producer").choices
    company = [
        Box(_("Address"), mask(ADDRESS, c.address)),
        Box(_("Phone"), mask(PHONE, c.phone)),
        Box(_("E-mail"), mask(EMAIL, c.email)),
        Box(_("Registered capital"), capital),
        Box(_("Customer since"), c.cooperating_since.isoformat() if c.cooperating_since else ""),
        Box(_("Manufacturer or distributor"), c.get_producer_display() if c.producer else to_tick(producers)),
        Box(_("Products purchased"), mask.text(c.varieties), 2),
        Box(_("Main products"), mask.text(c.main_products), 2),
        Box(_("Downstream market"), mask.text(c.downstream), 2),
        Box(_("Needs"), mask.text(needs(c)), 2),
    ]
    people = [one for one in contacts if one.active][:PEOPLE]
    story = section(_("Company"), company)
    for n, title in enumerate((_("First contact"), _("Second contact"))):
        story += section(title, _person(people[n] if n < len(people) else None, mask))
    rows = [_paper(kind, (papers or {}).get(kind)) for kind in PaperKind]
    heads = [_("Document"), _("Copied on"), _("Note")]
    story += listed(_("Documents collected"), heads, rows, (60, 36, 70), empty=2)
    story += section(_("Remarks"), [Box(_("What else is known"), "", 5)])
    signers = [_("Collected by"), _("Checked by"), _("Filed by")]
    return pdf(_("Information collection form"), story, printing=printing, customer=customer, signers=signers)


def _paper(kind, copy):
    return [
        str(kind.label),
        day(copy.at) if copy else "",
        _("dated %(day)s") % {"day": copy.dated_on.isoformat()} if copy else "",
    ]


def _person(contact, mask):
    return [
        Box(_("Name"), contact.name if contact else ""),
        Box(_("Position"), contact.title if contact else ""),
        Box(_("Mobile"), mask(PHONE, contact.mobile) if contact else ""),
        Box(_("QQ / WeChat"), mask(MESSAGING, contact.im) if contact else ""),
    ]
