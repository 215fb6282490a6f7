"""How the code of a sheet stands, in words: on its way, sent to whom and until when, told by whom (row Ni21)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.lib.sensitive import EMAIL, masked
from crm_project.lib.time import minute
from service.models import VisitSheet
from service.rules import sheets as rules


def address(sheet: VisitSheet) -> str:
    """The contact's address, shortened; empty where none is known."""
    return masked(sheet.contact.email, EMAIL) if sheet.contact and sheet.contact.email else ""


def may_try(sheet: VisitSheet, at: datetime) -> bool:
    """Whether a code may be entered now."""
    return rules.code_state(sheet.code_at, sheet.code_tries, at) == rules.VALID


def code_text(sheet: VisitSheet, at: datetime) -> str:
    """One sentence; empty before a code was asked for."""
    if sheet.code_wanted_at:
        return _("The code is on its way to %(address)s.") % {"address": address(sheet)}
    if sheet.code_refused_at:
        return _(
            "The mail server refused %(address)s: correct the contact's address, or ask the service desk to call."
        ) % {"address": sheet.code_to}
    if sheet.code_at is None:
        return ""
    state = rules.code_state(sheet.code_at, sheet.code_tries, at)
    if state == rules.EXPIRED:
        return _("The last code has expired: send a new one.")
    if state == rules.TRIED:
        return _("The last code was entered wrongly too often: send a new one.")
    said = {"until": minute(sheet.code_at + rules.CODE_HOLDS), "left": rules.MOST_TRIES - sheet.code_tries}
    if sheet.code_told_by:
        told = _("%(person)s told the code on the phone: valid until %(until)s, tries left: %(left)d.")
        return told % (said | {"person": sheet.code_told_by})
    sent = _("A code was sent to %(address)s: valid until %(until)s, tries left: %(left)d.")
    return sent % (said | {"address": sheet.code_to})
