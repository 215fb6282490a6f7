"""Planning a trip: whom one may visit, on which days, who approves it, and what a change does."""

from datetime import date, timedelta

import pytest

from crm_project.approvals.domain import requests
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Collaborator
from reports.domain.trips import candidates, deciding, planning
from reports.models import Trip
from reports.presenters.trips import titles
from reports.rules.trips.planning import Days, problem
from tests.cast import NOW, customer, followup, moment
from tests.reports.trips.planners import FIRST, LAST, plan, planned, region, ruled, there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni2")]


def refusal(verb, **arguments):
    with pytest.raises(Refused) as refused:
        verb(**arguments)
    return refused.value.code, refused.value.field


def change(trip, by, *customers, reason="the buyer is away", at=NOW, **fields):
    return planning.change_trip(trip_id=trip.pk, plan=plan(*customers, **fields), reason=reason, by=by, at=at)


def test_a_trip_is_named_by_day_region_and_traveller_and_stands_at_once_where_nobody_approves_it(cast):
    one, two = there(cast.rep, "杭州甲电子有限公司"), there(cast.rep, "宁波乙机械有限公司")
    trip = planned(cast.rep, one, two, expense=1200)
    assert titles.title(trip) == "2026-03-04 · Zhejiang · Trip · Rep"
    assert (trip.state, trip.department, trip.waiting) == ("planned", cast.rep.department, None)
    assert [(stop.customer, stop.purpose) for stop in trip.stops.all()] == [
        (one, "price of the new line"),
        (two, "price of the new line"),
    ]
    assert Entry.objects.filter(action="trip.planned").count() == 1 and not Request.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (0, 0, ""),
        (0, 59, ""),
        (1, 0, "backwards"),
        (-1, 1, "past"),
        (0, 60, "long"),
        (366, 366, ""),
        (367, 367, "far"),
    ],
)
def test_days_that_cannot_be_meant(first, last, found):
    today = date(2026, 3, 2)
    days = Days(today + timedelta(days=first), today + timedelta(days=last))
    assert problem(days, today) == found


def test_a_trip_that_has_begun_keeps_its_first_day_when_it_changes():
    today, begun = date(2026, 3, 2), Days(date(2026, 3, 1), date(2026, 3, 3))
    assert problem(Days(begun.first, date(2026, 3, 5)), today, begun) == ""
    assert problem(Days(date(2026, 2, 28), begun.last), today, begun) == "past"


def test_refusals_name_the_field_and_change_nothing(cast):
    one = there(cast.rep, "杭州甲电子有限公司")

    def refused(*customers, by=cast.rep, **fields):
        return refusal(planning.plan_trip, plan=plan(*customers, **fields), by=by, at=NOW)

    assert refused(one, first=LAST, last=FIRST) == ("backwards", "last")
    assert refused(one, first=date(2026, 3, 1)) == ("past", "first")
    assert refused() == ("stops", None)
    assert refused(one, purpose=" ") == ("purpose", f"purpose-{one.pk}")
    assert refused(there(cast.mate, "杭州丙仪器有限公司")) == ("not_yours", None)
    assert refused(customer(None, department=cast.rep.department)) == ("not_yours", None)
    assert refused(one, by=cast.hr) == ("forbidden", None)
    assert not Trip.objects.exists() and not Entry.objects.filter(action__startswith="trip.").exists()


def test_a_foreign_customer_is_named_only_where_it_may_be_seen(cast):
    hidden = there(cast.stranger, "深圳丁贸易有限公司")
    with pytest.raises(Refused, match="a customer that you may not see"):
        planned(cast.rep, hidden)


def test_a_collaborator_may_visit_the_customer(cast):
    helped = there(cast.mate, "杭州丙仪器有限公司")
    Collaborator.objects.create(customer=helped, user=cast.rep, since=NOW)
    assert planned(cast.rep, helped).stops.get().customer == helped


def test_nobody_is_on_two_trips_at_once(cast):
    one = there(cast.rep, "杭州甲电子有限公司")
    first = planned(cast.rep, one)
    assert refusal(planning.plan_trip, plan=plan(one, first=LAST, last=LAST), by=cast.rep, at=NOW) == ("twice", "first")
    planned(cast.rep, one, first=date(2026, 3, 6), last=date(2026, 3, 6))
    planned(cast.mate, there(cast.mate, "杭州丙仪器有限公司"))
    planning.cancel_trip(trip_id=first.pk, reason="ill", by=cast.rep, at=NOW)
    assert planned(cast.rep, one).state == "planned"
    assert change(Trip.objects.get(first=FIRST, state="planned", traveller=cast.rep), cast.rep, one).first == FIRST


def test_the_manager_approves_where_the_department_says_so(cast):
    ruled(cast)
    one = there(cast.rep, "杭州甲电子有限公司")
    trip = planned(cast.rep, one, expense=1200)
    request = Request.objects.get(kind="trip")
    assert (trip.state, trip.waiting, request.decider) == ("waiting", request, cast.manager)
    requests.decide(request_id=request.pk, by=cast.manager, approve=True, decision="", at=NOW)
    trip.refresh_from_db()
    assert trip.state == "planned"
    request.refresh_from_db()
    deciding.undo_decision(request=request, by=cast.manager, at=NOW)
    trip.refresh_from_db()
    assert trip.state == "waiting"


