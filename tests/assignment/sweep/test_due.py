"""What is nominated, what is decided, and in which order it is told."""

from datetime import timedelta

import pytest

from assignment.domain.sweep import due
from assignment.domain.sweep import run as sweep
from assignment.models import PolicyScope, PolicyVersion
from customers.models import Contact, Ownership
from tests.cast import customer, followup, moment, person

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")
SECOND = timedelta(seconds=1)
FAR = moment("2030-01-01 10:00")


def stored(row, **deadlines):
    """Only these deadlines are stored."""
    far = {"release_at": FAR, "remind_at": FAR, "review_at": FAR}
    Ownership.objects.filter(pk=row.pk).update(**far | deadlines)


def slots(key, n):
    """The policy in force allows each owner `n` customers."""
    version = PolicyVersion.objects.get(policy__key=key)
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": n})


@pytest.mark.parametrize("name", ["release_at", "remind_at", "review_at"])
def test_each_stored_deadline_nominates_from_its_moment_on(cast, name):
    row = customer(cast.rep, since=START)
    stored(row, **{name: DUE})
    assert (due.nominated(DUE - SECOND), due.nominated(DUE)) == ([], [row.pk])
    assert due.nominated(DUE, waiting=False) == [row.pk]


def test_asked_about_the_past_everybody_is_nominated_who_was_held_then(cast):
    early, late = customer(cast.rep, since=START), customer(cast.rep, since=START + SECOND)
    assert due.nominated(START, everybody=True) == [early.pk]
    assert due.nominated(START + SECOND, everybody=True) == [early.pk, late.pk]
    assert due.nominated(START + SECOND) == []


@pytest.mark.req("Nd8")
def test_who_is_due_for_nothing_but_a_review_that_waits_is_nominated_only_for_the_dry_run(cast):
    row = customer(cast.rep, since=START)
    Contact.objects.create(customer=row, name="王", key=True, created_at=START)
    for day in (2, 3, 4):
        followup(row, cast.rep, moment(f"2026-02-0{day} 09:00"), content="外出")
    at = moment("2026-02-04 11:00")
    assert due.nominated(at, waiting=False) == [row.pk]
    sweep.run(at=at)
    assert due.nominated(at) == [row.pk] and due.nominated(at, waiting=False) == []
    stored(row, review_at=at, remind_at=at)
    assert due.nominated(at, waiting=False) == [row.pk]


@pytest.mark.req("M15")
def test_where_a_change_of_the_rules_holds_that_is_not_applied_yet_everybody_whom_it_reaches_is_asked(cast):
    row = customer(cast.rep, since=START)
    customer(cast.solar_rep, since=START)
    version = PolicyVersion.objects.get(policy__key="tracking")
    PolicyVersion.objects.create(
        policy=version.policy,
        number=2,
        body=version.body,
        status=version.status,
        holds_from=START.date(),
        drafted_at=START,
        decided_at=START,
        announced_at=START,
    )
    assert due.nominated(START) == [row.pk]


@pytest.mark.req("Z13")
def test_lines_are_told_by_code_and_a_rotation_names_the_colleague(cast):
    codes = ["B", "A", "C"]
    for code in codes:
        customer(cast.solar_rep, since=START, code=code)
    lines = sweep.preview(START + timedelta(days=91))
    assert [(line["customer"], line["to"]) for line in lines] == [(code, "solar_mate") for code in sorted(codes)]
    assert {line["outcome"] for line in lines} == {"rotate"}


@pytest.mark.req("Z13")
def test_over_batches_everybody_is_told_once_and_what_was_passed_on_before_is_counted(cast, monkeypatch):
    monkeypatch.setattr(due, "BATCH", 2)
    person("third", "rep", cast.departments["solar"])
    rows = [customer(cast.solar_rep, since=START) for _n in range(5)]
    lines = sweep.preview(START + timedelta(days=91))
    assert [line["customer"] for line in lines] == [row.code for row in rows]
    assert [line["to"] for line in lines] == ["solar_mate", "third", "solar_mate", "third", "solar_mate"]


@pytest.mark.req("Z17")
def test_what_did_not_count_is_told_where_follow_ups_decide(cast):
    by_contact, by_term = customer(cast.rep, since=START), customer(cast.stranger, since=START)
    for row, owner in ((by_contact, cast.rep), (by_term, cast.stranger)):
        followup(row, owner, START + timedelta(days=1), content="")
    told = {line["customer"]: len(line["not_counted"]) for line in sweep.preview(DUE)}
    assert told == {by_contact.code: 1, by_term.code: 0}


@pytest.mark.req("Z13", "D1")
def test_who_loses_a_customer_has_a_slot_free_for_the_next_one(cast):
    """Each of two has one slot: the first loss goes to the pool, and makes room for one more, not for two."""
    slots("solar", 1)
    rows = [customer(owner, since=START) for owner in (cast.solar_rep, cast.solar_mate, cast.solar_mate)]
    told = [(line["customer"], line["outcome"], line["to"]) for line in sweep.preview(START + timedelta(days=91))]
    expected = [("release", None), ("rotate", "solar_rep"), ("release", None)]
    assert told == [(row.code, *what) for row, what in zip(rows, expected, strict=True)]


@pytest.mark.req("Z13", "D1")
def test_who_is_only_reminded_has_no_slot_free_for_the_next_one(cast):
    slots("solar", 1)
    at = START + timedelta(days=91)
    reminded, lost = customer(cast.solar_rep, since=START + timedelta(days=1)), customer(cast.solar_mate, since=START)
    told = {line["customer"]: (line["outcome"], line["to"]) for line in sweep.preview(at)}
    assert told == {reminded.code: ("remind", None), lost.code: ("release", None)}


def test_where_nothing_is_passed_on_no_team_is_looked_at(cast, monkeypatch):
    customer(cast.rep, since=START)
    monkeypatch.setattr(due.Rotation, "load", lambda *_given: pytest.fail("looked at a team"))
    assert [line["outcome"] for line in sweep.preview(DUE)] == ["release"]


def test_who_turns_out_not_to_be_due_or_is_under_no_policy_is_left_out_and_the_next_one_is_told(cast):
    kept, free, lost = (customer(owner, since=START) for owner in (cast.rep, cast.stranger, cast.rep))
    followup(kept, cast.rep, DUE - timedelta(days=3))
    stored(kept, release_at=START)
    PolicyScope.objects.filter(department=cast.departments["direct"]).delete()
    assert due.nominated(DUE) == [kept.pk, free.pk, lost.pk]
    assert [line["customer"] for line in sweep.preview(DUE)] == [lost.code]
