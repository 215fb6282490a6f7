"""What a run writes: lines, reviews, reminders, each with its place in the ledger."""

from datetime import timedelta

import pytest

from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, SweepLine
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from customers.models import Contact, Ownership
from tests.cast import customer, followup, moment, person

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")


def with_invalid(owner, *days, **fields):
    row = customer(owner, since=START, **fields)
    Contact.objects.create(customer=row, name="王", key=True, created_at=START)
    for day in days:
        followup(row, owner, moment(f"2026-02-{day} 09:00"), content="外出")
    return row


@pytest.mark.req("D4")
def test_a_line_and_its_entry_say_who_lost_what_by_which_rule(cast):
    row = customer(cast.rep, since=START)
    run = sweep.run(at=DUE)
    line = SweepLine.objects.get()
    assert (line.run, line.customer, line.owner, line.outcome) == (run, row, cast.rep, "release")
    assert (line.rule, line.due_at, line.to) == ("no_contact", DUE, None)
    assert (line.evidence["anchor"], line.evidence["since"]) == ("claimed", "2026-02-01T09:00:00+08:00")
    entry = OwnershipEvent.objects.get(customer=row, kind="released")
    version = entry.policy_version
    assert (entry.rule, entry.at, entry.actor, entry.run, version.policy.key) == (
        "no_contact",
        DUE,
        None,
        run,
        "tracking",
    )


def test_a_line_of_a_rotation_names_the_colleague(cast):
    row = customer(cast.solar_rep, since=START - timedelta(days=90))
    sweep.run(at=DUE)
    line = SweepLine.objects.get(customer=row)
    assert (line.outcome, line.owner, line.to) == ("rotate", cast.solar_rep, cast.solar_mate)
    entry = OwnershipEvent.objects.get(customer=row, kind="rotated")
    assert (entry.owner, entry.closes_owner, entry.rule) == (cast.solar_mate, cast.solar_rep, "no_contact")


@pytest.mark.req("Nd8")
def test_a_review_is_a_request_with_its_evidence_and_an_entry_in_the_ledger(cast):
    row = with_invalid(cast.rep, "02", "03", "04")
    at = moment("2026-02-04 11:00")
    run = sweep.run(at=at)
    request, line = Request.objects.get(), SweepLine.objects.get()
    assert (request.customer_id, request.subject, request.department) == (row.pk, row.name, cast.rep.department)
    assert (request.asked_at, request.arguments) == (at, {"customer_id": row.pk, "rule": "invalid_followups"})
    assert request.evidence["rule"] == "invalid_followups" and request.evidence["saved_by"]
    assert (line.outcome, line.owner, line.evidence["also_remind"]) == ("review", cast.rep, False)
    entry = OwnershipEvent.objects.get(kind="review_opened")
    assert (entry.customer, entry.at, entry.actor, entry.owner, entry.department, entry.run) == (
        row,
        at,
        None,
        cast.rep,
        cast.rep.department,
        run,
    )
    assert (entry.rule, entry.policy_version.policy.key) == ("invalid_followups", "tracking")
    assert entry.evidence["progress"] == 3


@pytest.mark.req("Nd8", "D4")
def test_who_waits_for_a_review_is_still_reminded_of_the_release(cast):
    row, other = (with_invalid(cast.rep, "02", "03", "04") for _n in range(2))
    sweep.run(at=moment("2026-02-04 11:00"))
    day_before = DUE - timedelta(days=1)
    late = with_invalid(cast.rep, "12", "13", "14")
    run = sweep.run(at=day_before)
    lines = {line.customer_id: line for line in run.lines.all()}
    assert {pk: line.outcome for pk, line in lines.items()} == {row.pk: "remind", other.pk: "remind", late.pk: "review"}
    reminder = lines[row.pk]
    assert (reminder.rule, reminder.due_at, reminder.owner) == ("no_contact", DUE, cast.rep)
    assert reminder.evidence["rule"] == "no_contact"
    assert lines[late.pk].evidence["also_remind"] is True
    assert Request.objects.count() == 3
    assert sweep.run(at=day_before + timedelta(minutes=5)).figures == {}


@pytest.mark.req("D4")
def test_a_reminder_notes_of_which_deadline_it_was_and_the_ledger_keeps_it(cast):
    early, late = customer(cast.rep, since=START), customer(cast.rep, since=START - timedelta(days=30))
    Ownership.objects.filter(pk=late.pk).update(extended_until=DUE + timedelta(minutes=30), remind_at=START)
    run = sweep.run(at=DUE - timedelta(days=1))
    told = dict(Ownership.objects.values_list("pk", "reminded_for"))
    assert told == {early.pk: DUE, late.pk: DUE + timedelta(minutes=30)}
    entry = OwnershipEvent.objects.get(customer=early, kind="warned")
    assert (entry.at, entry.actor, entry.owner, entry.department, entry.run) == (
        DUE - timedelta(days=1),
        None,
        cast.rep,
        cast.rep.department,
        run,
    )
    assert (entry.rule, entry.evidence) == ("no_contact", {"due_at": "2026-02-16T10:00:00+08:00"})
    assert entry.policy_version.policy.key == "tracking"


@pytest.mark.req("Nd8")
def test_a_manager_does_not_decide_over_a_customer_of_their_own(cast):
    own, team = with_invalid(cast.manager, "02", "03", "04"), with_invalid(cast.rep, "02", "03", "04")
    sweep.run(at=moment("2026-02-04 11:00"))
    deciders = {request.customer_id: request.decider for request in Request.objects.all()}
    assert deciders == {own.pk: cast.director, team.pk: cast.manager}


@pytest.mark.req("Nd8")
def test_of_two_managers_the_other_one_decides_over_their_customers(cast):
    deputy = person("deputy", "manager", cast.departments["sales"])
    own = with_invalid(cast.manager, "02", "03", "04")
    sweep.run(at=moment("2026-02-04 11:00"))
    assert (Request.objects.get().customer_id, Request.objects.get().decider) == (own.pk, deputy)


@pytest.mark.req("Nd8")
def test_where_nobody_may_decide_the_review_waits_all_the_same(cast):
    row = with_invalid(cast.rep, "02", "03", "04")
    User.objects.exclude(pk=cast.rep.pk).update(is_active=False)
    assert sweep.run(at=moment("2026-02-04 11:00")).figures == {"review": 1}
    assert (Request.objects.get().customer_id, Request.objects.get().decider) == (row.pk, None)
