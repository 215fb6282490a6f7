"""While Redis is gone pages go on, and what they send waits in a table until it is back."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from crm_project.accounts.tasks import mail_invitation
from crm_project.ops import cache, outbox, system
from crm_project.ops.leading import give_up, take_lead
from crm_project.ops.models import Lease, WaitingTask
from crm_project.ops.tasks import heartbeat

pytestmark = pytest.mark.django_db
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Pauses of a test before this one are over."""
    monkeypatch.setattr(outbox._Pause, "until", 0.0)
    monkeypatch.setattr(cache, "_asked_again_at", 0.0)


@pytest.fixture
def gone(settings, monkeypatch):
    """No cache and no queue."""
    settings.CACHES = {"default": {"BACKEND": "crm_project.ops.cache.ForgivingRedisCache", "LOCATION": NOBODY}}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    tried = []

    def refuse(*args, **kwargs):
        tried.append(args)
        raise OperationalError("Connection refused")

    monkeypatch.setattr("celery.app.base.Celery.send_task", refuse)
    monkeypatch.setattr("celery.app.task.Task.apply_async", refuse)
    return tried


def test_pages_go_on_from_the_database(cast, client, gone):
    client.force_login(cast.admin)
    for name in ("home", "customers:list", "accounts:people", "accounts:profile"):
        assert client.get(reverse(name)).status_code == 200
    page = client.post(reverse("accounts:profile"), {"full_name": "Still here", "digest": "daily"}, follow=True)
    assert "Still here" in page.content.decode()
    client.logout()
    cast.admin.set_password("a-password-of-their-own")
    cast.admin.save()
    client.post(reverse("account_login"), {"login": "admin", "password": "a-password-of-their-own"})
    assert client.get(reverse("home")).status_code == 200


def test_a_cache_that_is_gone_holds_nothing_and_refuses_nothing(gone):
    held = caches["default"]
    held.set("a", 1)
    assert held.get("a", "none") == "none" and held.get_many(["a"]) == {} and not held.has_key("a")
    assert held.add("a", 1) is True and held.set_many({"a": 1}) == ["a"] and not held.delete("a")
    assert held.get_or_set("a", 5) == 5
    with pytest.raises(ValueError, match="not found"):
        held.incr("a")


def test_a_task_waits_in_the_table_and_is_sent_later(cast, gone, monkeypatch):
    sent = []
    first = mail_invitation.delay(cast.rep.pk, base="https://crm.example/")
    mail_invitation.delay(cast.mate.pk, base="https://crm.example/")
    assert len(gone) == 1, "for a few seconds pages do not try again"
    assert WaitingTask.objects.count() == 2
    assert "2 tasks are waiting to be sent" in next(
        p["note"] for p in system.context(timezone.now())["parts"] if str(p["name"]) == "Queue"
    )
    with pytest.raises(OperationalError):
        outbox.send_waiting()
    assert WaitingTask.objects.count() == 2, "what could not be sent stays"
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda self, *args, **more: sent.append((args, more)))
    assert outbox.send_waiting() == 2 and not WaitingTask.objects.exists()
    assert sent[0] == (
        ("accounts.mail_invitation", [cast.rep.pk], {"base": "https://crm.example/"}),
        {"task_id": first.id},
    )
    assert outbox.send_waiting() == 0


def test_what_comes_again_by_itself_is_not_kept(gone):
    with pytest.raises(OperationalError):
        heartbeat.apply_async(expires=60)
    with pytest.raises(OperationalError):
        heartbeat.apply_async(producer=object())
    assert not WaitingTask.objects.exists()


@pytest.mark.redis
def test_a_waiting_task_reaches_the_real_queue(cast):
    WaitingTask.objects.create(id=uuid.uuid4(), task="ops.heartbeat", at=timezone.now())
    assert outbox.send_waiting() == 1


def test_of_two_beats_one_leads_and_the_other_takes_over():
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        assert take_lead("one") and not take_lead("two")
        clock.shift(timedelta(seconds=15))
        assert take_lead("one") and not take_lead("two"), "each sign renews it"
        clock.shift(timedelta(seconds=21))
        assert take_lead("two") and not take_lead("one"), "one gave no sign for 20 seconds"
        give_up("two")
        assert take_lead("one")
    assert Lease.objects.count() == 1
