"""The mail that brings a contact the text of a sheet and the code that confirms it (row Ni21)."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_project.accounts.domain.departments import company_name
from service.models import VisitSheet


def letter(sheet: VisitSheet, code: str) -> EmailMessage:
    """To the contact of the sheet, in its language; the whole text, so that they confirm what they have read."""
    with override(sheet.language):
        company = company_name(sheet.order.customer.department)
        context = {"sheet": sheet, "lines": sheet.body["lines"], "code": code, "company": company}
        subject = _("Please confirm the visit of %(company)s (%(number)s)")
        subject %= {"company": company, "number": sheet.order.number}
        text = render_to_string("service/sheets/mail.txt", context)
        return EmailMessage(subject.replace("\n", " ")[:150], text, to=[sheet.contact.email if sheet.contact else ""])
