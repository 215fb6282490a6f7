"""Many people at the same order in the same instant (row Ni21)."""

from collections import Counter

import pytest

from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.orders import assigning, ending, working
from service.domain.targets import due
from service.models import OrderWait, ServiceOrder
from tests.cast import NOW, assemble, customer, person
from tests.parallel import at_once

from .orders import order

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def refused(results):
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)], results
    return [r for r in results if isinstance(r, Refused)]


def test_of_fifty_who_accept_one_order_one_has_it_and_the_others_hear_who():
    cast = assemble()
    made = order(customer(cast.rep), cast.rep)
    staff = [person(f"staff_{n}", "service", cast.service.department) for n in range(50)]
    results = at_once([lambda who=who: working.accept_order(order_id=made.pk, by=who, at=NOW) for who in staff])
    losers = refused(results)
    winner = ServiceOrder.objects.get().assigned
    assert len(losers) == 49 and all(str(winner) in loser.sentence for loser in losers)


def test_finished_while_it_is_stopped_ends_in_one_of_both():
    cast = assemble()
    made = order(customer(cast.rep), cast.rep)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    at_once(
        [
            lambda: working.finish_order(order_id=made.pk, content="done", by=cast.service, at=NOW),
            lambda: working.wait_with_order(order_id=made.pk, waits_for="parts", by=cast.service, at=NOW),
            lambda: ending.cancel_order(order_id=made.pk, reason="twice", by=cast.service_manager, at=NOW),
        ]
    )
    after = ServiceOrder.objects.get()
    assert after.status in ("done", "cancelled")
    assert not OrderWait.objects.filter(until=None).exists()


def test_numbers_of_orders_recorded_at_once_have_no_gap():
    cast = assemble()
    rows = [customer(cast.rep) for _n in range(8)]
    results = at_once([lambda row=row: order(row, cast.rep) for row in rows])
    assert sorted(made.number for made in results) == [f"S-{n:06d}" for n in range(1, 9)]


def test_two_runs_of_the_timetable_tell_once():
    cast = assemble()
    for _n in range(20):
        order(customer(cast.rep), cast.rep)
    at = ServiceOrder.objects.first().next_at
    at_once([lambda: due.tell_due(at=at)] * 4)
    assert Notice.objects.filter(kind="service_remind_response", user=cast.service_manager).count() == 20


def test_two_orders_given_at_once_go_to_two_people():
    """Each is counted with the other, as the people are locked before they are counted."""
    cast = assemble()
    staff = {cast.service, *(person(f"staff_{n}", "service", cast.service.department) for n in range(3))}
    rows = [order(customer(cast.rep), cast.rep) for _n in range(8)]
    results = at_once(
        [
            lambda made=made: assigning.assign_order(order_id=made.pk, person=None, by=cast.service_manager, at=NOW)
            for made in rows
        ]
    )
    assert not refused(results)
    assert sorted(Counter(made.assigned for made in results).values()) == [2] * len(staff)
