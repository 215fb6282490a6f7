"""Positions of outings: kept only where the person agrees, to about 100 metres, for 90 days (row Nf9)."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from reports.models import Outing, OutingPosition
from reports.rules.outings.times import is_position, rounded

from .locked import locked_outing

KEPT = timedelta(days=90)
# So long after coming back one may still add where one was.
AFTERWARDS = timedelta(minutes=30)
MOST = 20


def may_add(outing: Outing, user: User, at: datetime) -> bool:
    """Whether the user may add a position to it now."""
    running = outing.back_at is None or at - outing.back_at <= AFTERWARDS
    return outing.person_id == user.pk and outing.voided_at is None and running


def add_position(*, outing_id: int, latitude: Decimal, longitude: Decimal, by: User, at: datetime) -> OutingPosition:
    """Keep where the person is, who has just agreed to it; the audit says that, never where.

    Refuses with code forbidden, void, over, many, position.
    """
    with transaction.atomic():
        outing = locked_outing(outing_id, by)
        if not may_add(outing, by, at):
            raise Refused(_("This field visit is over: no position is added any more."), code="over")
        if not is_position(latitude, longitude):
            raise Refused(_("This is no position on earth."), code="position")
        if outing.positions.count() >= MOST:
            raise Refused(_("A field visit has %(n)d positions at most.") % {"n": MOST}, code="many")
        row = OutingPosition.objects.create(
            outing=outing, taken_at=at, latitude=rounded(latitude), longitude=rounded(longitude)
        )
        log.record(by=by, action="outing.position", at=at, subject=outing)
        return row


def remove_positions(*, outing_id: int, by: User, at: datetime) -> int:
    """Take back what one agreed to: the positions of one's outing are deleted at once."""
    with transaction.atomic():
        outing = locked_outing(outing_id, by)
        number, _each = outing.positions.all().delete()
        if number:
            log.record(by=by, action="outing.positions_removed", at=at, subject=outing)
        return number


def delete_old(*, at: datetime) -> int:
    """Delete positions older than 90 days; returns how many."""
    number, _each = OutingPosition.objects.filter(taken_at__lt=at - KEPT).delete()
    return number
