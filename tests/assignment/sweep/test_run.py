"""How a run goes: its time, its batches, what is locked or broken, and whom it locks before a rotation."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError

from assignment.domain.sweep import run as sweep
from assignment.models import PolicyScope, PolicyVersion, SweepLine
from crm_project.notices.models import Notice
from customers.models import Customer, Ownership
from tests.cast import customer, followup, moment, owner_of

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")


@pytest.fixture
def lost(cast):
    """Three customers that are due."""
    return [customer(cast.rep, since=START) for _n in range(3)]


def test_a_run_keeps_its_moment_its_maker_and_when_it_ended(cast, lost, monkeypatch):
    ticks = iter(range(100, 1000, 10))
    monkeypatch.setattr(sweep, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    run = sweep.run(at=DUE, by=cast.admin)
    run.refresh_from_db()
    assert (run.at, run.started_at, run.by, run.figures) == (DUE, DUE, cast.admin, {"release": 3})
    # It asked the time for the decisions, for what was skipped, and for the end.
    assert run.finished_at == run.told_at == DUE + timedelta(seconds=30)
    assert Notice.objects.get().at == run.finished_at
    late = sweep.run(at=DUE, started_at=DUE + timedelta(hours=3))
    assert (late.at, late.started_at, late.by) == (DUE, DUE + timedelta(hours=3), None)


def test_batches_are_small_and_between_is_called_before_each(lost, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 2)
    held = []
    run = sweep.run(at=DUE, between=lambda this: held.append((this.pk, Ownership.objects.count())))
    assert held == [(run.pk, 3), (run.pk, 1)] and run.figures == {"release": 3}


def test_each_line_is_told_as_it_is_committed(lost, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 2)
    told = []
    sweep.run(at=DUE, tell_line=lambda line: told.append((line["customer"], line["owner"], Ownership.objects.count())))
    assert told == [(row.code, "rep", left) for row, left in zip(lost, (1, 1, 0), strict=True)]


def test_who_is_locked_is_passed_over_and_asked_once_more_waiting(lost, monkeypatch):
    asked = []

    def locking(**how):
        asked.append(how)
        return Customer.objects.exclude(pk__in=[row.pk for row in lost[1:]] if how["skip_locked"] else [])

    monkeypatch.setattr(sweep, "BATCH", 2)
    monkeypatch.setattr(sweep, "Customer", SimpleNamespace(objects=SimpleNamespace(select_for_update=locking)))
    monkeypatch.setattr(sweep.deadlines, "skip_locked", lambda: True)
    run = sweep.run(at=DUE)
    assert asked == [{"no_key": True, "skip_locked": skip} for skip in (True, True, False)]
    assert run.figures == {"release": 3} and SweepLine.objects.count() == 3


def test_where_the_database_cannot_pass_over_locks_it_waits(lost, monkeypatch):
    asked, honest = [], Customer.objects.select_for_update
    rows = SimpleNamespace(select_for_update=lambda **how: asked.append(how) or honest(**how))
    monkeypatch.setattr(sweep, "Customer", SimpleNamespace(objects=rows))
    monkeypatch.setattr(sweep.deadlines, "skip_locked", lambda: False)
    assert sweep.run(at=DUE).figures == {"release": 3}
    assert asked == [{"no_key": True, "skip_locked": False}]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_ends_the_run(lost, monkeypatch, error):
    def broken(*_given, **_known):
        raise error

    monkeypatch.setattr(sweep, "apply", broken)
    with pytest.raises(error):
        sweep.run(at=DUE)
    assert not SweepLine.objects.exists()


def test_a_poison_row_is_set_aside_once_although_it_was_left_to_be_asked_again(lost, monkeypatch):
    honest, poison = sweep.judge, lost[1].pk

    def judge(ids, *given, **known):
        if poison in ids:
            raise ValueError("poison")
        return honest(ids, *given, **known)

    noted = []
    monkeypatch.setattr(sweep, "judge", judge)
    monkeypatch.setattr(sweep, "log", SimpleNamespace(exception=lambda what, **of: noted.append((what, of))))
    run = sweep.run(at=DUE)
    assert run.figures == {"failed": 1, "release": 2}
    assert noted == [("sweep_row_failed", {"customer": poison, "run": run.pk})]
    assert [line.outcome for line in run.lines.order_by("customer_id")] == ["release", "failed", "release"]
    assert sweep._batch(run, [poison], sweep._Clock(DUE), sweep.PolicyBook(), run.figures, None) == []
    assert run.figures["failed"] == 2 and run.lines.count() == 3


def test_locked_ones_beside_a_poison_row_are_still_left_to_be_asked_again(lost, monkeypatch):
    ids = [row.pk for row in lost]
    monkeypatch.setattr(sweep, "_act", _act_of(poison=ids[0], locked=ids[2]))
    figures = {"failed": 0}
    run = sweep.SweepRun.objects.create(at=DUE, started_at=DUE)
    assert sweep._batch(run, ids, None, None, figures, None) == [ids[2]]
    assert sweep._batch(run, ids, None, None, figures, None, wait=True) == []
    assert figures == {"failed": 2}


def _act_of(poison, locked):
    def act(_run, ids, _clock, _book, _figures, _tell, wait):
        if poison in ids:
            raise ValueError("poison")
        return [] if wait else [pk for pk in ids if pk == locked]

    return act


@pytest.mark.req("D1")
def test_before_a_rotation_that_counts_slots_the_team_is_locked_and_nobody_else(cast, monkeypatch):
    locked = []
    monkeypatch.setattr(sweep, "lock_people", lambda ids: locked.append(set(ids)))
    rows = [customer(owner, since=START) for owner in (cast.solar_rep, cast.rep, cast.stranger)]
    later = START + timedelta(days=91)
    sweep.run(at=later)
    assert locked == [], "Solar counts no slots, the others pass nothing on"
    assert owner_of(rows[0]) == "solar_mate"
    version = PolicyVersion.objects.get(policy__key="solar")
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, "slots": 9}, decided_at=START)
    sweep._lock_teams([rows[0].pk], sweep.PolicyBook(), later)
    assert locked == [], "it is not due any more"
    Ownership.objects.filter(pk=rows[0].pk).update(release_at=later)
    sweep._lock_teams([rows[0].pk], sweep.PolicyBook(), later)
    sweep.run(at=later)
    assert locked == [{cast.solar_rep.pk, cast.solar_mate.pk, cast.solar_manager.pk}] * 2
    free = customer(cast.stranger, since=START)
    PolicyScope.objects.filter(department=cast.departments["direct"]).delete()
    sweep._lock_teams([free.pk], sweep.PolicyBook(), later)
    assert len(locked) == 2, "it is under no policy"


def test_deadlines_of_who_stays_are_put_right(cast, lost):
    kept = customer(cast.mate, since=DUE - timedelta(days=3))
    Ownership.objects.filter(pk=kept.pk).update(release_at=START)
    reminded = customer(cast.mate, since=START + timedelta(days=1))
    assert Ownership.objects.get(pk=reminded.pk).remind_at == DUE
    assert sweep.run(at=DUE).figures == {"release": 3, "skipped": 1, "remind": 1}
    assert Ownership.objects.get(pk=kept.pk).release_at == moment("2026-02-28 10:00")
    assert Ownership.objects.get(pk=reminded.pk).remind_at > DUE


@pytest.mark.req("Nd8")
def test_who_waits_for_a_review_and_is_due_for_nothing_else_is_not_judged_again(cast, monkeypatch):
    row = customer(cast.rep, since=START)
    for day in (2, 3, 4):
        followup(row, cast.rep, moment(f"2026-02-0{day} 09:00"), content="外出")
    at = moment("2026-02-04 11:00")
    assert sweep.run(at=at).figures == {"review": 1}
    monkeypatch.setattr(sweep, "judge", lambda *_given, **_known: pytest.fail("judged again"))
    assert sweep.run(at=at).figures == {}