def test_a_refused_trip_is_changed_and_asked_for_anew(cast):
    ruled(cast)
    one = there(cast.rep, "杭州甲电子有限公司")
    trip = planned(cast.rep, one)
    requests.decide(request_id=trip.waiting_id, by=cast.manager, approve=False, decision="too dear", at=NOW)
    trip.refresh_from_db()
    assert trip.state == "refused"
    assert change(trip, cast.rep, one, expense=300).state == "waiting"
    assert Request.objects.filter(kind="trip", status="pending").count() == 1


def test_a_change_ends_the_old_question_and_asks_anew(cast):
    ruled(cast)
    one, two = there(cast.rep, "杭州甲电子有限公司"), there(cast.rep, "宁波乙机械有限公司")
    trip = planned(cast.rep, one)
    old = trip.waiting
    changed = change(trip, cast.rep, one, two, last=date(2026, 3, 6))
    old.refresh_from_db()
    assert (old.status, changed.state, changed.stops.count()) == ("obsolete", "waiting", 2)
    with pytest.raises(Refused, match="changed since"):
        deciding.approve_trip(trip_id=trip.pk, by=cast.manager, at=NOW, request=old)
    entry = Entry.objects.get(action="trip.changed")
    assert (entry.reason, entry.changes["last"]) == ("the buyer is away", ["2026-03-05", "2026-03-06"])


def test_taking_the_request_back_calls_the_trip_off(cast):
    ruled(cast)
    trip = planned(cast.rep, there(cast.rep, "杭州甲电子有限公司"))
    requests.withdraw(request_id=trip.waiting_id, by=cast.rep, at=NOW)
    trip.refresh_from_db()
    assert trip.state == "cancelled"


def test_cancelling_takes_a_reason_and_tells_who_approved(cast):
    ruled(cast)
    trip = planned(cast.rep, there(cast.rep, "杭州甲电子有限公司"))
    requests.decide(request_id=trip.waiting_id, by=cast.manager, approve=True, decision="", at=NOW)
    assert refusal(planning.cancel_trip, trip_id=trip.pk, reason=" ", by=cast.rep, at=NOW)[0] == "reason"
    assert refusal(planning.cancel_trip, trip_id=trip.pk, reason="ill", by=cast.mate, at=NOW)[0] == "forbidden"
    planning.cancel_trip(trip_id=trip.pk, reason="ill", by=cast.rep, at=NOW)
    assert Notice.objects.get(user=cast.manager, kind="trip_cancelled").params["reason"] == "ill"
    assert refusal(planning.cancel_trip, trip_id=trip.pk, reason="ill", by=cast.rep, at=NOW)[0] == "over"


def test_rules_are_those_of_the_nearest_department_and_of_the_day(cast):
    ruled(cast, department=cast.departments["sales"], holds_from=date(2026, 3, 5))
    east, one = there(cast.east_rep, "杭州戊材料有限公司"), there(cast.rep, "杭州甲电子有限公司")
    assert planned(cast.rep, one).state == "planned", "it begins before the rules hold"
    assert planned(cast.east_rep, east, first=date(2026, 3, 5)).state == "waiting", "East lies below Sales"
    other = there(cast.stranger, "深圳丁贸易有限公司")
    assert planned(cast.stranger, other, first=date(2026, 3, 5)).state == "planned"


def test_who_was_longest_not_seen_stands_first(cast):
    seen, never = there(cast.rep, "杭州甲电子有限公司"), there(cast.rep, "宁波乙机械有限公司")
    long_ago = there(cast.rep, "温州己电器有限公司")
    bare = customer(cast.rep, since=moment("2026-02-02 09:00"), name="杭州庚软件有限公司")
    there(cast.rep, "成都辛食品有限公司", region("Sichuan"))
    there(cast.mate, "杭州丙仪器有限公司")
    followup(seen, cast.rep, moment("2026-02-25 10:00"), kind="visit_out")
    followup(long_ago, cast.rep, moment("2026-02-05 10:00"), kind="meeting")
    followup(never, cast.rep, moment("2026-02-26 10:00"), kind="call_out")
    found = candidates.candidates(cast.rep, region())
    assert [row["pk"] for row in found] == [never.pk, long_ago.pk, seen.pk, bare.pk]
    assert [str(row) for row, _n in candidates.regions_of(cast.rep)][0] == "Zhejiang"


def test_the_list_costs_the_same_for_one_customer_and_for_many(cast, django_assert_num_queries):
    where = region()
    for n in range(3):
        there(cast.rep, f"杭州试{n}号仪表有限公司")
        with django_assert_num_queries(1):
            assert len(candidates.candidates(cast.rep, where)) == n + 1
