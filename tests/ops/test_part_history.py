"""When parts of the system failed, for how long, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from crm_project.notices.models import Notice
from crm_project.ops import health, part_history
from crm_project.ops.models import Alarm, PartChange
from crm_project.ops.part_history import Interruption, interruptions, lasted, watch_parts
from crm_project.ops.parts import MEANS, PARTS

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh4")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def report(monkeypatch):
    """What the health check says, to be changed by the story."""
    said = dict.fromkeys(PARTS, health.OK)
    monkeypatch.setattr(health, "report", lambda: dict(said))
    return said


@pytest.fixture
def begin():
    return timezone.now() - timedelta(days=2)


def watched(begin, minutes):
    for n in minutes:
        assert watch_parts(at=begin + n * MINUTE)


def told():
    return list(Notice.objects.filter(kind__startswith="part_").order_by("pk").values_list("kind", "user__username"))


def test_a_failure_is_noted_told_once_it_lasts_and_once_it_is_over(
    cast, report, begin, django_capture_on_commit_callbacks
):
    cast.admin.email = "admin@crm.example"
    cast.admin.save(update_fields=["email"])
    with django_capture_on_commit_callbacks(execute=True):
        watched(begin, range(3))
        report["worker"] = "not seen since yesterday"
        watched(begin, range(3, 5))
        assert told() == [], "a restart is no alarm"
        watched(begin, range(5, 9))
        assert told() == [("part_alarm", "admin")] and Alarm.objects.get().name == "part:worker"
        report["worker"] = health.BUSY
        watched(begin, range(9, 12))
    assert told() == [("part_alarm", "admin"), ("part_over", "admin")] and not Alarm.objects.exists()
    assert [one.subject for one in mail.outbox] == [
        "A part of the system has failed",
        "A part of the system is well again",
    ]
    assert "Background work: not seen since yesterday" in mail.outbox[0].body
    found = interruptions(begin - timedelta(days=28))
    assert found["worker"] == [Interruption(begin + 3 * MINUTE, begin + 9 * MINUTE, "not seen since yesterday")]
    assert lasted(found["worker"], begin, begin + timedelta(days=1)) == 6 * MINUTE
    assert PartChange.objects.count() == len(PARTS) + 2, "only changes are noted"


def test_of_two_that_watch_one_has_nothing_to_do(report, begin):
    assert watch_parts(at=begin)
    assert not watch_parts(at=begin + timedelta(seconds=5))
    assert watch_parts(at=begin + MINUTE)


def test_the_time_in_which_nobody_watched_is_an_interruption_of_everything(report, begin):
    watched(begin, (0, 1, 2, 30, 31))
    found = interruptions(begin - MINUTE)
    assert [(one.begin, one.end) for one in found["system"]] == [(begin + 2 * MINUTE, begin + 30 * MINUTE)]


def test_what_began_before_and_what_still_lasts_count_for_their_part(report, begin):
    report["disk"] = "full"
    watched(begin, (0, 1))
    later = begin + timedelta(hours=1)
    found = interruptions(later)["disk"]
    assert found == [Interruption(begin, None, "full")]
    assert lasted(found, later, later + timedelta(minutes=30)) == timedelta(minutes=30)


def test_old_changes_go_but_the_last_of_each_part(report, begin):
    long_ago = begin - timedelta(days=100)
    for n in range(3):
        report["disk"] = "full" if n % 2 else health.OK
        assert watch_parts(at=long_ago + n * MINUTE)
    part_history.forget_old(at=begin)
    assert set(PartChange.objects.values_list("part", flat=True)) == set(PARTS)
    assert PartChange.objects.get(part="disk").at == long_ago + 2 * MINUTE


def test_the_page_says_what_each_part_is_for_how_often_it_failed_and_what_to_do(cast, signed_in, report):
    report["queue"] = "failed: connection refused"
    now = timezone.now()
    for n in range(5, 0, -1):
        watch_parts(at=now - n * MINUTE)
    page = signed_in(cast.admin).get("/system/").text
    assert all(str(text) in page for text in MEANS.values())
    assert "1 interruption in 30 days, 5 min" in page and "still" in page
    assert "Queue: failed: connection refused" in page, "the alarm"


def test_the_page_asks_as_much_for_one_interruption_as_for_many(cast, signed_in, queries, report):
    signed_in(cast.admin)
    now = timezone.now()
    rows = [
        PartChange(part="queue", state="gone" if n % 2 else "", at=now - timedelta(hours=200 - n)) for n in range(200)
    ]
    PartChange.objects.bulk_create(rows[:2])
    few = queries("/system/")
    PartChange.objects.bulk_create(rows[2:])
    assert queries("/system/") == few <= 20
