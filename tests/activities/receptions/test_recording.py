"""A reception is recorded once, with its follow-up, and nobody forgets it (row M11)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from activities.domain.receptions import planning, recording, reminding
from activities.domain.receptions.checking import Gift, Guest
from activities.models import FollowUp, Reception, Task
from assignment.domain.ownership import transfer
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Customer
from tests.cast import NOW, customer, moment

from .plans import AFTER, AGREED, BEGINS, planned, record, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.req("M11"), pytest.mark.usefixtures("clock")]


def refused(verb, **given):
    with pytest.raises(Refused) as refusal:
        verb(**given)
    return refusal.value.code


def told(person, kind):
    return Notice.objects.filter(user=person, kind=kind).count()


def test_what_was_agreed_becomes_the_follow_up_with_its_next_step(cast):
    made = planned(customer(cast.rep), cast.rep)
    first = made.guests.first()
    due = moment("2026-03-12 09:00")
    row = recorded(
        made,
        cast.rep,
        came=[first.pk],
        others=[Guest("Zhao", "Driver")],
        gifts=[Gift("Tea", Decimal(90))],
        cost=Decimal(300),
        fields={**AGREED, "next_contact_at": due},
    )
    followup = FollowUp.objects.get()
    assert (row.state, row.followup, row.recorded_by) == ("recorded", followup, cast.rep)
    assert (followup.kind, followup.occurred_at, followup.author) == ("visit_in", BEGINS, cast.rep)
    assert row.agreed == followup.content == AGREED["content"]
    assert [(guest.name, guest.came) for guest in row.guests.all()] == [("Wang", True), ("Li", False), ("Zhao", True)]
    assert row.gifts.filter(given=True).count() == 1 and row.gifts.filter(given=False).count() == 1
    assert Task.objects.get(followup=followup).due_at == due
    assert row.next_at is None


def test_a_second_click_records_nothing_more(cast):
    made = planned(customer(cast.rep), cast.rep)
    recorded(made, cast.rep)
    again = recorded(made, cast.rep, gifts=[Gift("Tea", Decimal(10))])
    assert (again.state, FollowUp.objects.count(), again.gifts.count()) == ("recorded", 1, 1)


def test_above_the_limit_needs_a_reason_that_is_kept(cast):
    made = planned(customer(cast.rep), cast.rep)
    given = {"reception_id": made.pk, "by": cast.rep, "at": AFTER}
    much = {"gifts": [Gift("Tea", Decimal("200.01"))]}
    assert refused(recording.record_reception, record=record(made, **much), **given) == "above"
    one = record(made, came=[made.guests.first().pk], cost=Decimal(301))
    assert refused(recording.record_reception, record=one, **given) == "above", "counted by those who came"
    row = recorded(made, cast.rep, above_reason="Their owner came too", **much)
    assert row.above_reason == "Their owner came too"


def test_a_reason_without_need_is_not_kept(cast):
    assert recorded(planned(customer(cast.rep), cast.rep), cast.rep, above_reason="just so").above_reason == ""


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"came": []}, "guests"),
        ({"ended_at": BEGINS}, "times"),
        ({"ended_at": AFTER + timedelta(minutes=2)}, "future"),
    ],
)
def test_what_cannot_have_been_is_refused(cast, more, code):
    made = planned(customer(cast.rep), cast.rep)
    given = {"reception_id": made.pk, "by": cast.rep, "at": AFTER, "record": record(made, **more)}
    assert refused(recording.record_reception, **given) == code
    assert Reception.objects.get().state == "planned" and not FollowUp.objects.exists()


def test_who_records_and_when(cast):
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    given = {"reception_id": made.pk, "record": record(made)}
    assert refused(recording.record_reception, by=cast.mate, at=AFTER, **given) == "forbidden"
    assert refused(recording.record_reception, by=cast.rep, at=BEGINS - timedelta(minutes=1), **given) == "early"
    planning.cancel_reception(reception_id=made.pk, reason="ill", by=cast.rep, at=AFTER)
    assert refused(recording.record_reception, by=cast.rep, at=AFTER, **given) == "state"


def test_what_the_follow_up_is_refused_for_refuses_the_record(cast):
    made = planned(customer(cast.rep), cast.rep)
    given = {"reception_id": made.pk, "by": cast.rep, "at": AFTER}
    empty = record(made, fields={**AGREED, "content": "", "result": ""})
    assert refused(recording.record_reception, record=empty, **given) == "parts"
    assert Reception.objects.get().state == "planned"


def test_who_lost_the_customer_records_what_was_agreed_without_a_follow_up(cast):
    row = customer(cast.rep)
    made = planned(row, cast.rep)
    transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="ill", at=made.ends_at)
    made.refresh_from_db()
    assert made.host == cast.rep, "it is over: who was there records it"
    kept = recorded(made, cast.rep)
    assert (kept.followup, kept.agreed) == (None, AGREED["content"])


def test_people_are_reminded_the_day_before_then_the_host_then_the_superior(cast):
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    assert reminding.remind(at=BEGINS - timedelta(days=1, minutes=1)) == 0
    assert reminding.remind(at=BEGINS - timedelta(days=1)) == 1
    assert told(cast.rep, "reception_tomorrow") == told(cast.mate, "reception_tomorrow") == 1
    assert reminding.remind(at=moment("2026-03-10 16:59")) == 0
    assert reminding.remind(at=moment("2026-03-10 17:00")) == 1
    assert told(cast.rep, "reception_to_record") == 1 and not told(cast.manager, "reception_unrecorded")
    assert reminding.remind(at=moment("2026-03-11 17:00")) == 1
    assert told(cast.manager, "reception_unrecorded") == 1 == told(cast.rep, "reception_to_record")
    assert reminding.remind(at=moment("2026-03-20 17:00")) == 0, "once each"
    recorded(made, cast.rep, at=moment("2026-03-20 18:00"), fields={**AGREED, "late_reason": "travelling"})
    assert Notice.objects.get(user=cast.rep, kind="reception_to_record").read_at is not None


def test_after_a_weekend_it_is_the_next_working_day(cast):
    friday = moment("2026-03-06 10:00")
    planned(customer(cast.rep), cast.rep, begins_at=friday, ends_at=friday + timedelta(hours=2))
    reminding.remind(at=friday - timedelta(days=1))
    assert Reception.objects.get().next_at == moment("2026-03-09 17:00")


def test_of_a_restricted_file_no_superior_hears_by_itself(cast):
    made = planned(customer(cast.rep), cast.rep)
    Customer.objects.update(restricted=True)
    Reception.objects.update(next_at=moment("2026-03-11 17:00"))
    reminding.remind(at=moment("2026-03-11 17:00"))
    made.refresh_from_db()
    assert made.next_at is None and not told(cast.manager, "reception_unrecorded")


def test_a_worker_that_was_down_skips_what_is_over(cast):
    planned(customer(cast.rep), cast.rep)
    reminding.remind(at=AFTER)
    assert told(cast.rep, "reception_tomorrow") == 0 and Reception.objects.get().next_at > AFTER
    assert NOW < AFTER
