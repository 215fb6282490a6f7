"""The report of a trip: one form writes the follow-ups, once, and asks about whom was not visited."""

from datetime import date
from decimal import Decimal

import pytest

from activities.domain import next_steps
from activities.models import FollowUp, Task
from contracts.models import Expense
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Contact
from reports.domain.trips import planning, reminding, reporting
from reports.domain.trips.reporting import Missed, Visited
from tests.cast import NOW, VALID, followup, moment
from tests.reports.pages import queue
from tests.reports.trips.planners import planned, region, there

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ni2")]
# Friday after a trip of Wednesday and Thursday.
BACK = moment("2026-03-06 09:00")
LEFT, RETURNED = moment("2026-03-04 08:00"), moment("2026-03-05 19:00")
# Not late on Friday morning: the standard allows 24 hours.
MET = moment("2026-03-05 10:00")


@pytest.fixture(autouse=True)
def friday(clock, cast):
    clock.move_to(BACK)


@pytest.fixture
def trip(cast):
    return planned(cast.rep, there(cast.rep, "杭州甲电子有限公司"), there(cast.rep, "宁波乙机械有限公司"), at=NOW)


def said(**changes):
    fields = {"kind": "visit_out", "counterpart": "王经理", "content": VALID, "purpose": "price", "occurred_at": MET}
    return {**fields, **changes}


def report(trip, *stops, by=None, at=BACK, left_at=LEFT, returned_at=RETURNED):
    return reporting.report_trip(
        trip_id=trip.pk,
        left_at=left_at,
        returned_at=returned_at,
        outcome="two visits",
        stops=stops,
        by=by or trip.traveller,
        at=at,
    )


def both(trip, **changes):
    one, two = trip.stops.all()
    return Visited(one.pk, said(**changes)), Missed(two.pk, "the buyer was ill", date(2026, 3, 12))


def test_one_report_writes_the_follow_up_and_the_task_for_whom_was_missed(cast, trip):
    report(trip, *both(trip, next_step="send the offer"))
    trip.refresh_from_db()
    one, two = trip.stops.all()
    entry = FollowUp.objects.get()
    assert (one.followup, entry.customer, entry.kind, entry.purpose) == (entry, one.customer, "visit_out", "price")
    assert (trip.state, trip.left_at, trip.returned_at) == ("reported", LEFT, RETURNED)
    task = Task.objects.get(customer=two.customer)
    assert (two.task, two.missed_reason, task.kind) == (task, "the buyer was ill", "visit")
    assert Notice.objects.filter(user=cast.manager, kind="trip_reported").exists()
    assert Entry.objects.filter(action="trip.reported").count() == 1


def test_a_second_report_writes_nothing(trip):
    report(trip, *both(trip))
    report(trip, *both(trip))
    assert FollowUp.objects.count() == 1 and Task.objects.count() == 1


def test_a_visit_recorded_on_the_way_is_not_written_again(cast, trip):
    one, two = trip.stops.all()
    entry = followup(one.customer, cast.rep, MET, kind="visit_out")
    followup(two.customer, cast.rep, MET, kind="call_out")
    assert reporting.recorded(trip) == {one.customer_id: entry}
    report(trip, Visited(one.pk, None), Missed(two.pk, "ill", None))
    assert trip.stops.first().followup == entry and FollowUp.objects.count() == 2
    assert not Task.objects.exists(), "a reason is enough"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"returned_at": LEFT}, "times", "returned_at"),
        ({"returned_at": moment("2026-03-06 10:00")}, "future", "returned_at"),
        ({"at": moment("2026-03-03 09:00")}, "early", None),
    ],
)
def test_times_that_cannot_be_are_refused(trip, changes, code, field):
    with pytest.raises(Refused) as refused:
        report(trip, *both(trip), **changes)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_refusal_of_one_stop_names_its_field_and_writes_none(cast, trip):
    one, two = trip.stops.all()

    def refused(*stops, by=None):
        with pytest.raises(Refused) as found:
            report(trip, *stops, by=by)
        return found.value.code, found.value.field

    late = Visited(two.pk, said(occurred_at=moment("2026-03-06 08:00")))
    assert refused(Visited(one.pk, said()), late) == ("outside", f"v{two.pk}-occurred_at")
    assert refused(Visited(one.pk, said()), Missed(two.pk, " ", None)) == ("missed", f"v{two.pk}-missed_reason")
    assert refused(Visited(one.pk, said()), Missed(two.pk, "", date(2026, 3, 5))) == ("past", f"v{two.pk}-again_on")
    assert refused(Visited(one.pk, said())) == ("stops", None)
    assert refused(Visited(one.pk, None), Missed(two.pk, "ill", None)) == ("stops", None)
    assert refused(*both(trip), by=cast.mate) == ("forbidden", None)
    assert not FollowUp.objects.exists() and not Task.objects.exists()
    trip.refresh_from_db()
    assert trip.state == "planned"


