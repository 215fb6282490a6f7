"""The one-time code that confirms a sheet: made at random, kept as a hash, told to the contact and to nobody else (row Ni21).

Whoever has the sheet signed never sees it: it goes by mail, or somebody else of service tells it on the phone.
"""

import secrets
from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.sensitive import EMAIL, masked
from service.models import VisitSheet
from service.rules import sheets as rules

SALT = "service.visit_sheet.code"


def hash_of(sheet: VisitSheet, code: str) -> str:
    """What is kept of a code: bound to this version, its text and its turn. Six digits are few: without the secret key of the
    installation nobody can try them all."""
    return salted_hmac(SALT, f"{sheet.pk}:{sheet.digest}:{sheet.codes}:{code}", algorithm="sha256").hexdigest()


def check_more(sheet: VisitSheet) -> None:
    """Refuse with code many once a sheet has had its codes."""
    if sheet.codes >= rules.MOST_CODES:
        raise Refused(
            _("%(n)d codes were made for this sheet: let them sign on the screen, or make the sheet again.")
            % {"n": rules.MOST_CODES},
            code="many",
        )


def new_code(sheet: VisitSheet, *, to: str, told_by: User | None, at: datetime) -> str:
    """A fresh code for a locked sheet; the one before holds no longer. It is nowhere but in the answer."""
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    sheet.codes += 1
    sheet.code_hash, sheet.code_at, sheet.code_tries = hash_of(sheet, code), at, 0
    sheet.code_to, sheet.code_told_by = to, told_by
    sheet.code_wanted_at = sheet.code_refused_at = None
    sheet.save()
    return code


def shortened(address: str) -> str:
    """The address as pages, PDF and audit name it."""
    return masked(address, EMAIL)


def problem_with(sheet: VisitSheet, code: str, at: datetime) -> Refused | None:
    """Why this code does not hold, None where it does; a wrong one is counted. The refusal is raised once that is saved."""
    state = rules.code_state(sheet.code_at, sheet.code_tries, at)
    if state == rules.NONE:
        return Refused(_("No code was sent yet: send one first."), code="none", field="code")
    if state == rules.EXPIRED:
        return Refused(
            _("This code has expired: it holds for 30 minutes. Send a new one."), code="expired", field="code"
        )
    if state == rules.TRIED:
        return Refused(
            _("A wrong code was entered %(n)d times: send a new one.") % {"n": rules.MOST_TRIES},
            code="tried",
            field="code",
        )
    given = "".join(sign for sign in code if sign.isdecimal())
    if constant_time_compare(hash_of(sheet, given), sheet.code_hash):
        return None
    sheet.code_tries += 1
    sheet.save(update_fields=["code_tries"])
    left = rules.MOST_TRIES - sheet.code_tries
    if not left:
        return Refused(_("This code is wrong, and no tries are left: send a new one."), code="wrong", field="code")
    return Refused(
        _("This code is wrong: compare it with what the contact says (tries left: %(left)d).") % {"left": left},
        code="wrong",
        field="code",
    )
