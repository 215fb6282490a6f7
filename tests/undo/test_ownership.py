"""A claim, a give-up, a transfer and a release are taken back within ten minutes, exactly, unless somebody built on them."""

from datetime import timedelta

import pytest

from activities.domain.follow_ups import record_followup
from assignment import undo as kinds
from assignment.domain import ownership
from assignment.domain.capacity import LEAST_AFTER_GIVING_UP, claims_today
from assignment.domain.ledger import owner_on
from assignment.domain.ownership import swap
from assignment.domain.sweep.reconcile import ledger_disagrees
from assignment.models import OwnershipEvent
from assignment.rules.presets import PRESETS
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.presets.domain.books import BOOKS
from customers.models import Collaborator
from tests.cast import NOW, VALID, customer, owner_of

from .steps import MINUTE, claimed, given_up, released, remembered, state, transferred, undo

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=4)
LONG_AGO = NOW - timedelta(days=9)
STORIES = {
    "claim": lambda cast: (
        row := customer(department=cast.departments["sales"], since=EARLIER),
        lambda: claimed(row, cast.rep, NOW),
    ),
    "give up": lambda cast: (row := customer(cast.rep, since=EARLIER), lambda: given_up(row, cast.rep, NOW)),
    "transfer": lambda cast: (
        row := customer(cast.rep, since=EARLIER),
        lambda: transferred(row, cast.mate, cast.manager, NOW),
    ),
    "transfer from the pool": lambda cast: (
        row := customer(department=cast.departments["sales"], since=EARLIER),
        lambda: transferred(row, cast.mate, cast.manager, NOW),
    ),
    "release": lambda cast: (row := customer(cast.rep, since=EARLIER), lambda: released(row, cast.manager, NOW)),
}


@pytest.fixture(params=STORIES)
def story(request, cast):
    """(customer, what is done with it)."""
    return STORIES[request.param](cast)


@pytest.mark.req("Nd9", "Nc8")
def test_everything_is_as_before_and_the_ledger_and_the_audit_say_both(story):
    row, act = story
    before, written = state(), OwnershipEvent.objects.count()
    action = act()
    assert state() != before
    undo(action)
    assert state() == before
    assert ledger_disagrees() == []
    events = list(OwnershipEvent.objects.order_by("pk"))[written:]
    assert len(events) == 2 and events[1].evidence["undoes"] == events[0].pk
    assert owner_on(row.pk, NOW + MINUTE) == owner_on(row.pk, NOW - MINUTE)
    told = list(Entry.objects.filter(customer_id=row.pk, action__startswith="ownership.").order_by("pk"))[-2:]
    assert [(entry.at, entry.actor) for entry in told] == [(NOW, action.person), (NOW + MINUTE, action.person)]


def test_what_is_undone_is_not_undone_twice(story):
    _row, act = story
    action = act()
    undo(action)
    before, written = state(), OwnershipEvent.objects.count()
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "undone" and "2026-03-02 09:01" in no.value.sentence
    assert (state(), OwnershipEvent.objects.count()) == (before, written)


def test_after_ten_minutes_it_stands(story):
    _row, act = story
    action = act()
    before = state()
    with pytest.raises(Refused) as no:
        undo(action, at=NOW + timedelta(minutes=10))
    assert no.value.code == "expired" and "until 2026-03-02 09:10" in no.value.sentence
    assert state() == before


def test_nobody_undoes_what_somebody_else_did(story, cast):
    _row, act = story
    action = act()
    before = state()
    with pytest.raises(Refused) as no:
        undo(action, by=cast.admin)
    assert no.value.code == "gone"
    assert state() == before


def test_it_stays_once_somebody_has_worked_on_the_customer(story, cast):
    row, act = story
    action = act()
    later = NOW + timedelta(seconds=30)
    log.record(by=cast.clerk, action="customer.changed", at=later, subject=row, changes={"site": ["", "x"]})
    before = state()
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "built_on" and "Clerk" in no.value.sentence and "changed the file" in no.value.sentence
    assert state() == before


def test_looking_and_remarks_do_not_count_as_work(story, cast):
    row, act = story
    before = state()
    action = act()
    for word in ("customer.looked", "customer.revealed", "customer.exported", "comment.written"):
        log.record(by=cast.clerk, action=word, at=NOW + timedelta(seconds=30), subject=row)
    undo(action)
    assert state() == before


def test_whoever_has_lost_the_right_meanwhile_undoes_nothing(story, cast):
    _row, act = story
    action = act()
    action.person.role = cast.auditor.role
    action.person.save()
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "forbidden"


@pytest.mark.req("D1")
def test_an_undone_claim_frees_the_slot_but_not_the_claim_of_the_day(cast):
    for _ in range(14):
        customer(cast.stranger)
    row, other = (customer(department=cast.departments["direct"], since=EARLIER) for _ in range(2))
    undo(claimed(row, cast.stranger, NOW))
    assert claims_today(cast.stranger, NOW + MINUTE) == 1
    ownership.claim(customer_id=other.pk, by=cast.stranger, at=NOW + 2 * MINUTE)
    assert claims_today(cast.stranger, NOW + 3 * MINUTE) == 2


