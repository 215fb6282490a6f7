"""Receptions follow the customer, pass on when their host leaves, and move with a merged customer (rows M11, Ne9, Ni7)."""

from datetime import timedelta

import pytest

from activities.domain.receptions.checking import Given
from activities.models import Reception, ReceptionRoom
from assignment.domain.handover import leaving
from assignment.domain.ownership import release, transfer
from assignment.domain.sweep import undo
from assignment.domain.undo.closing import held_before
from assignment.models import OwnershipEvent
from crm_project.notices.models import Notice
from tests.cast import NOW, customer
from tests.undo.steps import remembered
from tests.undo.steps import undo as take_back

from .plans import BEGINS, planned

pytestmark = [pytest.mark.django_db, pytest.mark.req("M11"), pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(hours=1)


def told(person, kind):
    return Notice.objects.filter(user=person, kind=kind).count()


@pytest.mark.req("Z5")
def test_what_is_to_come_follows_the_customer_and_an_undo_brings_it_back(cast):
    row = customer(cast.rep)
    made = planned(row, cast.rep, team=[cast.mate])
    transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="ill", at=NOW)
    made.refresh_from_db()
    assert made.host == cast.mate and not made.team.exists(), "who hosts it takes part anyhow"
    assert told(cast.mate, "reception_passed") == 1
    entry = OwnershipEvent.objects.get(kind="transferred")
    assert entry.evidence["followed"]["receptions"] == [made.pk]
    undo.undo_event(event_id=entry.pk, by=cast.manager, at=LATER)
    made.refresh_from_db()
    assert made.host == cast.rep


def test_of_a_customer_in_the_pool_nobody_is_received_until_the_undo(cast):
    row = customer(cast.rep)
    car = Given("Car", cast.mate, BEGINS - timedelta(days=1))
    made = planned(row, cast.rep, team=[cast.service], tasks=[car])
    release(customer_id=row.pk, by=cast.manager, reason="idle", at=NOW)
    made.refresh_from_db()
    assert (made.state, made.tasks.get().closed_because) == ("cancelled", "reception")
    assert told(cast.service, "reception_released") == 1
    undo.undo_event(event_id=OwnershipEvent.objects.get(closes_owner=cast.rep).pk, by=cast.manager, at=LATER)
    made.refresh_from_db()
    assert (made.state, made.cancel_reason, made.tasks.get().done_at) == ("planned", "", None)
    assert told(cast.service, "reception_again") == 1


def test_it_stays_cancelled_where_the_room_was_given_to_others_meanwhile(cast):
    row = customer(cast.rep)
    made = planned(row, cast.rep)
    release(customer_id=row.pk, by=cast.manager, reason="idle", at=NOW)
    planned(customer(cast.mate), cast.mate)
    undo.undo_event(event_id=OwnershipEvent.objects.get(closes_owner=cast.rep).pk, by=cast.manager, at=LATER)
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert ReceptionRoom.objects.get(pk=made.room_id).receptions.filter(state="planned").count() == 1


def test_a_leavers_receptions_go_to_who_works_on_the_customer_and_come_back(cast):
    row = customer(cast.rep)
    made = planned(row, cast.rep)
    Reception.objects.update(host=cast.mate)
    held = held_before(cast.mate)
    leaving.close_account(person_id=cast.mate.pk, by=cast.admin, at=NOW, reason="leaves")
    made.refresh_from_db()
    assert made.host == cast.rep and told(cast.rep, "reception_passed") == 1
    take_back(remembered("close_account", cast.admin, NOW, person_id=cast.mate.pk, **held))
    made.refresh_from_db()
    assert made.host == cast.mate