@pytest.mark.req("Nf13")
def test_a_late_visit_says_that_its_author_was_on_the_way(cast, trip, signed_in):
    """The reason stands there already: the manager confirms the entry as any late one."""
    client, url = signed_in(cast.rep), f"/trips/{trip.pk}/report/"
    one = trip.stops.first()
    assert "On the trip until 2026-03-05" in client.get(url).text
    late = {f"v{one.pk}-occurred_at": "2026-03-04 10:00", f"v{one.pk}-late_reason": "On the trip until 2026-03-05"}
    client.post(url, typed(trip, **late))
    entry = FollowUp.objects.get()
    assert (entry.late, entry.late_reason) == (True, "On the trip until 2026-03-05")


def test_a_cancelled_trip_has_no_report(trip):
    planning.cancel_trip(trip_id=trip.pk, reason="ill", by=trip.traveller, at=NOW)
    with pytest.raises(Refused, match="has no report"):
        report(trip, *both(trip))


def test_expenses_of_these_days_are_linked(cast, trip, signed_in):
    one = trip.stops.first().customer
    for day, what in (("2026-03-04", "train"), ("2026-03-06", "taxi at home")):
        Expense.objects.create(
            customer=one, claimant=cast.rep, kind="visit", spent_on=day, amount=Decimal(80), what=what, claimed_at=BACK
        )
    page = signed_in(cast.rep).get(f"/trips/{trip.pk}/report/").text
    assert "train" in page and "taxi at home" not in page


def test_the_traveller_is_reminded_and_the_home_page_asks_for_the_report(cast, trip, signed_in):
    assert trip.report_due_at == moment("2026-03-09 18:00"), "two working days after Thursday"
    assert [row.key for row in queue(signed_in, cast.rep) if row.key.startswith("trip-")] == [f"trip-{trip.pk}"]
    reminding.remind(at=BACK)
    assert not Notice.objects.filter(kind__startswith="trip_report").exists()
    for _n in range(2):
        reminding.remind(at=moment("2026-03-09 09:00"))
    assert Notice.objects.filter(user=cast.rep, kind="trip_report_due").count() == 1
    reminding.remind(at=moment("2026-03-10 09:00"))
    assert Notice.objects.filter(user=cast.rep, kind="trip_report_late").exists()
    assert Notice.objects.filter(user=cast.manager, kind="trip_report_missing").exists()
    report(trip, *both(trip))
    assert [row for row in queue(signed_in, cast.rep) if row.key.startswith("trip-")] == []


def typed(trip, **changes):
    one, two = trip.stops.all()
    first = {
        "was": "there",
        "kind": "visit_out",
        "counterpart": "王经理",
        "content": VALID,
        "occurred_at": "2026-03-05 10:00",
    }
    second = {"was": "missed", "missed_reason": "ill", "kind": "visit_out", "content": ""}
    fields = {f"v{one.pk}-{name}": text for name, text in first.items()}
    fields |= {f"v{two.pk}-{name}": text for name, text in second.items()}
    return {"left_at": "2026-03-04 08:00", "returned_at": "2026-03-05 19:00", "outcome": "", **fields, **changes}


