"""What runs by itself: the timetable names tasks that exist, and each does its work when called."""

import pytest
from django.db import OperationalError

from assignment import tasks
from assignment.domain.sweep import run as sweep
from assignment.models import ForecastJob, Policy, SweepRun
from assignment.rules.policy import NEVER
from crm_project.celery import app
from crm_project.notices.models import Notice
from crm_project.timetable import TIMETABLE
from customers.models import Ownership
from tests.cast import NOW, customer, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_every_entry_of_the_timetable_names_a_task_that_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in TIMETABLE.values()} <= set(app.tasks)


@pytest.mark.req("Z13", "D2")
def test_the_sweep_acts_on_what_is_due_now(cast, clock):
    row = customer(cast.rep, since=moment("2026-02-20 09:00"))
    clock.move_to(moment("2026-03-07 09:59"))
    tasks.run_sweep()
    assert owner_of(row) == "rep"
    clock.move_to(moment("2026-03-07 10:00"))
    tasks.run_sweep()
    assert owner_of(row) is None
    tasks.run_sweep()
    assert SweepRun.objects.count() == 3


@pytest.mark.req("Ng6")
def test_a_failing_row_is_told_to_the_admins_once(cast, monkeypatch):
    customer(cast.rep, since=moment("2026-02-01 09:00"))

    def poison(*args):
        raise ValueError("poison")

    monkeypatch.setattr(sweep, "apply", poison)
    tasks.run_sweep()
    notice = Notice.objects.get(kind="sweep_failed")
    assert notice.user == cast.admin and notice.params["n"] == 1 and "outcome=failed" in notice.url


def test_a_database_that_restarts_makes_the_sweep_come_again(cast, monkeypatch):
    monkeypatch.setattr(
        sweep, "run", lambda **kw: (_ for _ in ()).throw(OperationalError("the database system is shutting down"))
    )
    assert OperationalError in tasks.run_sweep.autoretry_for and tasks.run_sweep.retry_backoff


@pytest.mark.req("Ng6")
def test_drift_is_mended_and_told(cast):
    row = customer(cast.rep)
    Ownership.objects.filter(pk=row.pk).update(release_at=NEVER)
    assert tasks.run_reconcile() == (1, 1)
    assert Notice.objects.get(kind="reconcile_drift").user == cast.admin
    assert tasks.run_reconcile() == (1, 0)


def test_old_forecasts_are_forgotten(cast):
    policy = Policy.objects.first()
    for at in (moment("2026-01-01 09:00"), NOW):
        ForecastJob.objects.create(policy=policy, body={}, at=at, until=at)
    tasks.run_reconcile()
    assert ForecastJob.objects.get().at == NOW


def test_the_first_run_of_a_day_catches_up_with_policies_that_hold_from_today(cast, clock):
    from datetime import date

    from assignment.models import PolicyScope

    row = customer(cast.rep)
    PolicyScope.objects.create(
        department=cast.departments["sales"],
        policy=Policy.objects.get(key="stages"),
        holds_from=date(2026, 3, 5),
        set_at=NOW,
    )
    clock.move_to(moment("2026-03-05 09:00"))
    tasks.run_sweep()
    assert Ownership.objects.get(pk=row.pk).rule == "stage_term"
