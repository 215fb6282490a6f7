"""What everybody sets for themselves: name, mobile, mail, language, absence, the address of the calendar (rows Na3, Ne7)."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date

from .authority import manages
from .people import locked, tell_old_address

OWN = ("full_name", "mobile", "email", "language", "digest")


def update_profile(*, by: User, at: datetime, password: str = "", **fields: Any) -> User:
    """One's own name, mobile, e-mail, language and mail digest. Another e-mail address takes the password (field password)."""
    with transaction.atomic():
        person = locked(by.pk)
        if fields.get("email", person.email) != person.email and not person.check_password(password):
            raise Refused(
                _(
                    "Type your password to change the e-mail address: anyone who reads that mail can get into the account."
                ),
                code="password",
                field="password",
            )
        before = {name: getattr(person, name) for name in OWN}
        for name in fields.keys() & set(OWN):
            setattr(person, name, fields[name])
        changes = log.differences(before, {name: getattr(person, name) for name in OWN})
        if changes:
            person.save(update_fields=list(changes))
            log.record(by=by, action="person.changed", at=at, subject=person, changes=changes)
            tell_old_address(person, before["email"])
        return person


def set_absence(
    *,
    person_id: int,
    by: User | None,
    at: datetime,
    away_from: date | None,
    away_until: date | None,
    stand_in: User | None,
) -> User:
    """Absent from one local date to another (both included; None: open): meanwhile the stand-in decides what waits for them."""
    with transaction.atomic():
        person = locked(person_id)
        if by is not None and by.pk != person.pk and not manages(by, person):
            raise Refused(_("You can't manage the people of this department."), code="forbidden")
        if away_from is None and (away_until or stand_in):
            raise Refused(_("Enter the start date."), code="from", field="away_from")
        if away_from and away_until and away_until < away_from:
            raise Refused(_("The last day is before the first."), code="until", field="away_until")
        if away_until and away_until < local_date(at):
            raise Refused(_("These days are over already."), code="until", field="away_until")
        if stand_in is not None and stand_in.pk == person.pk:
            raise Refused(_("Choose somebody else as stand-in."), code="stand_in", field="stand_in")
        if stand_in is not None and not stand_in.is_active:
            raise Refused(
                _("%(person)s has left: choose somebody else.") % {"person": stand_in},
                code="stand_in",
                field="stand_in",
            )
        before = {"away_from": person.away_from, "away_until": person.away_until, "stand_in": person.stand_in}
        after = {"away_from": away_from, "away_until": away_until, "stand_in": stand_in}
        changes = log.differences(before, after)
        if changes:
            person.away_from, person.away_until, person.stand_in = away_from, away_until, stand_in
            person.save(update_fields=["away_from", "away_until", "stand_in"])
            log.record(by=by, action="person.away", at=at, subject=person, changes=changes)
        return person


def reset_calendar(*, by: User, at: datetime) -> User:
    """A new secret address for the calendar feed; the old one stops working."""
    with transaction.atomic():
        person = locked(by.pk)
        person.calendar_token = secrets.token_urlsafe()
        person.save(update_fields=["calendar_token"])
        log.record(by=by, action="person.calendar_reset", at=at, subject=person)
        return person
