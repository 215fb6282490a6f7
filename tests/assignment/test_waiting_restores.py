"""An undo respects slots: what does not fit waits, and comes back by itself when a slot is free (row D1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.policies.lookup import _parsed
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep import undo
from assignment.models import OwnershipEvent, PolicyVersion, WaitingRestore
from crm_project.notices.models import Notice
from customers.models import Customer, Ownership
from tests.cast import NOW, customer, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("D1")]

START = moment("2026-02-15 09:00")
DUE = moment("2026-03-02 10:00")
LATER = DUE + timedelta(hours=1)
HOLD = DUE + timedelta(days=2)


@pytest.fixture
def two_slots(cast):
    """Direct with two slots: the rep lost two customers and has one new one since."""
    version = PolicyVersion.objects.get(policy__key="direct")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 2})
    _parsed.cache_clear()
    lost = [customer(cast.stranger, since=START) for _ in range(2)]
    run = sweep.run(at=DUE)
    kept = customer(cast.stranger, since=DUE)
    return run, lost, kept


def undone(run, by):
    return undo.undo_run(run_id=run.pk, by=by, at=LATER, hold_until=HOLD)


def test_what_would_exceed_the_slots_waits_and_both_are_told(cast, two_slots):
    run, lost, _kept = two_slots
    back, stayed = undone(run, cast.direct_manager)
    assert back == 1 and [owner_of(row) for row in lost] == ["stranger", None]
    assert [(c.pk, str(why)) for c, why in stayed] == [
        (lost[1].pk, "waiting until Stranger has a free slot, then returned automatically")
    ]
    assert Ownership.objects.filter(owner=cast.stranger).count() == 2
    told = Notice.objects.filter(kind="restore_waits").values_list("user__username", flat=True)
    assert set(told) == {"stranger", "direct_manager"}


def test_it_comes_back_by_itself_when_a_slot_is_free_and_the_sweep_holds_off_as_long(cast, two_slots):
    run, lost, kept = two_slots
    undone(run, cast.direct_manager)
    assert undo.restore_waiting(at=LATER + timedelta(minutes=1)) == 0
    ownership.give_up(customer_id=kept.pk, by=cast.stranger, reason="too far", at=LATER + timedelta(days=4))
    freed = LATER + timedelta(days=4, minutes=1)
    assert undo.restore_waiting(at=freed) == 1
    assert owner_of(lost[1]) == "stranger"
    assert Ownership.objects.get(pk=lost[1].pk).release_at == freed + (HOLD - LATER)
    assert WaitingRestore.objects.get().outcome == "restored"
    assert undo.restore_waiting(at=freed) == 0


def test_an_official_customer_takes_no_slot_and_does_not_wait(cast, two_slots):
    run, lost, _kept = two_slots
    Customer.objects.filter(pk__in=[row.pk for row in lost]).update(stage="official")
    assert undone(run, cast.direct_manager) == (2, [])


def test_who_was_claimed_meanwhile_waits_no_longer(cast, two_slots):
    run, lost, kept = two_slots
    undone(run, cast.direct_manager)
    ownership.transfer(customer_id=lost[1].pk, to=cast.mate, by=cast.director, reason="theirs", at=LATER)
    ownership.give_up(customer_id=kept.pk, by=cast.stranger, reason="too far", at=LATER)
    assert undo.restore_waiting(at=LATER + timedelta(minutes=1)) == 0
    assert owner_of(lost[1]) == "mate" and WaitingRestore.objects.get().outcome == "moved_on"


def test_undoing_again_lists_it_again_and_tells_nobody_twice(cast, two_slots):
    run, lost, _kept = two_slots
    undone(run, cast.direct_manager)
    back, stayed = undone(run, cast.direct_manager)
    assert back == 0 and len(stayed) == 2
    assert WaitingRestore.objects.count() == 1 and Notice.objects.filter(kind="restore_waits").count() == 2


@pytest.mark.parametrize(("do", "owner", "outcome"), [("now", "stranger", "restored"), ("drop", None, "dropped")])
def test_the_manager_decides_on_the_page_that_the_rep_sees_too(cast, clock, two_slots, signed_in, do, owner, outcome):
    run, lost, _kept = two_slots
    clock.move_to(LATER)
    client = signed_in(cast.direct_manager)
    client.post(reverse("assignment:undo_run", args=[run.pk]))
    shown = client.get(reverse("assignment:sweep_run", args=[run.pk])).content.decode()
    page = reverse("assignment:waiting_restores")
    assert "waiting until Stranger has a free slot" in shown and page in shown
    rep = signed_in(cast.stranger)
    assert (
        "1 customer will be returned to you as soon as a slot is free."
        in rep.get(reverse("assignment:slots")).content.decode()
    )
    assert lost[1].name in rep.get(page).content.decode()
    data = {"waiting": WaitingRestore.objects.get().pk, "do": do}
    assert rep.post(page, data).status_code == 404, "the rep does not decide"
    assert lost[1].name not in signed_in(cast.rep).get(page).content.decode()
    assert signed_in(cast.direct_manager).post(page, data).status_code == 302
    assert owner_of(lost[1]) == owner and WaitingRestore.objects.get().outcome == outcome


def test_one_release_put_back_from_its_page_says_that_it_waits(cast, clock, two_slots, signed_in):
    _run, lost, _kept = two_slots
    clock.move_to(LATER)
    customer(cast.stranger, since=NOW)
    event = OwnershipEvent.objects.get(customer=lost[0], kind="released")
    answer = signed_in(cast.direct_manager).post(reverse("assignment:undo_event", args=[event.pk]), follow=True)
    assert "waits until Stranger has a free slot, then it is returned automatically" in answer.content.decode()
