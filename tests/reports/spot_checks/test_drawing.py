"""Planning and drawing: everything fixed before, the same rows for everybody, what was altered comes to light (row Ni15)."""

from datetime import date, timedelta

import pytest

from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.models import Customer
from reports.domain.spot_checks import drawing, planning, population
from reports.models import DrawnRow, SpotCheck
from reports.rules.spot_checks.drawing import digest_of
from tests.cast import NOW
from tests.reports.spot_checks.checks import AT, FEBRUARY, drawn, planned, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni15")]


def code_of(verb, **arguments):
    with pytest.raises(Refused) as refused:
        verb(**arguments)
    return refused.value.code


def test_planning_fixes_the_rows_and_notes_their_digest(cast):
    rows = worked(cast)
    check = planned(cast)
    keys = sorted(f"followup:{row.pk}" for row in rows)
    assert [one[0] for one in check.population] == keys and check.rows_in_all == 12
    entry = Entry.objects.get(action="spot_check.planned")
    assert entry.changes["population_digest"] == [None, digest_of(keys)]
    assert check.draws_at == AT + planning.AHEAD and not check.drawn.exists()


def test_what_is_voided_after_planning_can_still_be_drawn(cast):
    rows = worked(cast)
    check = planned(cast, size=12)
    type(rows[0]).objects.filter(pk=rows[0].pk).update(voided_at=NOW)
    drawing.draw(check_id=check.pk, by=None, at=check.draws_at)
    assert check.drawn.filter(key=f"followup:{rows[0].pk}").exists()


def test_nothing_is_drawn_before_the_moment_and_only_once_after_it(cast):
    worked(cast)
    check = planned(cast)
    early = check.draws_at - timedelta(seconds=1)
    assert code_of(drawing.draw, check_id=check.pk, by=cast.manager, at=early) == "early"
    assert drawing.draw_due(at=early) == 0
    assert drawing.draw_due(at=check.draws_at) == 1
    first = list(check.drawn.values_list("key", flat=True))
    drawing.draw(check_id=check.pk, by=cast.manager, at=check.draws_at + timedelta(days=1))
    assert list(check.drawn.values_list("key", flat=True)) == first and len(first) == 4
    assert cast.manager.notices.filter(kind="spot_check_drawn").count() == 1


@pytest.mark.both
def test_the_seed_is_the_last_entry_of_the_moment_not_what_came_later(cast):
    worked(cast)
    check = planned(cast)
    log.record(by=cast.rep, action="followup.voided", at=check.draws_at, subject=cast.rep)
    within = Entry.objects.latest("pk")
    log.record(by=cast.rep, action="followup.voided", at=check.draws_at + timedelta(seconds=1), subject=cast.rep)
    check = drawing.draw(check_id=check.pk, by=None, at=check.draws_at + timedelta(minutes=3))
    within.refresh_from_db()
    assert (check.seal, check.head) == (within.seal, within.digest)


@pytest.mark.both
def test_the_same_seed_draws_the_same_rows_on_either_database(cast):
    worked(cast)
    check = planned(cast)
    SpotCheck.objects.filter(pk=check.pk).update(
        population=[[f"followup:{n}", cast.rep.pk, n, "2026-02-02", ""] for n in range(1, 41)], head="a" * 64
    )
    check.refresh_from_db()
    check.pk, check.size = 7, 5
    assert drawing._keys(check) == [f"followup:{n}" for n in (13, 6, 23, 18, 26)]


def test_anybody_who_sees_it_draws_the_same_rows_again(cast):
    worked(cast)
    check = drawn(cast)
    assert drawing.draw_again(check).holds


def test_an_altered_population_or_head_or_draw_comes_to_light(cast):
    worked(cast)
    check = drawn(cast)
    other = SpotCheck.objects.get(pk=check.pk)
    other.population[0][0] = "followup:999999"
    assert not drawing.draw_again(other).population
    other = SpotCheck.objects.get(pk=check.pk)
    other.head = "0" * 64
    proof = drawing.draw_again(other)
    assert not proof.head and not proof.holds
    other = SpotCheck.objects.get(pk=check.pk)
    other.size = 3
    assert not drawing.draw_again(other).population
    DrawnRow.objects.filter(check_of=check, position=1).update(key="followup:999999")
    assert not drawing.draw_again(check).rows


def test_a_second_check_of_the_same_rows_names_the_first(cast):
    worked(cast)
    first = drawn(cast)
    second = planned(cast, people=[cast.rep], at=AT + timedelta(hours=1))
    assert list(planning.earlier_of(second)) == [first] and not planning.earlier_of(first)
    other = planned(cast, figure="valid_followups", at=AT)
    assert first not in planning.earlier_of(other)


def test_a_wanted_certainty_says_how_many_rows(cast):
    worked(cast, 20)
    check = planned(cast, size=None, points=20)
    plan = planning.plan_of(
        figure="followups",
        first=FEBRUARY[0],
        last=FEBRUARY[1],
        department=cast.departments["sales"],
        people=[],
        size=None,
        points=20,
        by=cast.manager,
        at=AT,
    )
    assert check.size == plan.size < 20 and plan.error <= 20


def test_the_person_who_draws_is_never_drawn(cast):
    worked(cast)
    assert {one[1] for one in planned(cast).population} == {cast.rep.pk, cast.mate.pk}
    assert cast.manager not in planned(cast).people.all()
    assert code_of(planned, cast=cast, people=[cast.manager]) == "people"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"figure": "points"}, "figure"),
        ({"first": date(2026, 3, 1), "last": date(2026, 2, 1)}, "days"),
        ({"last": date(2026, 12, 31)}, "future"),
        ({"department": None}, "scope"),
        ({"size": None}, "size"),
        ({"points": 10}, "size"),
        ({"size": None, "points": 80}, "size"),
        ({"figure": "payments_received"}, "empty"),
    ],
)
def test_what_cannot_be_planned_is_refused(cast, wanted, code):
    worked(cast, 2)
    assert code_of(planned, cast=cast, **wanted) == code
    assert not SpotCheck.objects.exists()


def test_nobody_checks_beyond_their_department(cast):
    worked(cast, 2)
    assert code_of(planned, cast=cast, department=cast.departments["solar"]) == "scope"
    assert code_of(planned, cast=cast, by=cast.rep) == "scope"
    assert code_of(planned, cast=cast, by=cast.auditor) == "scope"
    assert planned(cast, by=cast.hr, department=None).department is None


@pytest.mark.parametrize("figure", ["followups", population.ENTERED])
def test_too_many_rows_are_refused_without_reading_them(cast, monkeypatch, figure):
    worked(cast)
    monkeypatch.setattr(population, "MOST", 3)
    monkeypatch.setattr(population, "found", None)
    days = {"first": date(2025, 6, 1), "last": date(2026, 3, 1)} if figure == population.ENTERED else {}
    monkeypatch.setattr(population, "_entered_by", lambda *asked: Customer.objects.all())
    assert code_of(planned, cast=cast, figure=figure, **days) == "large"
