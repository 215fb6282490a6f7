"""Undo restores exactly, and lists what moved on."""

from datetime import timedelta

import pytest

from assignment.domain import ownership
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.undo import undo_event, undo_run
from assignment.models import OwnershipEvent, SweepRun
from crm_project.lib.refused import Refused
from customers.models import Collaborator, Customer, Ownership
from tests.cast import customer, followup, moment, owner_of

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")
LATER = DUE + timedelta(hours=1)
POOL = ("department_id", "pooled_at", "pool_reason", "last_owner_id", "former_owners")


def state():
    return list(Ownership.objects.order_by("pk").values()), list(Customer.objects.order_by("pk").values("pk", *POOL))


def test_a_run_undone_leaves_every_row_as_it_was(cast):
    rows = [customer(cast.rep, since=START) for _ in range(3)]
    customer(cast.solar_rep, since=START - timedelta(days=90))
    Collaborator.objects.create(customer=rows[0], user=cast.mate, since=START)
    followup(rows[1], cast.rep, START, content="外出")
    request = ask_extension(customer_id=rows[2].pk, days=3, reason="they sign next week", by=cast.rep, at=START)
    before = state()
    run = sweep.run(at=DUE)
    assert run.figures == {"release": 3, "rotate": 1}
    assert undo_run(run_id=run.pk, by=cast.manager, at=LATER) == (4, [])
    assert state() == before
    assert not Collaborator.objects.filter(until__isnull=False).exists()
    request.refresh_from_db()
    assert request.status == "pending"
    assert len(sweep.preview(DUE)) == 4


def test_who_was_claimed_meanwhile_stays_and_is_listed(cast):
    rows = [customer(cast.rep, since=START) for _ in range(2)]
    run = sweep.run(at=DUE)
    ownership.claim(customer_id=rows[0].pk, by=cast.mate, at=DUE)
    back, stayed = undo_run(run_id=run.pk, by=cast.manager, at=LATER)
    assert back == 1
    assert [(c.pk, why) for c, why in stayed] == [(rows[0].pk, "was claimed by Mate meanwhile")]
    assert [owner_of(row) for row in rows] == ["mate", "rep"]


def test_undoing_twice_puts_nothing_back_twice(cast):
    customer(cast.rep, since=START)
    run = sweep.run(at=DUE)
    undo_run(run_id=run.pk, by=cast.manager, at=LATER)
    assert undo_run(run_id=run.pk, by=cast.manager, at=LATER)[0] == 0
    assert OwnershipEvent.objects.filter(kind="restored").count() == 1
    assert SweepRun.objects.get(pk=run.pk).undone_by == cast.manager


def test_one_release_is_undone_by_its_entry_in_the_ledger(cast):
    rows = [customer(cast.rep, since=START) for _ in range(2)]
    sweep.run(at=DUE)
    event = OwnershipEvent.objects.get(customer=rows[0], kind="released")
    undo_event(event_id=event.pk, by=cast.manager, at=LATER)
    assert [owner_of(row) for row in rows] == ["rep", None]
    with pytest.raises(Refused):
        undo_event(event_id=event.pk, by=cast.manager, at=LATER)


def test_with_a_hold_the_next_sweep_leaves_the_customer_alone_until_then(cast):
    row = customer(cast.rep, since=START)
    run = sweep.run(at=DUE)
    hold = DUE + timedelta(days=2)
    undo_run(run_id=run.pk, by=cast.manager, at=LATER, hold_until=hold)
    sweep.run(at=LATER + timedelta(minutes=10))
    assert owner_of(row) == "rep"
    assert Ownership.objects.get(pk=row.pk).release_at == hold
    sweep.run(at=hold)
    assert owner_of(row) is None


def test_nothing_goes_back_to_somebody_who_has_left(cast):
    row = customer(cast.rep, since=START)
    run = sweep.run(at=DUE)
    cast.rep.is_active = False
    cast.rep.save()
    back, stayed = undo_run(run_id=run.pk, by=cast.manager, at=LATER)
    assert back == 0 and "has left" in stayed[0][1]
    assert owner_of(row) is None


def test_a_rotation_is_undone_unless_the_new_owner_passed_it_on(cast):
    rows = [customer(cast.solar_rep, since=START - timedelta(days=90)) for _ in range(2)]
    run = sweep.run(at=DUE)
    ownership.give_up(customer_id=rows[1].pk, by=cast.solar_mate, reason="too far", at=DUE + timedelta(minutes=5))
    back, stayed = undo_run(run_id=run.pk, by=cast.solar_manager, at=LATER)
    assert (back, len(stayed)) == (1, 1)
    assert [owner_of(row) for row in rows] == ["solar_rep", None]


def test_a_claim_and_release_in_between_is_not_overrun(cast):
    row = customer(cast.rep, since=START)
    run = sweep.run(at=DUE)
    ownership.claim(customer_id=row.pk, by=cast.mate, at=DUE + timedelta(minutes=1))
    ownership.give_up(customer_id=row.pk, by=cast.mate, reason="not mine", at=DUE + timedelta(minutes=2))
    back, stayed = undo_run(run_id=run.pk, by=cast.manager, at=LATER)
    assert back == 0 and stayed[0][1] == "has had another owner since"
