"""What there is to watch of the running system, on the status page and for Prometheus."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from assignment.domain.sweep import run
from assignment.tasks import run_reconcile
from crm_project import catalogue
from crm_project.notices.models import Notice
from crm_project.ops import health, heartbeats, outbox
from crm_project.ops.models import Alarm, WaitingTask

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh4"), pytest.mark.both]
TOKEN = "a-token-of-the-watch"


@pytest.fixture(autouse=True)
def no_worker_answers(monkeypatch):
    """No worker runs beside these tests; the queue itself is the real one."""
    monkeypatch.setattr(health.app.control, "ping", lambda **_: [])


def stands(key):
    line = {line.key: line for line in catalogue.status_lines()}[key]
    return line.look(timezone.now())


def test_a_new_system_is_well(cast):
    found = {line.key: line.look(timezone.now()) for line in catalogue.status_lines()}
    assert all(one.well and one.text for one in found.values())
    assert found["pending_migrations"].number == found["mails_waiting"].number == 0
    assert {"version", "tasks_waiting", "disk_free_bytes", "last_sweep_timestamp_seconds"} < set(found)


def test_changes_of_the_database_that_are_not_made_are_counted(monkeypatch):
    monkeypatch.setattr("crm_project.ops.status.MigrationExecutor.migration_plan", lambda self, leaves: [1, 2])
    found = stands("pending_migrations")
    assert not found.well and found.number == 2 and found.text == "2 changes of the database are missing"


def test_a_task_that_cannot_be_sent_is_not_well_after_a_quarter_of_an_hour():
    WaitingTask.objects.create(id=uuid4(), task="ops.heartbeat", args=[], kwargs={}, at=timezone.now())
    assert stands("tasks_waiting").well
    WaitingTask.objects.update(at=timezone.now() - timedelta(minutes=16))
    found = stands("tasks_waiting")
    assert not found.well and found.number >= 1 and "the oldest for 16 min" in found.text
    assert outbox.oldest() is not None


def test_mails_that_no_server_takes_are_seen(cast):
    cast.rep.email, cast.rep.digest = "rep@example.com", "each"
    cast.rep.save()
    Notice.objects.create(user=cast.rep, kind="x", at=timezone.now())
    assert stands("mails_waiting").well
    Notice.objects.update(at=timezone.now() - timedelta(hours=2))
    found = stands("mails_waiting")
    assert not found.well and found.number == 1


def test_a_release_run_that_is_late_and_deadlines_that_differed_are_seen(cast, monkeypatch):
    at = timezone.now()
    run.run(at=at, started_at=at)
    assert stands("last_sweep_timestamp_seconds").well
    run.SweepRun.objects.update(finished_at=at - timedelta(hours=2))
    assert not stands("last_sweep_timestamp_seconds").well
    run_reconcile()
    assert stands("deadline_differences").text == "no difference"
    monkeypatch.setattr("assignment.tasks.reconcile", lambda at: (9, 3))
    run_reconcile()
    found = stands("deadline_differences")
    assert not found.well and found.number == 3


def test_the_page_shows_each_with_what_to_do(cast, signed_in, monkeypatch):
    monkeypatch.setattr("crm_project.ops.status.MigrationExecutor.migration_plan", lambda self, leaves: [1])
    page = signed_in(cast.admin).get(reverse("ops:system")).text
    assert "1 change of the database is missing" in page and "run manage.py migrate" in page


@pytest.mark.parametrize("token", ["", TOKEN])
def test_nobody_reads_the_figures_without_the_token(client, settings, token):
    settings.HEALTH_TOKEN = token
    for given in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer other"}):
        assert client.get("/metrics", headers=given).status_code == 404, given


def test_the_figures_are_read_by_prometheus(client, settings, monkeypatch):
    settings.HEALTH_TOKEN = TOKEN
    heartbeats.record("sums", "ok")
    Alarm.objects.create(name="backup", since=timezone.now())
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for line in (
        'crm_up{part="database"} 1.0',
        'crm_up{part="worker"} 0.0',
        'crm_check_ok{check="sums"} 1.0',
        'crm_status_ok{line="pending_migrations"} 1.0',
        "crm_mails_waiting 0.0",
        "crm_alarms 1.0",
    ):
        assert line in lines

    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr(heartbeats, "last_seen", gone)
    lines = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text.splitlines()
    assert 'crm_up{part="database"} 0.0' in lines and not [line for line in lines if line.startswith("crm_alarms")]
