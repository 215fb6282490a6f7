"""`/healthz` says 200 when all is alive, and else which part is not."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from crm_project.ops import health, heartbeats
from crm_project.ops.models import Heartbeat
from crm_project.ops.tasks import heartbeat, heartbeat_files

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
    heartbeat_files()
    heartbeats.beat("beat")
    assert culprits(client, 200) == []
    assert set(client.get("/healthz").json()["parts"].values()) == {"ok"}


def test_a_server_that_never_saw_its_worker_and_beat_names_both(client):
    assert culprits(client, 503) == ["worker", "files", "beat"]


@pytest.mark.parametrize("silent", ["worker", "files", "beat"])
def test_a_part_silent_for_more_than_a_minute_is_named(client, silent):
    heartbeats.beat(silent)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        for alive in {"worker", "files", "beat"} - {silent}:
            heartbeats.beat(alive)
        assert culprits(client, 503) == [silent]


@pytest.mark.parametrize(
    ("long_at_it", "name", "other"), [("worker", "celery@host", "files"), ("files", "files@host", "worker")]
)
def test_a_worker_at_long_tasks_is_alive_if_it_answers_and_not_if_the_other_one_does(
    client, monkeypatch, long_at_it, name, other
):
    heartbeats.beat("beat")
    heartbeats.beat(other)
    monkeypatch.setattr(health.app.control, "ping", lambda **_: [{name: {"ok": "pong"}}])
    assert culprits(client, 200) == []
    assert client.get("/healthz").json()["parts"][long_at_it] == "busy"
    Heartbeat.objects.all().delete()
    heartbeats.beat("beat")
    heartbeats.beat(long_at_it)
    assert culprits(client, 503) == [other]


def test_a_lost_database_is_named(client, monkeypatch):
    def fail():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(heartbeats, "last_seen", fail)
    assert culprits(client, 503) == ["database", "worker", "files", "beat"]
    assert client.get("/healthz").json()["parts"]["database"] == "failed: connection refused"


def test_a_queue_folder_that_is_gone_is_named(client, settings, tmp_path):
    heartbeat()
    heartbeat_files()
    heartbeats.beat("beat")
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}
    assert culprits(client, 503) == ["queue"]


@pytest.mark.redis
def test_a_redis_that_is_gone_is_named(client, monkeypatch):
    heartbeat()
    heartbeat_files()
    heartbeats.beat("beat")
    from kombu import Connection

    monkeypatch.setattr(health.app, "connection_for_write", lambda: Connection("redis://127.0.0.1:1/0"))
    assert culprits(client, 503) == ["queue"]


@pytest.mark.parametrize(
    "stranger",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"HTTP_FORWARDED": "for=203.0.113.7"},
        {"HTTP_AUTHORIZATION": "Bearer guessed", "REMOTE_ADDR": "203.0.113.7"},
    ],
)
def test_a_stranger_hears_yes_or_no(client, settings, stranger):
    settings.HEALTH_TOKEN = "known-to-the-watchman"
    answer = client.get("/healthz", **stranger)
    assert (answer.status_code, answer.json()) == (503, {"status": "failing"})
    heartbeat()
    heartbeat_files()
    heartbeats.beat("beat")
    answer = client.get("/healthz", **stranger)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_behind_a_proxy_nobody_is_local(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert set(client.get("/healthz").json()) == {"status"}


def test_the_holder_of_the_token_hears_all_from_anywhere(client, settings):
    settings.HEALTH_TOKEN = "known-to-the-watchman"
    stranger = {"REMOTE_ADDR": "203.0.113.7", "headers": {"Authorization": "Bearer known-to-the-watchman"}}
    assert client.get("/healthz", **stranger).json()["culprits"] == ["worker", "files", "beat"]


def test_without_a_token_an_empty_one_opens_nothing(client, settings):
    settings.HEALTH_TOKEN = ""
    answer = client.get("/healthz", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer "})
    assert set(answer.json()) == {"status"}


def test_who_watches_needs_no_host_name_and_no_https(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["crm.example.com"], True
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 503
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_a_queue_that_stands_still_is_named_though_its_worker_answers(client, monkeypatch):
    heartbeats.beat("worker")
    heartbeats.beat("files")
    answers = [{"celery@host": {"ok": "pong"}}, {"files@host": {"ok": "pong"}}]
    monkeypatch.setattr(health.app.control, "ping", lambda **_: answers)
    for minutes, found in ((2, []), (6, ["queue"])):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            heartbeats.beat("beat")
            assert culprits(client, 503 if found else 200) == found


@pytest.mark.parametrize(("minutes", "found"), [(20, []), (31, ["queue"])])
def test_one_file_may_take_its_time_but_not_for_ever(client, monkeypatch, minutes, found):
    heartbeats.beat("files")
    monkeypatch.setattr(health.app.control, "ping", lambda **_: [{"files@host": {"ok": "pong"}}])
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        heartbeats.beat("beat")
        heartbeats.beat("worker")
        assert culprits(client, 503 if found else 200) == found


def test_a_load_balancer_asks_for_what_a_page_needs(client):
    assert client.get("/healthz?only=web,database,disk").status_code == 200
    assert client.get("/healthz?only=web,worker").status_code == 503


def test_a_full_disk_is_named(client, settings):
    heartbeat()
    heartbeat_files()
    heartbeats.beat("beat")
    settings.DISK_FREE_MB = 10**9
    assert culprits(client, 503) == ["disk"]


def test_a_sign_replaces_the_one_before():
    for _ in range(3):
        heartbeats.beat("worker")
    assert Heartbeat.objects.count() == 1


def test_the_check_needs_no_signing_in_and_says_it_in_two_queries_at_most(client, django_assert_max_num_queries):
    heartbeats.beat("worker")
    heartbeats.beat("beat")
    with django_assert_max_num_queries(2):
        client.get("/healthz")
