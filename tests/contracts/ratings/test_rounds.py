"""The quarter runs by itself: opened, told, reminded, closed, graded (rows T7, T9)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts.ratings.domain import grades, rating_rounds, scorecards
from contracts.ratings.models import Rating, Round
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.indicators import FINANCE, SALES
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.tasks import tend
from crm_project.notices.models import Notice
from crm_project.timetable import TIMETABLE
from tests.cast import NOW, moment

from .company import Q, client, points, total

pytestmark = pytest.mark.django_db


def told(kind):
    return {(n.user.username, n.params["n"]) for n in Notice.objects.filter(kind=kind).select_related("user")}


def test_it_is_looked_after_every_hour():
    assert TIMETABLE["credit rating"]["task"] == tend.name


@pytest.mark.req("T7", "T9")
def test_on_the_first_day_after_the_quarter_the_sheets_are_opened(cast, clock):
    mine, _other, theirs = client(cast.rep), client(cast.rep), client(cast.stranger)
    points(mine, legal_standing=1, management=1, loyalty=1)
    points(theirs, credit_performance=1)
    clock.move_to(moment("2026-01-01 00:20"))
    tend()
    tend()
    this = Round.objects.get()
    assert (this.pk, this.opened_at, str(this.closes_on)) == ("2025Q4", timezone.now(), "2026-01-21")
    assert told("rating_open") == {("rep", 1), ("stranger", 1), ("finance", 2)}
    assert Notice.objects.filter(kind="rating_open").count() == 3 and not Rating.objects.exists()


def test_who_has_not_rated_is_reminded_once_before_the_sheets_close(cast, clock):
    row = client(cast.rep)
    clock.move_to(moment("2026-01-02 09:20"))
    tend()
    clock.move_to(moment("2026-01-15 23:20"))
    tend()
    assert told("rating_reminder") == set()
    points(row, credit_performance=15)
    for hour in (10, 11):
        clock.move_to(moment(f"2026-01-16 {hour}:20"))
        tend()
    assert told("rating_reminder") == {("rep", 1)}


@pytest.mark.req("T7")
def test_after_the_last_day_the_quarter_is_graded_and_told(cast, clock):
    row = client(cast.rep)
    total(row, 90)
    clock.move_to(moment("2026-01-21 23:20"))
    tend()
    assert not Rating.objects.exists()
    clock.move_to(moment("2026-01-22 00:20"))
    tend()
    tend()
    assert (
        Rating.objects.get().grade == "AAA"
        and told("rating_graded") == {("rep", 1)}
        and Notice.objects.filter(kind="rating_graded").count() == 1
    )


def test_a_machine_that_was_off_catches_up(cast, clock):
    client(cast.rep)
    tend()
    tend()
    assert Round.objects.get().graded_at == NOW


def test_a_run_that_was_killed_is_taken_up(cast, clock):
    rows = [client(cast.rep) for _ in range(3)]
    Round.objects.create(
        pk=str(Q),
        opened_at=NOW,
        closes_on=NOW.date() - timedelta(days=1),
        position=rows[0].pk,
        done=1,
        total=3,
        running_since=NOW - timedelta(minutes=9),
        touched_at=NOW - timedelta(minutes=4),
    )
    tend()
    assert not Rating.objects.exists(), "it may still be at work"
    Round.objects.update(touched_at=NOW - timedelta(minutes=6))
    tend()
    assert Rating.objects.count() == 2 and Round.objects.get().running_since is None


def test_nothing_happens_in_a_company_that_rates_nobody(cast, clock):
    client(cast.rep, segment="")
    assert tend() is None and not Round.objects.exists()


def test_what_waits_is_counted_by_rater(cast, clock):
    row, other = client(cast.rep), client(cast.rep, segment="distributor")
    points(row, legal_standing=1, management=1, loyalty=1)
    points(other, credit_performance=1, volume=3)
    assert list(rating_rounds.todo(Q, SALES)) == [other] and list(rating_rounds.todo(Q, FINANCE)) == [row]


def test_the_days_stand_on_the_scorecard(cast, clock):
    client(cast.rep)
    scorecards.revise_scorecard(
        segment="direct",
        holds_from=Quarter(2026, 1),
        body=default_body("direct") | {"days": 3, "remind": 1},
        note="faster",
        by=None,
        at=NOW,
    )
    clock.move_to(moment("2026-04-01 08:00"))
    tend()
    assert str(Round.objects.get().closes_on) == "2026-04-04"


@pytest.mark.req("T7", "T9")
def test_a_look_ahead_during_the_quarter_keeps_its_sheets_to_come(cast, clock):
    """Graded by hand before its end, the quarter is opened, reminded of and graded all the same, by the facts of all of it."""
    row = client(cast.rep)
    clock.move_to(moment("2025-12-10 09:00"))
    grades.run_rating(quarter=Q, at=timezone.now())
    early = Round.objects.get().graded_at
    clock.move_to(moment("2026-01-01 00:20"))
    tend()
    assert Round.objects.get().opened_at == timezone.now() and told("rating_open") == {("rep", 1), ("finance", 1)}
    total(row, 80)
    clock.move_to(moment("2026-01-22 00:20"))
    tend()
    this = Round.objects.get()
    assert this.graded_at == timezone.now() > early and Rating.objects.get(customer=row, latest=True).grade == "AA"
    assert told("rating_graded") == {("rep", 1)}


@pytest.mark.req("T7")
def test_a_worker_that_dies_before_the_owners_are_told_is_followed_by_one_that_tells_them(cast, clock, monkeypatch):
    total(client(cast.rep), 80)
    clock.move_to(moment("2026-01-02 09:20"))
    tend()
    clock.move_to(moment("2026-01-22 00:20"))
    with monkeypatch.context() as broken:
        broken.setattr(rating_rounds, "send", lambda notices: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tend()
    assert Round.objects.get().graded_at is None and not told("rating_graded")
    clock.move_to(moment("2026-01-22 01:20"))
    tend()
    assert told("rating_graded") == {("rep", 1)} and Rating.objects.count() == 1