@pytest.mark.req("Nc8")
def test_an_undone_give_up_goes_on_with_the_same_period_and_deadline_where_claiming_back_is_refused(cast):
    row = customer(cast.rep, since=LONG_AGO)
    row.refresh_from_db()
    deadline, since = row.ownership.release_at, row.ownership.since
    action = given_up(row, cast.rep, NOW)
    with pytest.raises(Refused) as no:
        ownership.claim(customer_id=row.pk, by=cast.rep, at=NOW + timedelta(seconds=20))
    assert no.value.code == "cooldown"
    undo(action)
    row.ownership.refresh_from_db()
    assert (row.ownership.release_at, row.ownership.since) == (deadline, since)


@pytest.mark.req("Nc8")
@pytest.mark.parametrize("key", PRESETS)
def test_under_every_preset_who_gives_up_waits_a_day_at_least(key):
    assert PRESETS[key]["cooldown_days"] >= LEAST_AFTER_GIVING_UP >= 1
    for book in BOOKS:
        assert book.sets.get("policy", {}).get("cooldown_days", 1) >= 1, book


def test_an_undone_claim_makes_waiting_requests_wait_again(cast):
    row = customer(department=cast.departments["sales"], since=EARLIER)
    asked = Request.objects.create(
        kind="claim", customer_id=row.pk, subject=row.name, asked_by=cast.mate, asked_at=EARLIER, due_at=NOW
    )
    action = claimed(row, cast.rep, NOW)
    asked.refresh_from_db()
    assert asked.status == "obsolete"
    undo(action)
    asked.refresh_from_db()
    assert (asked.status, asked.decided_at) == ("pending", None)


def test_a_claim_with_work_after_it_stays(cast):
    row = customer(department=cast.departments["sales"], since=EARLIER)
    action = claimed(row, cast.rep, NOW)
    fields = {"kind": "call_out", "content": VALID, "counterpart": "Mr Wang"}
    record_followup(customer_id=row.pk, by=cast.rep, at=NOW + timedelta(seconds=40), fields=fields)
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "built_on"
    assert owner_of(row) == "rep"


def test_what_was_given_up_and_claimed_by_a_colleague_stays_theirs(cast):
    row = customer(cast.rep, since=EARLIER)
    action = given_up(row, cast.rep, NOW)
    ownership.claim(customer_id=row.pk, by=cast.mate, at=NOW + timedelta(seconds=20))
    with pytest.raises(Refused) as no:
        undo(action)
    assert "was claimed by Mate meanwhile" in no.value.sentence
    assert owner_of(row) == "mate"


def test_two_steps_are_taken_back_one_after_the_other(cast):
    row = customer(cast.rep, since=EARLIER)
    before = state()
    first = transferred(row, cast.mate, cast.manager, NOW)
    second = transferred(row, cast.east_rep, cast.manager, NOW + MINUTE)
    with pytest.raises(Refused):
        undo(first, at=NOW + 2 * MINUTE)
    undo(second, at=NOW + 3 * MINUTE)
    assert owner_of(row) == "mate"
    undo(first, at=NOW + 4 * MINUTE)
    assert state() == before


def test_collaborators_and_the_people_concerned_hear_of_the_undo(cast):
    row = customer(cast.rep, since=EARLIER)
    Collaborator.objects.create(customer=row, user=cast.mate, since=EARLIER)
    undo(transferred(row, cast.mate, cast.manager, NOW))
    assert [n.kind for n in cast.mate.notices.order_by("pk")] == ["transferred_to", "transfer_undone"]
    assert [n.kind for n in cast.rep.notices.order_by("pk")] == ["transferred_away", "restored"]
    assert Collaborator.objects.get(customer=row).until is None


def test_whoever_undoes_their_own_give_up_is_not_told_of_it(cast):
    undo(given_up(customer(cast.rep, since=EARLIER), cast.rep, NOW))
    assert not cast.rep.notices.exists()


@pytest.mark.req("D3")
def test_an_exchange_is_taken_back_as_a_whole(cast):
    mine = customer(cast.rep, since=EARLIER)
    wanted = customer(department=cast.departments["sales"], since=EARLIER)
    before = state()
    swap.swap(give_up_id=mine.pk, claim_id=wanted.pk, reason="full", by=cast.rep, at=NOW)
    action = remembered(kinds.SWAP, cast.rep, NOW, claimed_id=wanted.pk, given_id=mine.pk)
    undo(action)
    assert state() == before


def test_a_customer_given_back_beyond_its_owners_slots_waits_for_one(cast):
    row = customer(cast.stranger, since=EARLIER)
    action = released(row, cast.direct_manager, NOW)
    for _ in range(15):
        customer(cast.stranger)
    said = undo(action).text
    assert owner_of(row) is None and "waits until Stranger has a free slot" in said


@pytest.mark.req("Nb3")
@pytest.mark.parametrize("act", ["transfer", "release"])
def test_who_has_moved_elsewhere_meanwhile_undoes_nothing_there(cast, act):
    _row, done = STORIES[act](cast)
    action = done()
    cast.manager.department = cast.departments["direct"]
    cast.manager.save(update_fields=["department"])
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "built_on" and "outside your area" in no.value.sentence
