"""Suspending an account: nobody signs in by it until a day is over; what it holds stays (row Nh6)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.models.who_may import who_may
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date

from . import authority, sessions


def suspend(*, person: User, until: date | None, by: User, at: datetime) -> User:
    """No access up to and including this day (None: open again); signs the person out everywhere.

    Refuses with code last_admin where nobody else could manage people, own.
    """
    if until is not None and person.pk == by.pk:
        raise Refused(_("You can't suspend your own account."), code="own")
    with transaction.atomic():
        authority.lock_admins()
        row = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
        if row.suspended_until == until:
            return row
        before, row.suspended_until = row.suspended_until, until
        row.save(update_fields=["suspended_until"])
        if until is not None:
            if not _others_manage(row, local_date(at)):
                raise Refused(
                    _("After this nobody could manage people. Give somebody else the role first."), code="last_admin"
                )
            sessions.end_all(person=row)
        changes = {"suspended_until": [before, until]}
        log.record(by=by, action="person.suspended", at=at, subject=row, changes=changes)
        return row


def _others_manage(row: User, today: date) -> bool:
    people = User.objects.active().filter(who_may(authority.MANAGE, Scope.ALL)).exclude(pk=row.pk)
    return any(not one.suspended_on(today) for one in people)
