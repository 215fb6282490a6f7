"""The nightly comparison: what it finds, for whom its rules hold, once each, in as many queries for many rows as for one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Contract
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from reports.domain.contradictions import detecting, settling
from reports.domain.trips.checking import Plan, Stop
from reports.domain.trips.planning import plan_trip
from reports.models import Contradiction
from reports.rules.trips.planning import Days
from tests.cast import NOW, moment
from tests.reports.trips.planners import region

from .contradicting import NIGHT, detected, held, one, ruled, spent, visited, was_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf9")]
MONDAY = date(2026, 3, 2)


def kinds(at=NIGHT):
    return [row.kind for row in detected(at)]


def test_a_visit_without_an_outing_only_where_the_department_demands_outings(cast):
    row, near, covered = (held(cast.rep) for _n in range(3))
    visit = visited(cast.rep, row, "2026-03-02 10:00")
    visited(cast.rep, covered, "2026-03-02 14:00")
    was_out(cast.rep, covered, "2026-03-02 13:30", "2026-03-02 15:00")
    visited(cast.rep, near, "2026-03-03 11:59")
    was_out(cast.rep, near, "2026-03-03 10:00", "2026-03-03 11:00")
    visited(cast.stranger, held(cast.stranger), "2026-03-02 10:00")
    visited(cast.rep, row, "2026-03-02 16:00", kind="call_out")
    assert kinds() == []
    rules = ruled(cast, "visit", department=cast.departments["sales"])
    (found,) = detected()
    assert (found.kind, found.person, found.customer, found.day) == ("visit", cast.rep, row, MONDAY)
    assert (found.rules, found.department) == (rules, cast.rep.department)
    assert found.evidence[0] == ["followup", visit.pk] and len(found.evidence) == 2, "the outing of that day beside it"


def test_a_visit_on_a_trip_needs_no_outing_and_explains_expenses(cast):
    row = held(cast.rep)
    row.regions.add(region())
    plan_trip(plan=Plan(region(), Days(MONDAY, MONDAY), [Stop(row.pk, "price")]), by=cast.rep, at=NOW)
    visited(cast.rep, row, "2026-03-02 10:00")
    spent(cast.rep, row, MONDAY)
    spent(cast.rep, held(cast.rep), MONDAY)
    ruled(cast, "visit", "expense")
    assert kinds() == []


def test_an_outing_without_a_follow_up_once_its_time_is_over(cast):
    row, other = held(cast.rep), held(cast.rep)
    outing = was_out(cast.rep, row, "2026-03-02 09:00", "2026-03-02 11:00")
    was_out(cast.rep, other, "2026-03-02 13:00", "2026-03-02 14:00")
    visited(cast.rep, other, "2026-03-02 13:30")
    visited(cast.mate, row, "2026-03-02 10:00")
    wrong_day = visited(cast.rep, row, "2026-03-01 10:00")
    ruled(cast, "outing", followup_days=1)
    assert kinds(moment("2026-03-03 03:10")) == [], "until Tuesday there is time"
    (found,) = detected()
    assert (found.kind, found.customer, found.day) == ("outing", row, MONDAY)
    assert found.evidence == [["outing", outing.pk], ["followup", wrong_day.pk]]


def test_an_expense_on_another_day_than_any_visit_outing_or_contract(cast):
    row, signed, out = (held(cast.rep) for _n in range(3))
    expense = spent(cast.rep, row, MONDAY)
    near = visited(cast.rep, row, "2026-03-03 10:00")
    spent(cast.rep, row, MONDAY, kind="gift")
    spent(cast.rep, row, MONDAY, status="refused")
    spent(cast.rep, signed, MONDAY)
    Contract.objects.create(
        customer=signed, number="C-1", signed_at=moment("2026-03-02 00:00"), amount=1, owner=cast.rep, recorded_at=NIGHT
    )
    spent(cast.rep, out, MONDAY)
    was_out(cast.rep, out, "2026-03-02 09:00", "2026-03-02 10:00")
    ruled(cast, "expense")
    (found,) = detected()
    assert (found.kind, found.subject_id, found.day) == ("expense", expense.pk, MONDAY)
    assert found.evidence == [["expense", expense.pk], ["followup", near.pk]]


def test_two_places_at_once_by_two_visits_or_by_an_outing_elsewhere(cast):
    one_, two, three, four = (held(cast.rep) for _n in range(4))
    first = visited(cast.rep, one_, "2026-03-02 10:00")
    second = visited(cast.rep, two, "2026-03-02 10:10")
    visited(cast.rep, three, "2026-03-02 10:40")
    outing = was_out(cast.rep, three, "2026-03-03 09:00", "2026-03-03 11:00")
    away = visited(cast.rep, four, "2026-03-03 10:00")
    visited(cast.mate, held(cast.mate), "2026-03-02 10:05")
    ruled(cast, "places", "visit", minutes_between=20)
    found = {row.subject_id: row for row in detected() if row.kind == "places"}
    assert set(found) == {second.pk, away.pk}
    assert found[second.pk].evidence == [["followup", second.pk], ["followup", first.pk]]
    assert found[away.pk].evidence == [["followup", away.pk], ["outing", outing.pk]]
    assert not Contradiction.objects.filter(kind="visit", subject_id=away.pk).exists(), "one and not two of the same"


def test_visits_entered_all_at_once_at_the_end_of_the_month(cast):
    row = held(cast.rep)
    made = [visited(cast.rep, row, f"2026-02-{day} 10:00", "2026-02-28 17:00") for day in (16, 18, 20)]
    visited(cast.rep, row, "2026-02-28 10:00", "2026-02-28 17:00")
    for day in (16, 18, 20):
        visited(cast.mate, row, f"2026-02-{day} 10:00", "2026-02-23 17:00")
    ruled(cast, "burst", burst_visits=3)
    (found,) = detected()
    assert (found.kind, found.person, found.customer, found.day) == ("burst", cast.rep, None, date(2026, 2, 28))
    assert found.evidence == [["followup", visit.pk] for visit in made] and found.said["n"] == 3


def test_a_second_run_changes_nothing_and_tells_nobody_twice(cast):
    found = one(cast)
    assert Notice.objects.filter(user=cast.rep, kind="contradiction_found").count() == 1
    before = list(Contradiction.objects.values())
    assert detecting.detect(at=NIGHT + timedelta(days=1)) == 0
    assert list(Contradiction.objects.values()) == before
    assert Notice.objects.filter(kind="contradiction_found").count() == 1
    assert Entry.objects.filter(action="contradiction.found", subject_id=str(found.pk)).count() == 1


def test_what_was_put_right_and_contradicts_again_comes_back(cast):
    found = one(cast)
    visit = visited(cast.rep, found.customer, "2026-03-02 10:00")
    assert settling.settle(at=NIGHT) == 1
    visit.voided_at = visit.recorded_at
    visit.save()
    later = NIGHT + timedelta(days=1)
    (again,) = detected(later)
    assert (again.pk, again.state, again.gone_at, again.found_at) == (found.pk, "open", None, later)
    assert again.answer_by > found.answer_by
    assert Notice.objects.filter(kind="contradiction_found").count() == 2


def test_24_working_hours_by_the_companys_own_clock(cast):
    found = one(cast)
    # Seven and a half hours on Wednesday, Thursday and Friday, the rest on Monday.
    assert found.answer_by == moment("2026-03-09 10:30")
    assert found.remind_at == moment("2026-03-06 10:00")


def test_versions_hold_by_department_and_day(cast):
    ruled(cast, "visit")
    ruled(cast, "visit", department=cast.departments["sales"], holds_from=date(2026, 3, 3))
    ruled(
        cast, department=cast.departments["east"], visit=False, outing=False, expense=False, places=False, burst=False
    )
    for person in (cast.rep, cast.stranger, cast.east_rep):
        for day in (2, 3):
            visited(person, held(person), f"2026-03-0{day} 10:00")
    found = {(row.person, row.day.day): row.rules.department for row in detected()}
    sales = cast.departments["sales"]
    assert found == {
        (cast.rep, 2): None,
        (cast.rep, 3): sales,
        (cast.stranger, 2): None,
        (cast.stranger, 3): None,
    }


def test_queries_do_not_depend_on_how_many_rows_there_are(cast):
    ruled(cast, burst_visits=2, burst_days=1)

    def records(number):
        for n in range(number):
            row, other = held(cast.rep), held(cast.rep)
            visited(cast.rep, row, f"2026-02-{n + 2:02d} 10:00", "2026-02-28 10:00")
            visited(cast.rep, other, f"2026-02-{n + 2:02d} 10:05", "2026-02-28 10:00")
            was_out(cast.rep, row, f"2026-02-{n + 2:02d} 12:00", f"2026-02-{n + 2:02d} 13:00")
            spent(cast.rep, held(cast.rep), date(2026, 2, n + 2))

    def cost(at):
        with CaptureQueriesContext(connection) as captured:
            found = detecting.detect(at=at)
        # The audit reserves the numbers of its entries in blocks.
        asked = [
            query for query in captured if query["sql"].startswith("SELECT") and "sqlite_sequence" not in query["sql"]
        ]
        return len(asked), found

    records(2)
    few = cost(NIGHT)
    Contradiction.objects.all().delete()
    records(12)
    many = cost(NIGHT)
    assert many[1] > 3 * few[1] > 0
    assert many[0] == few[0] <= 40, (few, many)
