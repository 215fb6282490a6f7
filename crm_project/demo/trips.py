"""Trips of some weeks: planned to where a person has most customers, approved, one waiting, one called off."""

from datetime import timedelta

from crm_project.accounts.domain.working_days import overrides
from crm_project.approvals.domain import requests
from crm_project.lib.calendar import is_working_day
from crm_project.lib.time import local_date
from reports.domain.trips import candidates, checking, planning, reporting, rule_versions
from reports.rules.trips.planning import Days

from .steps import at_hour, attempt

PURPOSES = ("了解明年的采购计划", "演示新产品并谈价格", "回访设备使用情况", "与新任采购负责人见面")
ENGLISH = ("Purchasing plan of next year", "Show the new product", "How the machines run")
TALKS = ("客户明年计划扩建一条产线，对新设备的交货期很关心", "演示了新产品，客户认可性能，希望价格再优惠一些")
ENGLISH_TALKS = (
    "They extend one line next year and ask how soon we deliver",
    "They liked the new product, the price is open",
)
# (who, days from today to the first day, days it takes, customers)
PAST = (("zhang.wei", -24, 3, 3), ("rep", -17, 2, 3), ("anna", -12, 2, 2), ("rep", -4, 2, 3))
LATELY = -5
COMING = (("rep", 8, 2, 3), ("liu.yang", 6, 3, 2), ("anna", 9, 1, 2))


class Trips:
    """Calls the verbs of travellers and their manager, at the moments at which they would."""

    def __init__(self, now, people):
        self.now, self.today, self.people = now, local_date(now), people
        self.days_off = overrides()

    def run(self):
        rule_versions.set_rules(
            department=self.people["rep"].department,
            holds_from=self.today - timedelta(days=60),
            approval=True,
            report_days=2,
            by=self.people["gm"],
            at=self.now - timedelta(days=60),
        )
        for who, ahead, length, stops in PAST:
            trip = self._plan(
                self.people[who], self.today + timedelta(days=ahead), length, stops, before=6, decided=True
            )
            # The last trip of the login of a rep waits for its report.
            if trip is not None and ahead < LATELY:
                self._report(trip)
        for n, (who, ahead, length, stops) in enumerate(COMING):
            trip = self._plan(self.people[who], self.today + timedelta(days=ahead), length, stops, before=ahead + 1)
            if trip is not None and n == 1:
                attempt(
                    planning.cancel_trip,
                    trip_id=trip.pk,
                    reason="客户临时有事，改期再约",
                    by=trip.traveller,
                    at=self.now,
                )

    def _report(self, trip):
        """On the evening of the last day; whom the owner has lost since was not there."""
        left, back = at_hour(trip.first, 8), at_hour(trip.last, 18)
        english, said = trip.traveller.username == "anna", []
        for n, stop in enumerate(trip.stops.all()):
            texts = ENGLISH_TALKS if english else TALKS
            fields = {
                "kind": "visit_out",
                "counterpart": "Ms Chen" if english else "陈经理",
                "purpose": stop.purpose,
                "content": texts[n % len(texts)],
                "result": "" if english else "客户要求下周报价",
                "next_step": "Send the offer" if english else "发送报价单",
                "occurred_at": left + timedelta(hours=2 + n),
                "late_reason": "",
            }
            missed = n == 2
            away = reporting.Missed(stop.pk, "对方临时外出，已约下次", None)
            said.append(away if missed else reporting.Visited(stop.pk, fields))
        at = back + timedelta(hours=1)
        told = {"left_at": left, "returned_at": back, "outcome": "", "by": trip.traveller}
        if attempt(reporting.report_trip, trip_id=trip.pk, stops=said, at=at, **told) is None:
            nobody = [reporting.Missed(stop.pk, "客户改期", None) for stop in trip.stops.all()]
            attempt(reporting.report_trip, trip_id=trip.pk, stops=nobody, at=at, **told)

    def _plan(self, who, first, length, number, *, before, decided=False):
        """A trip that was planned so many days `before` it begins, from a working day on."""
        while not is_working_day(first, self.days_off):
            first += timedelta(days=-1 if decided else 1)
        at = at_hour(first - timedelta(days=before), 10, 20)
        at = min(at, self.now - timedelta(hours=3))
        regions = candidates.regions_of(who)
        if not regions:
            return None
        region = regions[0][0]
        rows = [row for row in candidates.candidates(who, region) if row["here"]][:number]
        texts = ENGLISH if who.username == "anna" else PURPOSES
        stops = [checking.Stop(row["pk"], texts[n % len(texts)]) for n, row in enumerate(rows)]
        plan = checking.Plan(region, Days(first, first + timedelta(days=length - 1)), stops, 600 * length)
        trip = attempt(planning.plan_trip, plan=plan, by=who, at=at)
        if trip is not None and decided and trip.waiting_id:
            by, when = trip.waiting.decider, min(at + timedelta(hours=4), self.now)
            attempt(requests.decide, request_id=trip.waiting_id, by=by, approve=True, decision="", at=when)
            trip.refresh_from_db()
        return trip
