"""The sweep acts on what is due, tells why, and does nothing twice."""

from datetime import timedelta

import pytest

from activities.models import Task
from assignment.domain import ownership
from assignment.domain.sweep import due
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, SweepLine, SweepRun
from crm_project.approvals.models import Request
from crm_project.notices.models import Notice
from crm_project.notices.presenters.render import text
from customers.models import Collaborator, Contact, Customer, Ownership
from tests.cast import customer, followup, moment, owner_of

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")


def outcomes(at):
    return {line["customer"]: (line["outcome"], line["rule"]) for line in sweep.preview(at)}


def run(at):
    return sweep.run(at=at)


@pytest.mark.req("Nd2", "Nd9", "Z13")
def test_a_customer_without_a_valid_follow_up_falls_into_the_pool(cast):
    row = customer(cast.rep, since=START)
    run(DUE - timedelta(seconds=1))
    assert owner_of(row) == "rep"
    run(DUE)
    row.refresh_from_db()
    assert owner_of(row) is None
    assert (row.pooled_at, row.pool_reason, row.last_owner, row.former_owners) == (DUE, "released", cast.rep, 1)


@pytest.mark.req("Nd2")
def test_a_valid_follow_up_moves_the_deadline_an_invalid_one_does_not(cast):
    good, bad = customer(cast.rep, since=START), customer(cast.rep, since=START)
    followup(good, cast.rep, moment("2026-02-10 09:00"))
    followup(bad, cast.rep, moment("2026-02-10 09:00"), content="外出")
    run(DUE)
    assert (owner_of(good), owner_of(bad)) == ("rep", None)


@pytest.mark.req("Z11", "D8")
def test_only_the_owner_and_registered_collaborators_move_the_clock(cast):
    helped, not_helped = customer(cast.rep, since=START), customer(cast.rep, since=START)
    Collaborator.objects.create(customer=helped, user=cast.mate, since=START)
    for row in (helped, not_helped):
        followup(row, cast.mate, moment("2026-02-10 09:00"))
    run(DUE)
    assert (owner_of(helped), owner_of(not_helped)) == ("rep", None)
    line = SweepLine.objects.get(customer=not_helped)
    assert line.evidence["not_counted"][0]["reasons"] == ["not_owner"]


@pytest.mark.req("Z17", "Nd6")
def test_the_line_says_what_did_not_count_and_why(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, START - timedelta(days=3))
    followup(row, cast.rep, moment("2026-02-03 09:00"), content="没找到人")
    followup(row, cast.rep, moment("2026-02-04 09:00"), counterpart="")
    followup(row, cast.rep, moment("2026-02-05 09:00"), late=True)
    (line,) = sweep.preview(DUE)
    assert line == {
        "customer": row.code,
        "name": row.name,
        "owner": "rep",
        "rule": "no_contact",
        "outcome": "release",
        "due_at": "2026-02-16T10:00:00+08:00",
        "anchor": "claimed",
        "anchor_at": "2026-02-01T09:00:00+08:00",
        "to": None,
        "not_counted": [
            {"occurred_at": "2026-01-29T09:00:00+08:00", "reasons": ["before_ownership"]},
            {"occurred_at": "2026-02-03T09:00:00+08:00", "reasons": ["too_short", "filler"]},
            {"occurred_at": "2026-02-04T09:00:00+08:00", "reasons": ["no_counterpart"]},
            {"occurred_at": "2026-02-05T09:00:00+08:00", "reasons": ["late"]},
        ],
    }


@pytest.mark.req("Nd8")
def test_three_invalid_follow_ups_go_before_the_manager_once(cast):
    row = customer(cast.rep, since=START)
    Contact.objects.create(customer=row, name="王", key=True, created_at=START)
    for day in (2, 3, 4):
        followup(row, cast.rep, moment(f"2026-02-0{day} 09:00"), content="外出")
    for hour in (11, 12):
        assert outcomes(moment(f"2026-02-04 {hour}:00"))[row.code] == ("review", "invalid_followups")
        run(moment(f"2026-02-04 {hour}:00"))
    request = Request.objects.get(customer_id=row.pk)
    assert (request.kind, request.decider, request.status) == ("review", cast.manager, "pending")
    assert SweepLine.objects.filter(customer=row, outcome="review").count() == 1
    assert Notice.objects.filter(user=cast.manager, kind="request_review").count() == 1


