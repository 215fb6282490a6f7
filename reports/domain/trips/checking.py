"""What a traveller writes of a trip, and what is checked before it stands (row Ni2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.domain.access import visible
from customers.models import Customer, ListItem
from reports.models import Trip
from reports.models.trips import STANDING
from reports.rules.trips import planning as rules
from reports.rules.trips.planning import Days

from . import access

MOST_STOPS = 40


@dataclass(frozen=True)
class Stop:
    """One customer that is to be visited, and why."""

    customer_id: int
    purpose: str


@dataclass(frozen=True)
class Plan:
    """What a traveller writes of a trip."""

    region: ListItem
    days: Days
    stops: Sequence[Stop]
    expense: Decimal | None = None
    note: str = ""


def check(plan: Plan, person: User, at: datetime, trip: Trip | None = None) -> None:
    """Refuse days and customers that cannot be; `trip`: the one that is changed, in a transaction that holds the traveller or it."""
    today = local_date(at)
    wrong = rules.problem(plan.days, today, trip.days if trip else None)
    said = {
        rules.BACKWARDS: (_("The trip ends before it begins: correct the days."), "last"),
        rules.PAST: (_("A trip is planned before it begins: choose a day from today on."), "first"),
        rules.LONG: (_("A trip takes %(n)d days at most: plan two.") % {"n": rules.LONGEST_DAYS}, "last"),
        rules.FAR: (_("This is more than a year away: plan the trip later."), "first"),
    }
    if wrong:
        raise Refused(said[wrong][0], code=wrong, field=said[wrong][1])
    others = Trip.objects.filter(traveller=person, state__in=STANDING).select_related("region", "traveller")
    others = others.filter(first__lte=plan.days.last, last__gte=plan.days.first)
    others = others.exclude(pk=trip.pk) if trip else others
    other = others.order_by("first").first()
    if other is not None:
        raise Refused(
            _("You are on another trip then (%(trip)s, until %(last)s): choose other days, or change that trip.")
            % {"trip": other, "last": other.last.isoformat()},
            code="twice",
            field="first",
        )
    _check_stops(plan, person, at, {stop.customer_id for stop in trip.stops.all()} if trip else set())


def _check_stops(plan: Plan, person: User, at: datetime, kept: set[int]) -> None:
    """`kept`: customers of the plan as it was; who was lost since may stay on it."""
    ids = [stop.customer_id for stop in plan.stops]
    if not ids:
        raise Refused(_("Choose at least one customer to visit."), code="stops")
    if len(ids) > MOST_STOPS:
        raise Refused(_("Choose %(n)d customers at most.") % {"n": MOST_STOPS}, code="stops")
    mine = set(access.may_visit(person).filter(pk__in=ids).values_list("pk", flat=True)) | kept
    foreign = next((pk for pk in ids if pk not in mine), None)
    if foreign is not None:
        name = visible(person, at).filter(pk=foreign).values_list("name", flat=True).first()
        raise Refused(
            _("“%(name)s” is not yours, and you don't help with it: claim it or ask for cooperation first.")
            % {"name": name or _("a customer that you may not see")},
            code="not_yours",
        )
    bare = next((stop for stop in plan.stops if not stop.purpose.strip()), None)
    if bare is not None:
        raise Refused(
            _("Enter why you visit “%(name)s”.") % {"name": Customer.objects.get(pk=bare.customer_id).name},
            code="purpose",
            field=f"purpose-{bare.customer_id}",
        )
