"""Late decisions are chased once a day, and the next level hears of the very late ones."""

from datetime import timedelta

import pytest

from assignment.domain.ownership import extend
from crm_project.approvals import tasks
from crm_project.approvals.domain import chasing, requests
from crm_project.notices.models import Notice
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def asked(cast):
    row = customer(cast.rep)
    return extend.ask_extension(customer_id=row.pk, days=3, reason="nearly signed", by=cast.rep, at=NOW)


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_what_is_in_time_is_left_alone(cast):
    asked(cast)
    assert chasing.chase(at=NOW + timedelta(hours=47)) == 0


def test_an_overdue_decision_is_reminded_of_once_a_day(cast):
    asked(cast)
    late = NOW + timedelta(days=2, hours=1)
    assert chasing.chase(at=late) == 1
    assert chasing.chase(at=late + timedelta(hours=1)) == 0
    assert told("request_overdue") == ["manager"]
    assert chasing.chase(at=late + timedelta(hours=24)) == 1
    assert told("request_overdue") == ["manager", "manager"]


def test_the_stand_in_is_reminded_too(cast):
    asked(cast)
    late = NOW + timedelta(days=2, hours=1)
    cast.manager.stand_in, cast.manager.away_from = cast.director, late.date()
    cast.manager.save()
    chasing.chase(at=late)
    assert told("request_overdue") == ["director", "manager"]


def test_a_very_late_one_reaches_the_next_level_once(cast):
    asked(cast)
    for days in (5, 6, 7):
        chasing.chase(at=NOW + timedelta(days=days, hours=1))
    assert told("request_escalated") == ["director"]


def test_a_decided_one_is_not_chased(cast):
    ask = asked(cast)
    requests.decide(request_id=ask.pk, by=cast.manager, approve=True, decision="", at=NOW)
    assert chasing.chase(at=NOW + timedelta(days=9)) == 0


def test_the_task_chases(cast, clock):
    asked(cast)
    clock.move_to(NOW + timedelta(days=3))
    assert tasks.chase() == 1