@pytest.mark.req("Z13", "Z15")
def test_solar_passes_on_within_the_department_never_to_the_last_owner(cast):
    rows = [customer(cast.solar_rep, since=START) for _ in range(3)]
    told = {line["customer"]: (line["outcome"], line["to"]) for line in sweep.preview(START + timedelta(days=91))}
    assert set(told.values()) == {("rotate", "solar_mate")}
    run(START + timedelta(days=91))
    assert [owner_of(row) for row in rows] == ["solar_mate"] * 3
    fresh = Ownership.objects.get(pk=rows[0].pk)
    assert fresh.since == START + timedelta(days=91)
    assert fresh.release_at == moment("2026-08-01 10:00")


@pytest.mark.req("Z13", "Ne9")
def test_who_receives_by_rotation_is_told_how_many_open_tasks_came_along(cast):
    rows = [customer(cast.solar_rep, since=START) for _ in range(2)]
    for row in rows:
        for title in ("Call", "Send the offer"):
            Task.objects.create(
                customer=row,
                title=title,
                due_at=START,
                assignee=cast.solar_rep,
                created_by=cast.solar_rep,
                created_at=START,
            )
    run(START + timedelta(days=91))
    news = Notice.objects.get(user=cast.solar_mate, kind="sweep_received")
    assert text(news.kind, news.params).endswith("; with them 4 open tasks")
    assert "tasks" not in Notice.objects.get(user=cast.solar_rep, kind="sweep_rotate").params


@pytest.mark.req("Z13")
def test_with_nobody_free_rotation_ends_in_the_pool(cast):
    row = customer(cast.solar_rep, since=START)
    cast.solar_mate.takes_customers = False
    cast.solar_mate.save()
    assert [line["outcome"] for line in sweep.preview(START + timedelta(days=91))] == ["release"]
    run(START + timedelta(days=91))
    assert owner_of(row) is None


@pytest.mark.req("D4")
def test_one_reminder_per_deadline_and_one_digest_per_rep(cast):
    for _ in range(3):
        customer(cast.rep, since=START)
    day_before = DUE - timedelta(days=1)
    for minutes in (0, 10, 20):
        run(day_before + timedelta(minutes=minutes))
    assert OwnershipEvent.objects.filter(kind="warned").count() == 3
    notice = Notice.objects.get(user=cast.rep, kind="sweep_remind")
    assert notice.params["n"] == 3
    assert sweep.preview(day_before + timedelta(minutes=30)) == []


@pytest.mark.req("D4")
def test_releases_are_published_to_the_department_where_the_policy_says_so(cast):
    colleague = type(cast.rep).objects.create(
        username="colleague", full_name="Colleague", role=cast.stranger.role, department=cast.stranger.department
    )
    customer(cast.stranger, since=START)
    run(DUE)
    assert Notice.objects.filter(user=colleague, kind="sweep_published").count() == 1
    assert Notice.objects.filter(user=cast.stranger, kind="sweep_release").count() == 1
    assert not Notice.objects.filter(user=cast.rep).exists()


def test_a_second_run_finds_nothing_to_do(cast):
    row = customer(cast.rep, since=START)
    run(DUE)
    lines, notices = SweepLine.objects.count(), Notice.objects.count()
    run(DUE + timedelta(minutes=10))
    assert (SweepLine.objects.count(), Notice.objects.count()) == (lines, notices)
    assert OwnershipEvent.objects.filter(customer=row, kind="released").count() == 1


