"""`/healthz` says 200 when all is alive, and else which part is not."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from crm_project.ground import health, signs
from crm_project.ground.models import Heartbeat
from crm_project.ground.tasks import heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh4")]


@pytest.fixture(autouse=True)
def no_worker_answers(monkeypatch):
    """No worker runs beside these tests; the queue itself is the real one."""
    monkeypatch.setattr(health.app.control, "ping", lambda **_: [])


def culprits(client, status):
    """What the answer names, having checked its status."""
    response = client.get("/healthz")
    assert response.status_code == status
    assert response["Cache-Control"].startswith("max-age=0")
    return response.json()["culprits"]


def test_all_is_well_after_signs_of_worker_and_beat(client):
    heartbeat()
    signs.show("beat")
    assert culprits(client, 200) == []
    assert set(client.get("/healthz").json()["parts"].values()) == {"ok"}


def test_a_server_that_never_saw_its_worker_and_beat_names_both(client):
    assert culprits(client, 503) == ["worker", "beat"]


@pytest.mark.parametrize(("silent", "alive"), [("worker", "beat"), ("beat", "worker")])
def test_a_part_silent_for_more_than_a_minute_is_named(client, silent, alive):
    signs.show(silent)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        signs.show(alive)
        assert culprits(client, 503) == [silent]


def test_a_worker_at_long_tasks_is_alive_if_it_answers(client, monkeypatch):
    signs.show("beat")
    monkeypatch.setattr(health.app.control, "ping", lambda **_: [{"worker": {"ok": "pong"}}])
    assert culprits(client, 200) == []
    assert client.get("/healthz").json()["parts"]["worker"] == "busy"


def test_a_lost_database_is_named(client, monkeypatch):
    def fail():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(signs, "last_seen", fail)
    assert culprits(client, 503) == ["database", "worker", "beat"]
    assert client.get("/healthz").json()["parts"]["database"] == "failed: connection refused"


def test_a_queue_folder_that_is_gone_is_named(client, settings, tmp_path):
    heartbeat()
    signs.show("beat")
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}
    assert culprits(client, 503) == ["queue"]


@pytest.mark.redis
def test_a_redis_that_is_gone_is_named(client, monkeypatch):
    heartbeat()
    signs.show("beat")
    from kombu import Connection

    monkeypatch.setattr(health.app, "connection_for_write", lambda: Connection("redis://127.0.0.1:1/0"))
    assert culprits(client, 503) == ["queue"]


def test_a_sign_replaces_the_one_before():
    for _ in range(3):
        signs.show("worker")
    assert Heartbeat.objects.count() == 1


def test_the_check_needs_no_signing_in_and_says_it_in_two_queries_at_most(client, django_assert_max_num_queries):
    signs.show("worker")
    signs.show("beat")
    with django_assert_max_num_queries(2):
        client.get("/healthz")
