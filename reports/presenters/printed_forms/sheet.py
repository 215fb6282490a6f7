"""What all printed forms share: the head with company and customer, the signatures, the foot (row T4)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from crm_project.accounts.domain.departments import company_name
from crm_project.accounts.models import Department
from crm_project.lib.language import with_note
from crm_project.lib.pdf import COMPANY, HEAD, PRINTED, TITLE, document, paragraph
from crm_project.lib.pdf_boxes import Box, boxes, rows_to_fill, to_sign
from crm_project.lib.time import minute

TOP = 12 * mm
# Rows that a table keeps on one page with its heading.
TOGETHER = 8


@dataclass(frozen=True)
class Printing:
    """By whom a form is printed, and when."""

    by: object
    at: object


def pdf(title, story, *, printing, customer=None, about=True, signers=(), mark=""):
    """The bytes of a form, in the active language; a blank one where there is no `customer`. `about`: it is about one."""
    company = company_name(customer.department if customer else _home(printing.by))
    said = _("Printed by %(who)s on %(printed_at)s.") % {"who": printing.by, "printed_at": minute(printing.at)}
    head = [paragraph(company, COMPANY), paragraph(title, TITLE), paragraph(said, PRINTED)]
    head += boxes(_about(customer)) if about else []
    end = [Spacer(1, 4 * mm), to_sign([with_note(one, _("signature, date")) for one in signers])] if signers else []
    foot = " · ".join(text for text in (title, customer and customer.code, company, said) if text)
    if customer and customer.removed_at:
        mark = mark or _("Removed as invalid")
    return document([*head, *story, *end], title=title, author=company, foot=foot, mark=mark, counted=True, top=TOP)


def section(title, fields):
    """Boxes under a heading."""
    heading, first, *others = paragraph(title, HEAD), *boxes(fields)
    empty = fields[0].lines and not fields[0].value
    return [KeepTogether([heading, first]), *others] if empty else [heading, first, *others]


def listed(title, head, rows, widths, *, empty=0):
    """A table under a heading."""
    parts = [paragraph(title, HEAD), rows_to_fill(head, rows, widths, empty=empty)]
    return [KeepTogether(parts)] if len(rows) + empty <= TOGETHER else parts


def person_name(contact):
    """The name, and below it what is to be known before calling: key contact, has left."""
    notes = [_("Key contact") if contact.key else "", "" if contact.active else _("has left")]
    return "\n".join(filter(None, [contact.name, *notes]))


def to_tick(choices):
    """Choices of which one is ticked by hand."""
    return "   ".join(f"□ {label}" for _value, label in choices)


def _about(customer):
    held = customer.ownership_or_none if customer else None
    owner = (str(held.owner) if held else _("In the public pool")) if customer else ""
    return [
        Box(_("Customer"), customer.name if customer else ""),
        Box(_("Code"), customer.code if customer else ""),
        Box(_("File number"), customer.file_number if customer else ""),
        Box(_("Owner"), owner),
    ]


def _home(person):
    """The department of the person; of one without, the company."""
    return person.department or Department.objects.filter(parent=None).order_by("pk").first()