def test_a_dry_run_changes_nothing_and_tells_what_the_run_does(cast):
    for hours in range(5):
        customer(cast.rep, since=START - timedelta(hours=hours))
    customer(cast.solar_rep, since=START - timedelta(days=90))
    before = (
        list(Ownership.objects.values()),
        Customer.objects.values_list("pooled_at", flat=True).count(),
        Notice.objects.count(),
    )
    told = sweep.preview(DUE)
    assert (list(Ownership.objects.values()), Customer.objects.count(), Notice.objects.count()) == before
    done = []
    sweep.run(at=DUE, tell_line=done.append)
    assert sorted(done, key=lambda line: line["customer"]) == told


def test_a_poison_row_is_set_aside_and_the_others_go_on(cast, monkeypatch):
    rows = [customer(cast.rep, since=START) for _ in range(3)]
    honest = due.decide

    def poisoned(policy, facts, at):
        if facts.customer_id == rows[1].pk:
            raise ValueError("poison")
        return honest(policy, facts, at)

    monkeypatch.setattr(due, "decide", poisoned)
    done = run(DUE)
    assert [owner_of(row) for row in rows] == [None, "rep", None]
    assert done.figures == {"release": 2, "failed": 1}
    assert SweepLine.objects.get(customer=rows[1]).outcome == "failed"
    monkeypatch.undo()
    run(DUE + timedelta(minutes=10))
    assert owner_of(rows[1]) is None


def test_a_stored_deadline_that_the_facts_do_not_bear_out_is_skipped_and_put_right(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-10 09:00"))
    Ownership.objects.filter(pk=row.pk).update(release_at=START)
    done = run(DUE)
    assert done.figures == {"skipped": 1}
    assert owner_of(row) == "rep"
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-02-25 10:00")


def test_a_follow_up_made_between_two_batches_saves_the_customer(cast, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 1)
    rows = [customer(cast.rep, since=START) for _ in range(2)]

    def meanwhile(this):
        if not rows[1].followups.exists():
            followup(rows[1], cast.rep, DUE)

    sweep.run(at=DUE, between=meanwhile)
    assert [owner_of(row) for row in rows] == [None, "rep"]


def test_a_day_of_downtime_changes_nothing_but_the_hour(cast):
    row = customer(cast.rep, since=START)
    run(DUE + timedelta(days=1, hours=3))
    assert owner_of(row) is None
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert event.evidence["due_at"] == "2026-02-16T10:00:00+08:00"


def test_asked_about_the_past_it_knows_only_what_had_happened_by_then(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, DUE + timedelta(hours=2))
    assert sweep.preview(DUE) == []
    assert [line["customer"] for line in sweep.preview(DUE, everybody=True)] == [row.code]


@pytest.mark.req("D1", "Z13")
def test_rotation_respects_the_slots_of_the_colleague(cast):
    from assignment.models import PolicyVersion

    version = PolicyVersion.objects.get(policy__key="solar")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 2}, decided_at=START)
    customer(cast.solar_mate, since=START + timedelta(days=60))
    rows = [customer(cast.solar_rep, since=START) for _ in range(3)]
    told = [line["outcome"] for line in sweep.preview(START + timedelta(days=91))]
    assert told == ["rotate", "release", "release"]
    run(START + timedelta(days=91))
    assert [owner_of(row) for row in rows] == ["solar_mate", None, None]


def test_what_was_given_up_meanwhile_is_not_released_again(cast, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 1)
    rows = [customer(cast.rep, since=START) for _ in range(2)]

    def meanwhile(this):
        if owner_of(rows[1]):
            ownership.give_up(customer_id=rows[1].pk, by=cast.rep, reason="no budget", at=DUE)

    sweep.run(at=DUE, between=meanwhile)
    assert [e.kind for e in OwnershipEvent.objects.filter(customer=rows[1]).order_by("id")] == ["entered", "given_up"]


def test_a_run_without_anything_due_writes_no_lines(cast):
    customer(cast.rep, since=START)
    run(START + timedelta(days=1))
    assert SweepRun.objects.get().figures == {}
    assert not SweepLine.objects.exists()
