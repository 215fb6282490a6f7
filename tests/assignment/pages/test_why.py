"""Why: the countdown and the release explained in the browser, and the undo of one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(row):
    return reverse("assignment:why", args=[row.pk])


@pytest.mark.req("Z17", "Nd2", "Nd7")
def test_a_countdown_opens_to_its_rule_what_counted_and_what_did_not(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-15 09:00"))
    followup(row, cast.rep, moment("2026-02-20 11:00"), content="与王经理确认了下周的现场演示安排")
    followup(row, cast.rep, moment("2026-02-25 11:00"), content="外出")
    text = signed_in(cast.rep).get(url(row)).content.decode()
    assert "Release to the public pool 15 days after the last valid follow-up; remind 1 day before." in text
    assert "与王经理确认了下周的现场演示安排" in text
    assert "too short" in text and "filler only" in text
    assert "2026-03-07 10:00" in text and "5 days left" in text
    assert "Send to manager for review as soon as 3 follow-ups are invalid." in text and "1 of 3 so far" in text
    assert "Tracking, version 1" in text


@pytest.mark.req("D4", "Z17")
def test_a_release_is_explained_from_the_ledger_and_can_be_undone(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    followup(row, cast.rep, moment("2026-02-10 11:00"))
    sweep.run(at=moment("2026-02-24 10:00"))
    sweep.run(at=moment("2026-02-25 10:00"))
    assert owner_of(row) is None
    text = signed_in(cast.mate).get(url(row)).content.decode()
    assert "Why is it in the pool?" in text and "Rep (2026-02-01 09:00 – 2026-02-25 10:00)" in text
    assert "2026-02-24 10:00" in text, "who was warned when"
    assert "the policy, by itself" in text
    assert "Restore" not in text, "a colleague undoes nothing"
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert signed_in(cast.mate).post(reverse("assignment:undo_event", args=[event.pk])).status_code == 403
    client = signed_in(cast.manager)
    assert "Restore" in client.get(url(row)).content.decode()
    answer = client.post(reverse("assignment:undo_event", args=[event.pk]), {"hold_until": "2026-03-10"}, follow=True)
    assert "is back with Rep" in answer.content.decode()
    assert owner_of(row) == "rep"
    row.ownership.refresh_from_db()
    assert row.ownership.spared_until == moment("2026-03-11 00:00")


def test_without_a_day_the_sweep_leaves_it_alone_until_the_next_working_day(cast, signed_in, clock):
    clock.move_to(moment("2026-03-06 12:00"))  # a Friday
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    sweep.run(at=moment("2026-03-06 10:00"))
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    signed_in(cast.manager).post(reverse("assignment:undo_event", args=[event.pk]))
    assert Ownership.objects.get(pk=row.pk).spared_until == moment("2026-03-10 00:00"), "Monday is over then"


def test_one_release_undone_twice_is_refused_in_words(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    sweep.run(at=moment("2026-02-25 10:00"))
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    client = signed_in(cast.manager)
    client.post(reverse("assignment:undo_event", args=[event.pk]))
    answer = client.post(reverse("assignment:undo_event", args=[event.pk]), follow=True)
    assert "was already restored" in answer.content.decode()


def test_another_departments_release_is_not_undone(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    sweep.run(at=moment("2026-02-25 10:00"))
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert signed_in(cast.direct_manager).post(reverse("assignment:undo_event", args=[event.pk])).status_code == 404


def test_no_policy_and_no_rule_are_said(cast, signed_in):
    row = customer(cast.stages_rep, stage="official")
    text = signed_in(cast.stages_rep).get(url(row)).content.decode()
    assert "No rule applies at present" in text and "no deadline" in text
    assert "does not apply: a contract was signed" in text


def test_an_extended_deadline_says_so(cast, signed_in):
    from assignment.domain.ownership.extend import extend

    row = customer(cast.stranger, since=NOW - timedelta(days=10))
    extend(customer_id=row.pk, days=5, by=cast.direct_manager, at=NOW)
    text = signed_in(cast.stranger).get(url(row)).content.decode()
    assert "extended" in text and "2026-03-12 10:00" in text


def test_a_customer_never_owned_has_nothing_to_explain(cast, signed_in):
    row = customer(department=cast.departments["sales"])
    assert "It never had an owner" in signed_in(cast.rep).get(url(row)).content.decode()


def test_what_one_may_not_see_is_not_explained(cast, signed_in):
    assert signed_in(cast.stranger).get(url(customer(cast.rep))).status_code == 404


@pytest.mark.req("M10")
def test_a_restricted_file_is_explained_only_after_a_reason(cast, signed_in):
    row = customer(cast.rep, restricted=True)
    answer = signed_in(cast.manager).get(url(row))
    assert answer.status_code == 302 and "why" in answer.url


def test_given_up_says_the_reason(cast, signed_in):
    row = customer(cast.rep)
    ownership.give_up(customer_id=row.pk, by=cast.rep, reason="客户已搬走", at=NOW)
    assert "客户已搬走" in signed_in(cast.mate).get(url(row)).content.decode()
