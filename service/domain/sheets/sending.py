"""Bringing a code to the contact: by mail in the background, or told on the phone by the service desk (row Ni21)."""

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.mail import refused_for_good
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import over, tell
from service.domain.access import managers
from service.models import ServiceOrder, VisitSheet

from . import access, codes
from .preparing import note
from .signing import locked_sheet

log = structlog.get_logger(__name__)
Letter = Callable[[VisitSheet, str], EmailMessage]
MOST = 100  # mails of one run


def ask_for_mail(*, sheet_id: int, by: User, at: datetime) -> VisitSheet:
    """A code goes to the contact's address within a minute. Refuses with code contact, address, many, and as `locked_sheet`."""
    with locked_sheet(sheet_id, by) as sheet:
        _check_contact(sheet)
        if not sheet.contact or not sheet.contact.email:
            raise Refused(
                _("No email address is known of this contact: ask the service desk to call them."), code="address"
            )
        codes.check_more(sheet)
        sheet.code_wanted_at, sheet.code_refused_at, sheet.code_hash, sheet.code_at = at, None, "", None
        sheet.save()
        return sheet


def ask_for_call(*, sheet_id: int, by: User, at: datetime) -> VisitSheet:
    """The service managers are told to call the contact. Refuses with code contact, many, and as `locked_sheet`."""
    with locked_sheet(sheet_id, by) as sheet:
        _check_contact(sheet)
        codes.check_more(sheet)
        people = [person for person in managers() if access.tells_codes(person, sheet)]
        if not people:
            raise Refused(_("No service manager could call: send the code by mail, or let them sign."), code="nobody")
        order = sheet.order
        tell(people, "service_code_wanted", at=at, url=tell_page(order), person=str(by), **_names(sheet))
        note(sheet, by=by, at=at, action="service.sheet_call")
        return sheet


def tell_code(*, sheet_id: int, by: User, at: datetime) -> str:
    """A fresh code for somebody who has the contact on the phone. Refuses with code denied, contact, many, status."""
    with transaction.atomic():
        # Whoever tells a code has no step to take with the order: the row alone is locked, after the order's.
        order_id = VisitSheet.objects.values_list("order_id", flat=True).get(pk=sheet_id)
        order = ServiceOrder.objects.select_for_update(no_key=True).get(pk=order_id)
        sheet = VisitSheet.objects.select_for_update(no_key=True).get(pk=sheet_id)
        sheet.order = order
        if not access.tells_codes(by, sheet):
            raise Refused(
                _(
                    "Somebody else of service tells the code: the people who made the sheet or have the order never see it."
                ),
                code="denied",
            )
        newest = access.newest(order)
        if sheet.signed_at or newest is None or newest.pk != sheet.pk or order.changed_at != sheet.order_changed_at:
            raise Refused(_("This sheet is not to be signed any more: reload the page."), code="status")
        _check_contact(sheet)
        codes.check_more(sheet)
        code = codes.new_code(sheet, to="", told_by=by, at=at)
        note(sheet, by=by, at=at, action="service.sheet_told")
        over(managers(), ("service_code_wanted",), url=tell_page(order), at=at)
        return code


def mail_codes(*, letter: Letter, at: datetime) -> int:
    """Send what waits; how many went out. Made, committed, then sent: a mail that fails is asked for again by the next run."""
    sent = 0
    waiting = VisitSheet.objects.filter(code_wanted_at__isnull=False, signed_at=None, contact__isnull=False)
    last = 0
    while sent < MOST:
        with transaction.atomic():
            rows = waiting.filter(pk__gt=last).order_by("pk")
            found = rows.select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
            if found is None:
                return sent
            last = found.pk
            sheet = VisitSheet.objects.select_related("contact", "order__customer__department", "made_by").get(pk=last)
            address = sheet.contact.email if sheet.contact else ""
            code = codes.new_code(sheet, to=codes.shortened(address), told_by=None, at=at)
            note(sheet, by=None, at=at, action="service.sheet_code", changes={"code_to": [None, sheet.code_to]})
        sent += _send(sheet, letter(sheet, code), at)
    return sent


def _send(sheet: VisitSheet, mail: EmailMessage, at: datetime) -> int:
    fresh = VisitSheet.objects.filter(pk=sheet.pk, signed_at=None, codes=sheet.codes)
    try:
        mail.send()
    except OSError as error:
        if isinstance(error, SMTPRecipientsRefused) and refused_for_good(error):
            log.warning("sheet_address_refused", sheet=sheet.pk)
            fresh.update(code_refused_at=at, code_hash="", code_at=None)
            return 0
        log.exception("sheet_mail_failed", sheet=sheet.pk)
        fresh.update(code_wanted_at=at, code_hash="", code_at=None, codes=sheet.codes - 1)
        return 0
    return 1


def tell_page(order: ServiceOrder) -> str:
    """Where the service desk tells a code."""
    return reverse("service:sheet_tell", args=[order.pk])


def _check_contact(sheet: VisitSheet) -> None:
    if sheet.contact is None:
        raise Refused(
            _("The sheet names no contact: make it again with one, or let them sign on the screen."), code="contact"
        )


def _names(sheet: VisitSheet) -> dict[str, str]:
    order = sheet.order
    contact = sheet.contact.name if sheet.contact else ""
    return {"number": order.number, "customer": order.customer.name, "contact": contact}
