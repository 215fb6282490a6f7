"""Outings of some weeks: around the visits that people recorded, one corrected, one entered afterwards, one without a follow-up."""

from datetime import timedelta
from decimal import Decimal

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from assignment.domain.followup_queries import not_voided
from crm_project.accounts.domain.working_days import overrides
from crm_project.lib.calendar import is_working_day
from crm_project.lib.time import local_date
from reports.domain.outings import going, positions, times

from .steps import at_hour, attempt, customers_of

WHO = ("rep", "zhang.wei", "anna", "sun.yue")
SINCE, BEFORE, AFTER = timedelta(days=25), timedelta(minutes=30), timedelta(minutes=50)
# About where the customers of the story are.
HANGZHOU = {"latitude": Decimal("30.274"), "longitude": Decimal("120.155")}


class Outings:
    """Calls the verbs of whoever goes out, at the moments at which they would."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        for name in WHO:
            self._around_visits(self.people[name])
        self._corrected(self.people["rep"])
        for name in ("rep", "zhang.wei"):
            self._without_followup(self.people[name])

    def _around_visits(self, person):
        """One after the other: a visit that began before the last one was over has none."""
        visits = FollowUp.objects.filter(
            not_voided(),
            author=person,
            kind=FollowUpKind.VISIT_OUT,
            occurred_at__gte=self.now - SINCE,
            occurred_at__lt=self.now - timedelta(days=1),
        )
        last = self.now - 2 * SINCE
        for n, visit in enumerate(visits.order_by("occurred_at", "pk")):
            left, back = visit.occurred_at - BEFORE, visit.occurred_at + AFTER
            if left <= last:
                continue
            outing = attempt(going.start_outing, customer_id=visit.customer_id, by=person, at=left)
            if outing is None:
                continue
            if n % 4 == 0:
                attempt(positions.add_position, outing_id=outing.pk, by=person, at=visit.occurred_at, **HANGZHOU)
            last = back
            going.end_outing(outing_id=outing.pk, by=person, at=back)

    def _day(self, back):
        """A working day so many days ago, or the one before."""
        day = local_date(self.now) - timedelta(days=back)
        while not is_working_day(day, overrides()):
            day -= timedelta(days=1)
        return day

    def _corrected(self, person):
        day, (row, *_rest) = self._day(6), customers_of(person)
        outing = attempt(going.start_outing, customer_id=row.pk, by=person, at=at_hour(day, 19))
        if outing is not None:
            attempt(
                times.correct_outing,
                outing_id=outing.pk,
                left_at=outing.left_at,
                back_at=at_hour(day, 20, 30),
                reason="手机没电，回来后忘了登记",
                by=person,
                at=at_hour(day + timedelta(days=1), 8, 50),
            )

    def _without_followup(self, person):
        day, rows = self._day(5), customers_of(person)
        attempt(
            going.enter_outing,
            customer=rows[-1],
            left_at=at_hour(day, 7),
            back_at=at_hour(day, 8),
            reason="客户厂区没有信号",
            by=person,
            at=at_hour(day, 9),
        )
