"""The verbs of whoever goes out: go, another customer, come back, enter afterwards, take back (row Nf9)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import hour_text, iso, local_date
from crm_project.notices.domain.notify import over
from customers.models import Customer
from reports.domain.trips.access import may_visit
from reports.models import Outing, OutingVisit, Trip
from reports.models.trips import STANDING

from ..locked_person import locked_person
from . import access
from .locked import locked_outing, page
from .times import check_times

MOST_CUSTOMERS = 12


def start_outing(*, customer_id: int, by: User, at: datetime) -> Outing:
    """Go out to a customer now. Who is out there already stays so.

    Refuses with code forbidden, not_yours, open (out at another customer), forgotten (an earlier one has no end).
    """
    _check_right(by)
    with transaction.atomic():
        person = locked_person(by)
        there = access.open_of(person)
        if there is not None:
            if there.day == local_date(at) and there.visits.filter(customer=customer_id).exists():
                return there
            _refuse_open(there, at)
        _check_customer(person, customer_id)
        return _create(person, customer_id, left_at=at, back_at=None, at=at)


def add_customer(*, outing_id: int, customer_id: int, by: User, at: datetime) -> Outing:
    """Go on to another customer on the same outing. Refuses with code forbidden, over, not_yours, many."""
    with transaction.atomic():
        outing = locked_outing(outing_id, by)
        if not outing.is_open:
            raise Refused(_("This field visit is over: start another one."), code="over")
        there = list(outing.visits.values_list("customer_id", flat=True))
        if customer_id in there:
            return outing
        if len(there) >= MOST_CUSTOMERS:
            raise Refused(_("A field visit leads to %(n)d customers at most.") % {"n": MOST_CUSTOMERS}, code="many")
        _check_customer(by, customer_id)
        OutingVisit.objects.create(outing=outing, customer_id=customer_id, position=len(there), gone_at=at)
        log.record(by=by, action="outing.customer", at=at, subject=outing, customer_id=customer_id)
        return outing


def end_outing(*, outing_id: int, by: User, at: datetime) -> Outing:
    """Come back now. One that is back already stays so. Refuses with code forbidden, void, forgotten."""
    with transaction.atomic():
        outing = locked_outing(outing_id, by)
        if outing.back_at is not None:
            return outing
        if outing.day != local_date(at):
            raise Refused(
                _("This field visit began on %(day)s: enter when you were back.") % {"day": outing.day.isoformat()},
                code="forgotten",
            )
        outing.back_at = at
        outing.save(update_fields=["back_at"])
        log.record(by=by, action="outing.ended", at=at, subject=outing, changes={"back_at": [None, iso(at)]})
        return outing


def enter_outing(
    *,
    customer: Customer,
    left_at: datetime,
    back_at: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> Outing:
    """Enter an outing afterwards, with why; it is shown so.

    Refuses with code forbidden, reason, not_yours, backwards, future, long, old, twice (out elsewhere then).
    """
    _check_right(by)
    reason = given(reason, _("Say why you enter it afterwards."))
    with transaction.atomic():
        person = locked_person(by)
        _check_customer(person, customer.pk)
        check_times(person, left_at, back_at, at)
        return _create(person, customer.pk, left_at=left_at, back_at=back_at, at=at, reason=reason[:200])


def void_outing(*, outing_id: int, reason: str, by: User, at: datetime) -> Outing:
    """Take back an outing that was not one. It stays readable. Refuses with code forbidden, void, reason."""
    reason = given(reason, _("Say why it was no field visit."))
    with transaction.atomic():
        outing = locked_outing(outing_id, by)
        outing.voided_at, outing.void_reason = at, reason[:200]
        outing.save(update_fields=["voided_at", "void_reason"])
        log.record(by=by, action="outing.voided", at=at, subject=outing, reason=reason)
        over([by], ["outing_open"], url=page(outing), at=at)
        return outing


def _create(
    person: User, customer_id: int, *, left_at: datetime, back_at: datetime | None, at: datetime, reason: str = ""
) -> Outing:
    day = local_date(left_at)
    # On the days of a trip an outing is a part of it.
    trip = Trip.objects.filter(traveller=person, state__in=STANDING, first__lte=day, last__gte=day).first()
    outing = Outing.objects.create(
        person=person,
        department=person.department,
        trip=trip,
        day=day,
        left_at=left_at,
        back_at=back_at,
        entered_at=at,
        late_reason=reason,
    )
    OutingVisit.objects.create(outing=outing, customer_id=customer_id, position=0, gone_at=left_at)
    changes = {"left_at": [None, iso(left_at)], "back_at": [None, iso(back_at)]}
    action = "outing.entered" if back_at else "outing.started"
    log.record(by=person, action=action, at=at, subject=outing, customer_id=customer_id, changes=changes, reason=reason)
    return outing


def _check_right(by: User) -> None:
    if not may(by, access.WRITE):
        raise Refused(_("Your role registers no field visits."), code="forbidden")


def _check_customer(person: User, customer_id: int) -> None:
    if not may_visit(person).filter(pk=customer_id).exists():
        raise Refused(
            _("You go out to your own customers and those that you help with: claim it or ask for cooperation first."),
            code="not_yours",
            field="customer",
        )


def _refuse_open(there: Outing, at: datetime) -> None:
    said = {"name": access.names(there), "time": hour_text(there.left_at), "day": there.day.isoformat()}
    if there.day != local_date(at):
        raise Refused(
            _("Your field visit of %(day)s to “%(name)s” has no end: enter when you were back first.") % said,
            code="forgotten",
        )
    raise Refused(
        _(
            "Nobody is at two customers at once: you have been out at “%(name)s” since %(time)s. Say that you are back, or go on from there."
        )
        % said,
        code="open",
    )
