"""What waits for a slot: comes back as slots get free, beyond them if the manager says so, or not at all (row D1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep import undo, waiting_restores
from assignment.models import OwnershipEvent, PolicyVersion, WaitingRestore
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Customer, Ownership
from tests.cast import customer, moment, owner_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.req("D1")]
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")
LATER = DUE + timedelta(hours=1)


def code(call, **known):
    with pytest.raises(Refused) as refusal:
        call(**known)
    return refusal.value.code, str(refusal.value)


@pytest.fixture
def one_slot(cast):
    """Direct with one slot: two reps lost two customers each; everything waits but one of each."""
    version = PolicyVersion.objects.get(policy__key="direct")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 1})
    second = person("second", "rep", cast.departments["direct"])
    rows = [customer(owner, since=START) for owner in (cast.stranger, cast.stranger, second, second)]
    run = sweep.run(at=DUE)
    assert undo.undo_run(run_id=run.pk, by=cast.direct_manager, at=LATER)[0] == 2
    return rows, second


def waiting(row):
    return WaitingRestore.objects.get(event__customer=row)


def test_each_owner_gets_back_what_fits_and_who_is_full_is_passed_over(cast, one_slot):
    rows, second = one_slot
    assert undo.restore_waiting(at=LATER) == 0
    ownership.give_up(customer_id=rows[2].pk, by=second, reason="too far", at=LATER)
    assert undo.restore_waiting(at=LATER + timedelta(minutes=1)) == 1
    assert [owner_of(row) for row in rows] == ["stranger", None, None, "second"]
    assert (waiting(rows[3]).outcome, waiting(rows[3]).closed_at) == ("restored", LATER + timedelta(minutes=1))
    assert waiting(rows[1]).closed_at is None
    assert OwnershipEvent.objects.filter(kind="restored", customer=rows[3]).get().actor == cast.direct_manager


def test_two_that_wait_with_one_owner_share_what_is_free(cast, one_slot):
    rows, _second = one_slot
    more = customer(cast.stranger, since=START)
    run = sweep.run(at=DUE + timedelta(days=1))
    undo.undo_run(run_id=run.pk, by=cast.direct_manager, at=LATER + timedelta(days=1))
    ownership.transfer(customer_id=rows[0].pk, to=cast.rep, by=cast.director, reason="", at=LATER + timedelta(days=1))
    assert undo.restore_waiting(at=LATER + timedelta(days=2)) == 1
    assert [owner_of(row) for row in (rows[1], more)] == ["stranger", None]


def test_the_manager_puts_one_back_beyond_the_slots_and_only_once(cast, one_slot):
    rows, _second = one_slot
    one = waiting(rows[1])
    assert undo.restore_now(waiting_id=one.pk, by=cast.direct_manager, at=LATER) == rows[1]
    assert owner_of(rows[1]) == "stranger" and waiting(rows[1]).outcome == "restored"
    expected = ("gone", "This customer is no longer waiting.")
    assert code(undo.restore_now, waiting_id=one.pk, by=cast.direct_manager, at=LATER) == expected


def test_one_that_moved_on_while_it_waited_is_refused_and_waits_no_longer(cast, one_slot):
    rows, _second = one_slot
    ownership.transfer(customer_id=rows[1].pk, to=cast.rep, by=cast.director, reason="", at=LATER)
    refused = code(undo.restore_now, waiting_id=waiting(rows[1]).pk, by=cast.direct_manager, at=LATER)
    assert refused == ("moved_on", "The customer now has another owner, or its former owner has left.")
    assert waiting(rows[1]).outcome == "moved_on"


def test_an_owner_with_more_than_allowed_has_no_slot_free_and_who_has_no_limit_is_not_asked(cast, one_slot):
    rows, second = one_slot
    undo.restore_now(waiting_id=waiting(rows[1]).pk, by=cast.direct_manager, at=LATER)
    ownership.give_up(customer_id=rows[2].pk, by=second, reason="too far", at=LATER)
    people = [cast.stranger.pk, second.pk, cast.rep.pk, cast.admin.pk]
    assert waiting_restores.free_slots(people, LATER) == {cast.stranger.pk: 0, second.pk: 1}
    assert waiting_restores.free_slots([cast.rep.pk], LATER) == {}


def test_owner_and_manager_are_told_once_of_all_that_wait(cast):
    version = PolicyVersion.objects.get(policy__key="direct")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 1})
    rows = [customer(cast.stranger, since=START) for _n in range(7)]
    run = sweep.run(at=DUE)
    hold = LATER + timedelta(days=2)
    _back, stayed = undo.undo_run(run_id=run.pk, by=cast.direct_manager, at=LATER, hold_until=hold)
    assert [one.pk for one, _why in stayed] == [row.pk for row in rows[1:]]
    told = list(Notice.objects.filter(kind="restore_waits").order_by("user_id"))
    assert {notice.user for notice in told} == {cast.stranger, cast.direct_manager} and len(told) == 2
    assert told[0].params == {"n": 6, "names": [row.name for row in rows[1:6]], "owner": "Stranger"}
    assert (told[0].at, told[0].url) == (LATER, reverse("assignment:waiting_restores"))
    one = waiting(rows[1])
    assert (one.asked_by, one.asked_at, one.hold_until) == (cast.direct_manager, LATER, hold)
    again = LATER + timedelta(hours=1)
    undo.undo_run(run_id=run.pk, by=cast.admin, at=again, hold_until=None)
    one = waiting(rows[1])
    assert (one.asked_by, one.asked_at, one.hold_until) == (cast.admin, LATER, None)
    assert Notice.objects.filter(kind="restore_waits").count() == 2


def test_of_a_managers_own_customers_that_wait_the_director_is_told_beside_them(cast):
    version = PolicyVersion.objects.get(policy__key="direct")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 1})
    for _n in range(2):
        customer(cast.direct_manager, since=START)
    run = sweep.run(at=DUE)
    undo.undo_run(run_id=run.pk, by=cast.admin, at=LATER)
    told = Notice.objects.filter(kind="restore_waits").values_list("user__username", flat=True)
    assert sorted(told) == ["direct_manager", "director"]


def test_what_an_undo_did_is_said_in_a_sentence(cast, one_slot):
    rows, _second = one_slot
    back, waits = (OwnershipEvent.objects.get(customer=row, kind="released") for row in rows[:2])
    assert waiting_restores.undone(back) == f"“{rows[0].name}” is back with Stranger."
    assert waiting_restores.undone(waits) == (
        f"“{rows[1].name}” waits until Stranger has a free slot, then it is returned automatically."
    )
    assert (waiting_restores.waits(back), waiting_restores.waits(waits)) == (False, True)


def test_those_that_wait_are_listed_as_they_were_asked_for(cast, one_slot):
    rows, _second = one_slot
    assert [one.event.customer for one in waiting_restores.open_rows()] == [rows[1], rows[3]]
    WaitingRestore.objects.filter(pk=waiting(rows[1]).pk).update(asked_at=LATER + timedelta(days=1))
    assert [one.event.customer for one in waiting_restores.open_rows()] == [rows[3], rows[1]]


def test_a_return_that_is_cancelled_is_on_record_and_the_former_owner_is_told(cast, one_slot):
    rows, _second = one_slot
    one = waiting(rows[1])
    at = LATER + timedelta(hours=1)
    assert waiting_restores.discard(waiting_id=one.pk, by=cast.direct_manager, at=at) == rows[1]
    one.refresh_from_db()
    assert (one.outcome, one.closed_at) == ("dropped", at)
    kept = Entry.objects.get(action="restore.dropped")
    assert (kept.at, kept.customer_id, kept.subject_id) == (at, rows[1].pk, str(rows[1].pk))
    told = Notice.objects.get(kind="restore_dropped")
    assert (told.user, told.at, told.url) == (cast.stranger, at, reverse("assignment:waiting_restores"))
    assert told.params == {"customer": rows[1].name, "person": "Direct Manager"}
    expected = ("gone", "This customer is no longer waiting.")
    assert code(waiting_restores.discard, waiting_id=one.pk, by=cast.direct_manager, at=at) == expected
    waiting_restores.close(one, "restored", at=at + timedelta(days=1))
    one.refresh_from_db()
    assert (one.outcome, one.closed_at) == ("dropped", at), "closed once"
    assert waiting_restores.waits(one.event) is False


def test_without_a_hold_the_sweep_may_take_it_again_at_once(cast):
    version = PolicyVersion.objects.get(policy__key="direct")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 1})
    rows = [customer(cast.stranger, since=START) for _n in range(2)]
    run = sweep.run(at=DUE)
    undo.undo_run(run_id=run.pk, by=cast.direct_manager, at=LATER)
    Customer.objects.filter(pk=rows[0].pk).update(stage="official")
    assert undo.restore_waiting(at=LATER) == 1
    assert Ownership.objects.get(pk=rows[1].pk).spared_until is None


def test_two_slots_take_two_and_two_more_come_back_at_once_when_there_is_room(cast):
    version = PolicyVersion.objects.get(policy__key="direct")
    direct = PolicyVersion.objects.filter(pk=version.pk)
    direct.update(body={**version.body, "slots": 2})
    rows = [customer(cast.stranger, since=START) for _n in range(4)]
    run = sweep.run(at=DUE)
    assert undo.undo_run(run_id=run.pk, by=cast.direct_manager, at=LATER)[0] == 2
    Customer.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(stage="official")
    assert undo.restore_waiting(at=LATER) == 2


def test_whoever_has_several_waiting_holds_up_nobody_else(cast, one_slot):
    rows, second = one_slot
    more = customer(cast.stranger, since=START)
    run = sweep.run(at=DUE + timedelta(days=1))
    undo.undo_run(run_id=run.pk, by=cast.direct_manager, at=LATER)
    WaitingRestore.objects.filter(event__customer=more).update(asked_at=START)
    ownership.give_up(customer_id=rows[2].pk, by=second, reason="too far", at=LATER)
    assert undo.restore_waiting(at=LATER) == 1
    assert owner_of(rows[3]) == "second"
