"""Outings by their verbs: one tap out, one back, never at two customers at once, corrected with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from reports.domain.outings import going, positions, reminding, times
from reports.models import Outing, OutingPosition
from tests.cast import NOW, customer, moment

from .walkers import BACK, been, entered, mine, out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf9")]


def refused(verb, **given):
    with pytest.raises(Refused) as found:
        verb(**given)
    return found.value


def test_out_and_back_with_the_times_and_the_customer(cast):
    row = mine(cast.rep)
    outing = been(cast.rep, row)
    assert (outing.left_at, outing.back_at, outing.day) == (NOW, BACK, NOW.date())
    assert [visit.customer for visit in outing.visits.all()] == [row] and outing.department == cast.rep.department
    assert list(Entry.objects.filter(subject_type="outing").order_by("pk").values_list("action", flat=True)) == [
        "outing.started",
        "outing.ended",
    ]


def test_a_second_tap_changes_nothing(cast):
    row = mine(cast.rep)
    assert out(cast.rep, row) == out(cast.rep, row, BACK)
    outing = going.end_outing(outing_id=Outing.objects.get().pk, by=cast.rep, at=BACK)
    again = going.end_outing(outing_id=outing.pk, by=cast.rep, at=BACK + timedelta(hours=1))
    assert again.back_at == BACK and Outing.objects.count() == 1


def test_an_outing_at_two_customers_at_once_is_refused_with_both_ways_on(cast):
    one, two = mine(cast.rep), mine(cast.rep, "宁波乙机械有限公司")
    first = out(cast.rep, one)
    refusal = refused(going.start_outing, customer_id=two.pk, by=cast.rep, at=BACK)
    assert refusal.code == "open" and one.name in refusal.sentence and "two customers at once" in refusal.sentence
    going.add_customer(outing_id=first.pk, customer_id=two.pk, by=cast.rep, at=BACK)
    assert [visit.customer for visit in first.visits.all()] == [one, two]
    assert [visit.gone_at for visit in first.visits.all()] == [NOW, BACK]
    late = refused(
        going.enter_outing,
        customer=two,
        left_at=NOW + timedelta(minutes=10),
        back_at=NOW + timedelta(minutes=20),
        reason="forgot it",
        by=cast.rep,
        at=BACK,
    )
    assert late.code == "twice" and late.field == "left_at" and one.name in late.sentence


def test_the_database_keeps_one_open_outing_for_each_person(cast):
    first = out(cast.rep, mine(cast.rep))
    common = {"department": cast.rep.department, "day": NOW.date(), "left_at": NOW, "entered_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Outing.objects.create(person=cast.rep, **common)
    Outing.objects.create(person=cast.mate, **common)
    going.void_outing(outing_id=first.pk, reason="a wrong tap", by=cast.rep, at=BACK)
    out(cast.rep, mine(cast.rep, "宁波乙机械有限公司"), BACK)


def test_one_goes_to_ones_own_customers_only(cast):
    foreign, pooled = mine(cast.mate), customer(None, department=cast.departments["sales"])
    for row in (foreign, pooled):
        assert refused(going.start_outing, customer_id=row.pk, by=cast.rep, at=NOW).code == "not_yours"
    assert refused(going.start_outing, customer_id=foreign.pk, by=cast.clerk, at=NOW).code == "forbidden"
    first = out(cast.rep, mine(cast.rep))
    assert refused(going.add_customer, outing_id=first.pk, customer_id=foreign.pk, by=cast.rep, at=NOW).code == (
        "not_yours"
    )
    for verb in (going.end_outing, positions.remove_positions):
        assert refused(verb, outing_id=first.pk, by=cast.mate, at=NOW).code == "forbidden"
    assert not Outing.objects.exclude(person=cast.rep).exists()


def test_a_forgotten_outing_is_asked_for_the_next_morning_and_ended_with_a_reason(cast):
    row = mine(cast.rep)
    outing = out(cast.rep, row)
    assert reminding.remind(at=NOW + timedelta(hours=10)) == 0
    morning = moment("2026-03-03 08:35")
    for _n in range(2):
        assert reminding.remind(at=morning) == 1
    assert Notice.objects.filter(user=cast.rep, kind="outing_open", read_at=None).count() == 1
    assert refused(going.end_outing, outing_id=outing.pk, by=cast.rep, at=morning).code == "forgotten"
    assert refused(going.start_outing, customer_id=row.pk, by=cast.rep, at=morning).code == "forgotten"
    times.correct_outing(
        outing_id=outing.pk, left_at=NOW, back_at=BACK, reason="the battery was empty", by=cast.rep, at=morning
    )
    outing.refresh_from_db()
    assert outing.back_at == BACK and reminding.remind(at=morning) == 0
    assert not Notice.objects.filter(kind="outing_open", read_at=None).exists()
    (kept,) = outing.corrections.all()
    assert (kept.left_before, kept.back_before, kept.reason) == (NOW, None, "the battery was empty")


def test_corrected_times_keep_what_stood_there_and_are_refused_where_they_cannot_be(cast):
    row = mine(cast.rep)
    outing = been(cast.rep, row)
    other = entered(cast.rep, row, "2026-03-02 07:00", "2026-03-02 08:00")

    def corrected(left, back, reason="a slow clock", by=cast.rep):
        return {
            "outing_id": outing.pk,
            "left_at": moment(left),
            "back_at": moment(back),
            "reason": reason,
            "by": by,
            "at": BACK,
        }

    for given, code in [
        (corrected("2026-03-02 07:30", "2026-03-02 10:00"), "twice"),
        (corrected("2026-03-02 10:00", "2026-03-02 09:30"), "backwards"),
        (corrected("2026-03-02 10:00", "2026-03-02 12:30"), "future"),
        (corrected("2026-03-02 08:30", "2026-03-02 10:00", reason=" "), "reason"),
        (corrected("2026-03-02 08:30", "2026-03-02 10:00", by=cast.mate), "forbidden"),
    ]:
        assert refused(times.correct_outing, **given).code == code
    times.correct_outing(**corrected("2026-03-02 08:00", "2026-03-02 10:00"))
    outing.refresh_from_db()
    assert (outing.left_at, outing.corrections.get().left_before) == (other.back_at, NOW)
    entry = Entry.objects.get(action="outing.corrected")
    assert entry.reason == "a slow clock" and set(entry.changes) == {"left_at", "back_at"}
    assert going.void_outing(outing_id=outing.pk, reason="it was a call", by=cast.rep, at=BACK).voided_at == BACK
    assert refused(times.correct_outing, **corrected("2026-03-02 08:30", "2026-03-02 10:00")).code == "void"


def test_a_position_is_rounded_never_in_the_audit_and_gone_after_90_days(cast):
    outing = out(cast.rep, mine(cast.rep))
    where = {"latitude": Decimal("30.274085"), "longitude": Decimal("120.155070")}
    positions.add_position(outing_id=outing.pk, **where, by=cast.rep, at=NOW)
    row = OutingPosition.objects.get()
    assert (row.latitude, row.longitude) == (Decimal("30.274"), Decimal("120.155"))
    entry = Entry.objects.get(action="outing.position")
    assert entry.changes == {} and "30.27" not in entry.reason + entry.subject_name
    assert refused(positions.add_position, outing_id=outing.pk, **where, by=cast.mate, at=NOW).code == "forbidden"
    assert positions.delete_old(at=NOW + timedelta(days=90)) == 0
    assert positions.delete_old(at=NOW + timedelta(days=90, seconds=1)) == 1


def test_positions_are_added_while_out_and_shortly_after_and_taken_back_at_once(cast):
    outing = been(cast.rep, mine(cast.rep))
    where = {"outing_id": outing.pk, "latitude": Decimal(30), "longitude": Decimal(120), "by": cast.rep}
    positions.add_position(**where, at=BACK + positions.AFTERWARDS)
    late = BACK + positions.AFTERWARDS + timedelta(seconds=1)
    assert refused(positions.add_position, **where, at=late).code == "over"
    assert positions.remove_positions(outing_id=outing.pk, by=cast.rep, at=late) == 1
    assert not OutingPosition.objects.exists()
