"""Two hosts, one room, one moment: the second reads that it is taken (row M11)."""

from functools import partial

import pytest

from activities.domain.receptions import planning
from activities.models import Reception, ReceptionRoom
from tests.assignment.test_races import refusals
from tests.cast import NOW, customer
from tests.parallel import at_once

from .plans import AFTER, plan, planned, recorded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("M11"), pytest.mark.soak]


def test_of_many_hosts_who_want_a_room_at_once_one_gets_it(cast):
    people = [cast.rep, cast.mate, cast.east_rep, cast.stranger]
    wanted = plan()
    calls = [
        partial(planning.plan_reception, customer=customer(person), plan=wanted, by=person, at=NOW) for person in people
    ]
    lost = refusals(at_once(calls), "room_taken")
    assert len(lost) == len(people) - 1
    assert Reception.objects.get().room == wanted.room


def test_a_change_and_a_plan_that_want_one_room_at_once_do_not_both_get_it(cast):
    other = ReceptionRoom.objects.get(name="Meeting room 2")
    made = planned(customer(cast.rep), cast.rep, room=other)
    calls = [
        partial(planning.change_reception, reception_id=made.pk, plan=plan(), by=cast.rep, at=NOW),
        partial(planning.plan_reception, customer=customer(cast.mate), plan=plan(), by=cast.mate, at=NOW),
    ]
    assert len(refusals(at_once(calls), "room_taken")) == 1
    assert Reception.objects.filter(room__name="Meeting room 1").count() == 1


def test_two_clicks_at_once_record_one_follow_up(cast):
    made = planned(customer(cast.rep), cast.rep)
    results = at_once([partial(recorded, made, cast.rep, at=AFTER)] * 3)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert made.customer.followups.count() == 1
