"""Nobody is ambushed: a change is told to everybody concerned, with its notice, and its deadlines stand beside the present ones."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from assignment.domain import deadlines
from assignment.domain.policies import versions
from assignment.domain.policies.announce import announce
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.reconcile import reconcile
from assignment.models import Policy, PolicyScope, PolicyVersion
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.notices.models import Notice
from crm_project.notices.presenters.letter import letter
from crm_project.notices.presenters.render import text
from customers.models import Ownership
from tests.assignment.test_versions import approved, shorter, sweep_lines
from tests.cast import NOW, customer, followup, moment, owner_of

pytestmark = pytest.mark.django_db


def coming(row):
    stored = Ownership.objects.get(pk=row.pk)
    return stored.coming_from, stored.coming_at


def told(person, kind="policy_change"):
    return [text(n.kind, n.params) for n in Notice.objects.filter(user=person, kind=kind)]


@pytest.mark.req("M15", "Nh7")
def test_on_approval_each_owner_hears_which_of_their_customers_move_to_which_day(cast):
    soon = customer(cast.stranger, since=NOW - timedelta(days=12), name="甲公司")
    late = customer(cast.stranger, since=NOW - timedelta(days=2), name="乙公司")
    approved(cast, shorter(10))
    assert coming(soon)[1] is None, "it falls under the present rule before the new one holds"
    assert coming(late) == (date(2026, 3, 9), moment("2026-03-10 10:00"))
    assert told(cast.stranger) == [
        "The rules of “Direct sales” change from 2026-03-09. 1 of your deadlines moves: 乙公司: 2026-03-15 → 2026-03-10"
    ]
    assert told(cast.direct_manager) == [
        "The rules of “Direct sales” change from 2026-03-09. None of your deadlines changes."
    ]
    assert told(cast.rep) == [], "another policy"


@pytest.mark.req("Nh7")
def test_it_is_told_once_by_mail_too_and_in_the_readers_language(cast):
    customer(cast.stranger, since=NOW - timedelta(days=2), name="乙公司")
    approved(cast, shorter(10))
    announce(at=NOW + timedelta(minutes=1))
    notices = list(Notice.objects.filter(user=cast.stranger, kind="policy_change"))
    assert len(notices) == 1
    assert "乙公司: 2026-03-15 → 2026-03-10" in letter(cast.stranger, notices).body
    with translation.override("zh-hans"):
        assert "直销名额" in told(cast.stranger)[0] and "乙公司" in told(cast.stranger)[0]


@pytest.mark.req("M15")
def test_approved_late_it_holds_later_and_both_sides_are_told(cast):
    version = versions.save_draft(
        policy=Policy.objects.get(key="direct"), body=shorter(), note="", by=cast.direct_manager, at=NOW
    )
    ask = versions.submit_draft(
        version_id=version.pk, holds_from=date(2026, 3, 9), reason="faster", by=cast.direct_manager, at=NOW
    )
    decide(request_id=ask.pk, by=cast.general_manager, approve=True, decision="", at=NOW + timedelta(days=3))
    assert PolicyVersion.objects.get(pk=version.pk).holds_from == date(2026, 3, 12)
    for person in (cast.general_manager, cast.direct_manager):
        assert told(person, "policy_date_moved") == [
            "“Direct sales” changes from 2026-03-12, not from 2026-03-09: the policy requires this notice period after the approval."
        ]


@pytest.mark.req("M15")
def test_the_notice_is_a_number_of_the_policy_in_force_not_of_the_draft(cast):
    approved(cast, {**shorter(12), "notice_days": 2})
    after = moment("2026-03-09 09:00")
    assert approved(cast, shorter(11), holds_from=date(2026, 3, 11), at=after).holds_from == date(2026, 3, 11)


@pytest.mark.req("M15")
def test_a_dry_run_of_a_coming_day_knows_the_versions_that_hold_by_then(cast):
    rows = [customer(cast.stranger, since=NOW - timedelta(days=n)) for n in range(8)]
    approved(cast, shorter(5))
    day = moment("2026-03-10 10:00")
    foretold = sweep.preview(day)
    assert len(foretold) == 8, "all of them, though the stored deadlines name one"
    assert Ownership.objects.filter(release_at__lte=day).count() == 1
    assert sweep_lines(day) == foretold
    assert {owner_of(row) for row in rows} == {None}


@pytest.mark.req("M15")
def test_a_day_on_which_the_machine_was_off_is_made_up_for(cast):
    row = customer(cast.stranger, since=NOW)
    approved(cast, shorter(5))
    assert versions.take_effect(at=moment("2026-03-11 08:00")) == 1
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-03-10 10:00")
    assert versions.take_effect(at=moment("2026-03-11 08:01")) == 0
    assert not PolicyVersion.objects.filter(status="approved", applied_at__isnull=True).exists()
    assert not PolicyScope.objects.filter(applied_at__isnull=True).exists()


def test_the_coming_deadline_follows_the_work_and_ends_with_the_change(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=3))
    approved(cast, shorter(10, key="tracking"), key="tracking")
    assert coming(row) == (date(2026, 3, 9), moment("2026-03-10 10:00"))
    followup(row, cast.rep, NOW + timedelta(days=2))
    assert coming(row) == (date(2026, 3, 9), moment("2026-03-14 10:00"))
    assert reconcile(at=NOW + timedelta(days=2))[1] == 0
    versions.take_effect(at=moment("2026-03-09 00:01"))
    assert coming(row) == (None, None)
    assert reconcile(at=moment("2026-03-09 00:02"))[1] == 0


@pytest.mark.req("Z17")
def test_list_countdown_and_calendar_show_the_coming_deadline_at_once(cast, clock, signed_in):
    row = customer(cast.stranger, since=NOW - timedelta(days=2), name="乙公司")
    approved(cast, shorter(10))
    client, words = signed_in(cast.stranger), "from March 9 by the new rule: March 10"
    assert words in client.get(reverse("customers:list")).content.decode()
    assert words in client.get(reverse("customers:detail", args=[row.pk])).content.decode()
    assert words in client.get(reverse("assignment:why", args=[row.pk])).content.decode()
    assert words in client.get(reverse("assignment:slots")).content.decode()
    assert words in client.get(reverse("home")).content.decode()
    asks = reverse("assignment:extension", args=[row.pk])
    assert words in client.get(asks).content.decode(), "who asks for an extension"
    client.post(asks, {"days": "3", "reason": "a visit is agreed"})
    request = Request.objects.get(kind="extension")
    page = signed_in(request.decider).get(reverse("approvals:request", args=[request.pk])).content.decode()
    assert words in page, "and who decides on it"
    client = signed_in(cast.stranger)
    month = client.get(reverse("activities:calendar"), {"month": "2026-03"}).content.decode()
    assert "Deadline under the rule from 2026-03-09: 乙公司" in month and "Deadline: 乙公司" in month


@pytest.mark.req("Nh7")
def test_the_page_of_a_version_shows_a_rep_what_changed_and_what_moves(cast, clock, signed_in):
    row = customer(cast.stranger, since=NOW - timedelta(days=2), name="乙公司")
    version = approved(cast, shorter(10))
    page = reverse("assignment:policy_version", args=[version.policy_id, version.number])
    shown = signed_in(cast.stranger).get(page).content.decode()
    for words in (
        "15 days after",
        "10 days after",
        "2026-03-15 10:00",
        "2026-03-10 10:00",
        row.name,
        "General Manager",
    ):
        assert words in shown
    assert page in signed_in(cast.stranger).get(reverse("assignment:policy", args=[version.policy_id])).content.decode()
    assert signed_in(cast.rep).get(page).status_code == 404, "another policy"
    draft = versions.save_draft(policy=version.policy, body=shorter(9), note="", by=cast.direct_manager, at=NOW)
    hidden = reverse("assignment:policy_version", args=[draft.policy_id, draft.number])
    assert signed_in(cast.stranger).get(hidden).status_code == 404, "not approved"


def test_an_entered_customer_has_its_coming_deadline_from_the_start(cast):
    approved(cast, shorter(10))
    row = customer(cast.stranger, since=NOW)
    stored = Ownership.objects.get(pk=row.pk)
    assert stored.coming_at == moment("2026-03-12 10:00")
    assert deadlines.refresh([row.pk], at=NOW) == 0