def test_the_form_keeps_what_was_typed_and_then_writes_all_of_it(cast, trip, signed_in):
    client, url = signed_in(cast.rep), f"/trips/{trip.pk}/report/"
    one, two = trip.stops.all()
    page = client.post(url, typed(trip, **{f"v{two.pk}-missed_reason": ""}))
    assert page.status_code == 422 and VALID in page.text and not FollowUp.objects.exists()
    page = client.post(url, typed(trip, **{f"v{one.pk}-occurred_at": "2026-03-03 10:00"}))
    assert page.status_code == 422 and "between leaving and coming back" in page.text
    assert client.post(url, typed(trip)).url == f"/trips/{trip.pk}/"
    page = client.get(f"/trips/{trip.pk}/").text
    assert VALID in page and "Not visited: ill" in page
    assert client.get(url).url == f"/trips/{trip.pk}/", "there is nothing left to report"


@pytest.mark.req("Nd7")
def test_the_form_says_while_one_types_what_the_follow_up_form_says(cast, trip, signed_in):
    client, stop = signed_in(cast.rep), trip.stops.first()
    url = f"/trips/{trip.pk}/report/{stop.pk}/judge/"
    for content in (VALID, "谈了"):
        plain = {"kind": "visit_out", "counterpart": "王经理", "content": content, "answered": "on"}
        plain["occurred_at"] = "2026-03-05 10:00"
        here = client.post(url, {f"v{stop.pk}-{name}": text for name, text in plain.items()})
        there_ = client.post(f"/activities/customers/{stop.customer_id}/followups/judge/", plain)
        assert here.context["judge"] == there_.context["judge"]
        assert (here.context["judge"]["state"] == "ok") == (content == VALID)


def test_the_report_costs_the_same_for_readers_however_much_was_reported(cast, signed_in, queries):
    rows = [there(cast.rep, f"杭州试{n}号仪表有限公司", region()) for n in range(6)]
    trip = planned(cast.rep, *rows, at=NOW)
    report(trip, *(Missed(stop.pk, "ill", date(2026, 3, 12)) for stop in trip.stops.all()))
    signed_in(cast.manager)
    assert queries(f"/trips/{trip.pk}/") <= 11


def test_the_form_costs_the_same_for_one_stop_and_for_many(cast, signed_in, queries):
    few, many = (
        planned(
            cast.rep,
            *(there(cast.rep, f"杭州试{day}{n}号仪表有限公司") for n in range(number)),
            at=NOW,
            first=date(2026, 3, day),
            last=date(2026, 3, day),
        )
        for number, day in ((1, 3), (8, 4))
    )
    signed_in(cast.rep)
    costs = [queries(f"/trips/{trip.pk}/report/") for trip in (few, many)]
    assert costs[0] == costs[1] <= 14, costs


def test_steps_and_contacts_of_many_are_those_of_each(cast):
    rows = [there(cast.rep, f"宁波试{n}号仪表有限公司") for n in range(3)]
    for n, row in enumerate(rows[:2]):
        Contact.objects.create(customer=row, name=f"王{n}", key=False, created_at=NOW)
        Contact.objects.create(customer=row, name=f"李{n}", key=True, created_at=NOW)
        followup(row, cast.rep, moment("2026-03-01 10:00"), next_step="send the offer")
        followup(row, cast.rep, moment("2026-03-02 10:00"), next_step="call again" if n else "")
    ids = [row.pk for row in rows]
    steps, people = next_steps.open_steps(ids), next_steps.contacts_of_all(ids)
    assert steps == {pk: step for pk in ids if (step := next_steps.open_step(pk))} and len(steps) == 2
    assert [people[pk] for pk in ids] == [list(next_steps.contacts_of(pk)) for pk in ids]
    assert [contact.name for contact in people[ids[0]]] == ["李0", "王0"]
