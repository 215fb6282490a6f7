"""The nightly net: every stored deadline computed anew, the ledger held against the rows; and what a day's releases are."""

from datetime import date, timedelta

import pytest

from assignment.domain import ownership
from assignment.domain.sweep import reconcile, undo
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.publication import lost_by, published
from customers.models import Ownership
from tests.cast import customer, moment

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")


def test_everything_is_looked_at_and_what_was_wrong_is_counted(cast, monkeypatch):
    monkeypatch.setattr(reconcile, "BATCH", 2)
    rows = [customer(cast.rep, since=START) for _n in range(5)]
    assert reconcile.reconcile(at=START) == (5, 0)
    for row in (rows[0], rows[3], rows[4]):
        Ownership.objects.filter(pk=row.pk).update(release_at=START)
    assert reconcile.reconcile(at=START) == (5, 3)
    assert set(Ownership.objects.values_list("release_at", flat=True)) == {DUE}


def test_without_owned_customers_there_is_nothing_to_look_at(cast):
    assert reconcile.reconcile(at=START) == (0, 0)


def test_the_ledger_agrees_after_every_turn_and_a_row_that_was_changed_by_hand_is_found(cast):
    rows = [customer(cast.rep, since=START) for _n in range(4)]
    ownership.transfer(customer_id=rows[0].pk, to=cast.mate, by=cast.manager, reason="", at=START + timedelta(days=1))
    run = sweep.run(at=DUE)
    ownership.claim(customer_id=rows[1].pk, by=cast.mate, at=DUE + timedelta(hours=1))
    undo.undo_run(run_id=run.pk, by=cast.manager, at=DUE + timedelta(hours=2))
    assert reconcile.ledger_disagrees() == []
    Ownership.objects.filter(pk__in=[rows[0].pk, rows[2].pk]).update(owner=cast.stranger)
    expected = [(rows[0].pk, cast.stranger.pk, cast.mate.pk), (rows[2].pk, cast.stranger.pk, cast.rep.pk)]
    assert sorted(reconcile.ledger_disagrees()) == expected
    assert len(reconcile.ledger_disagrees(limit=1)) == 1


@pytest.mark.req("D4")
def test_a_days_releases_are_those_of_runs_from_midnight_to_midnight(cast):
    rows = [customer(cast.rep, since=START), customer(cast.stranger, since=START)]
    rotated = customer(cast.solar_rep, since=START - timedelta(days=90))
    given = customer(cast.mate, since=START)
    ownership.give_up(customer_id=given.pk, by=cast.mate, reason="too far", at=DUE)
    sweep.run(at=DUE)
    everywhere = published(None, DUE.date())
    assert {entry.customer_id for entry in everywhere} == {row.pk for row in (*rows, rotated)}
    assert [entry.customer_id for entry in published([cast.rep.department_id], DUE.date())] == [rows[0].pk]


@pytest.mark.req("D4")
@pytest.mark.parametrize(
    ("at", "day"), [("2026-02-17 00:00", 17), ("2026-02-17 23:59:59", 17), ("2026-02-18 00:00", 18)]
)
def test_a_release_belongs_to_the_day_of_its_run(cast, at, day):
    customer(cast.rep, since=START)
    sweep.run(at=moment(at))
    assert [n for n in (16, 17, 18) if published(None, date(2026, 2, n)).exists()] == [day]


@pytest.mark.req("D4")
def test_what_one_lost_is_every_end_and_every_undo_that_took_it(cast):
    kept, given, moved = (customer(cast.rep, since=START) for _n in range(3))
    ownership.give_up(customer_id=given.pk, by=cast.rep, reason="too far", at=START + timedelta(days=1))
    ownership.transfer(customer_id=moved.pk, to=cast.mate, by=cast.manager, reason="", at=START + timedelta(days=1))
    assert {entry.customer_id for entry in lost_by(cast.rep)} == {given.pk, moved.pk}
    assert not lost_by(cast.mate).exists() and kept.pk
