"""Another policy over a department: what it would do is read before anything is decided, and only who lives by it hears of it (rows M15, Nh7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain.access import to_check
from assignment.domain.forecast import of_department
from assignment.domain.policies import requests, versions
from assignment.domain.policies.adjusted import create_adjusted
from assignment.models import Policy
from assignment.tasks import announce
from crm_project.approvals.domain.requests import decide
from crm_project.notices.models import Notice
from tests.cast import NOW, customer, followup

pytestmark = [pytest.mark.django_db, pytest.mark.req("M15")]


@pytest.fixture
def kept(cast):
    """A customer of Sales, kept by a follow-up that nobody checked."""
    row = customer(cast.rep, since=NOW - timedelta(days=40))
    followup(row, cast.rep, NOW - timedelta(days=1))
    return row


def checking(cast):
    policy = Policy.objects.get(key="tracking")
    return create_adjusted(policy, {"check": True, "late_hours": 24}, by=cast.admin, at=NOW)


def asked(cast, policy, department="sales"):
    return requests.ask_approval(department=cast.departments[department], policy=policy, by=cast.admin, at=NOW)


def page_of(row, client):
    return client.get(reverse("approvals:request", args=[row.pk]))


def test_whoever_approves_it_reads_who_would_lose_customers(cast, kept, clock, signed_in):
    row = asked(cast, checking(cast))
    page = page_of(row, signed_in(cast.general_manager))
    told = page.context["told"]
    assert told["forecast"]["headline"] == "1 customer's deadline becomes earlier, by 39.0 days on average."
    assert [rep[0] for rep in told["forecast"]["by_rep"]] == [str(cast.rep)]
    assert told["forecast"]["headline"] in page.content.decode().replace("&#x27;", "'")


def test_where_many_are_concerned_the_forecast_comes_a_minute_later(cast, kept, clock, signed_in, monkeypatch):
    monkeypatch.setattr(of_department, "AT_ONCE", 0)
    row = asked(cast, checking(cast))
    assert "forecast" not in row.evidence
    announce()
    announce()
    assert page_of(row, signed_in(cast.general_manager)).context["told"]["forecast"]["headline"]
    row.refresh_from_db()
    assert row.evidence["subject_zh"] and row.evidence["forecast"]["total"] == 1


def test_departments_with_a_choice_of_their_own_neither_count_nor_hear_of_it(cast, kept, clock, signed_in):
    solar = Policy.objects.get(key="solar")
    versions.put_under(
        department=cast.departments["east"], policy=solar, by=cast.general_manager, at=NOW, holds_from=None
    )
    Notice.objects.all().delete()
    customer(cast.east_rep)
    row = asked(cast, checking(cast))
    assert row.evidence["forecast"]["total"] == 1, "East has its own"
    decide(request_id=row.pk, by=cast.general_manager, approve=True, decision="", at=NOW + timedelta(days=9))
    heard = set(Notice.objects.filter(kind="policy_change").values_list("user", flat=True))
    assert cast.rep.pk in heard and cast.east_rep.pk not in heard


@pytest.mark.req("Nf11")
def test_what_was_written_before_can_be_checked_before_the_check_is_in_force(cast, kept, clock):
    assert not to_check(cast.manager, NOW).exists()
    row = asked(cast, checking(cast))
    decide(request_id=row.pk, by=cast.general_manager, approve=True, decision="", at=NOW)
    assert [entry.customer_id for entry in to_check(cast.manager, NOW)] == [kept.pk]
