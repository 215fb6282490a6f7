"""The rhythm of contact by class, segment and line: which contacts reset it, where it is shown, who is reminded (Ni13, Ni14, Ni24)."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from assignment.domain.collaborators import register_collaborator
from assignment.domain.policies.lookup import SINCE_EVER
from assignment.models import Policy, PolicyScope, PolicyVersion
from assignment.rules.presets import PRESETS
from crm_project.notices.models import Notice
from crm_project.notices.presenters.render import text
from customers.domain import rhythm
from customers.domain.contact_due import contact_counts, due_of, late_ownerships
from customers.domain.contact_reminders import remind_owners
from customers.filters import listed
from customers.models import Ownership
from tests.cast import NOW, customer, followup
from tests.deals.world import deal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def ago(days):
    return NOW - timedelta(days=days)


def held(cast, days, *, lines=(), level="core", segment="direct", owner=None):
    """A customer held for so many days, with an open deal of each line."""
    row = customer(owner or cast.rep, since=ago(days), level=level, segment=segment)
    for line in lines:
        made = deal(row, owner or cast.rep)
        type(made).objects.filter(pk=made.pk).update(line=line)
    return row


def late(row, at=NOW):
    """Whether lists and counts say that the customer is overdue; the customer's own page must say the same."""
    found = late_ownerships(at).filter(pk=row.pk).exists()
    asked = due_of(row, Ownership.objects.get(pk=row.pk), at)
    assert found == bool(asked and asked[3] < at)
    return found


def live_under(department, **body):
    """The department lives under a policy with this body."""
    policy = Policy.objects.create(key="own", name="Own")
    PolicyVersion.objects.create(
        policy=policy, number=1, body=body, status="approved", holds_from=SINCE_EVER, drafted_at=NOW, decided_at=NOW
    )
    PolicyScope.objects.create(department=department, policy=policy, holds_from=SINCE_EVER, set_at=NOW)


@pytest.mark.req("Ni13")
@pytest.mark.parametrize(
    ("lines", "days"), [(["short"], 7), (["mid"], 14), (["long"], 14), ([], 14), (["mid", "short"], 7)]
)
def test_the_shortest_line_of_the_open_deals_says_how_often(cast, lines, days):
    row = held(cast, days, lines=lines)
    assert not late(row)
    assert late(row, NOW + timedelta(minutes=1))


@pytest.mark.req("Ni13")
def test_a_closed_deal_hurries_nobody(cast):
    row = held(cast, 10, lines=["short"])
    assert late(row)
    row.deals.update(status="won")
    assert not late(row)


@pytest.mark.req("Ni13", "Ni24")
def test_high_growth_is_monthly_and_distributors_and_ordinary_ones_have_no_numbers(cast):
    assert late(held(cast, 31, level="growth")) and not late(held(cast, 29, level="growth"))
    for segment, level in [("direct", "ordinary"), *(("distributor", x) for x in ("core", "growth", "ordinary"))]:
        assert not late(held(cast, 400, segment=segment, level=level, lines=["short"]))
        assert rhythm.USUAL[segment, level] == rhythm.Rhythm()
    assert late(held(cast, 20, segment=""))  # without a segment: a direct customer
    assert {(r["segment"], r["level"], r["n"], r["late"]) for r in contact_counts(NOW, owner=cast.rep.pk)} == {
        ("direct", "growth", 2, 1),
        ("direct", "core", 1, 1),
    }


@pytest.mark.req("Ni13", "Ni14")
@pytest.mark.parametrize(
    ("fields", "resets"),
    [
        ({}, True),
        ({"answered": False}, False),
        ({"content": "没找到人"}, False),
        ({"check_state": "rejected"}, False),
        ({"voided_at": NOW}, False),
    ],
)
def test_only_a_contact_that_counts_resets_it(cast, fields, resets):
    row = held(cast, 20)
    made = followup(row, cast.rep, ago(1), **{k: v for k, v in fields.items() if k != "voided_at"})
    if "voided_at" in fields:
        type(made).objects.filter(pk=made.pk).update(voided_at=NOW, voided_by=cast.manager)
        Ownership.objects.filter(pk=row.pk).update(contacted_at=None)
    assert late(row) is not resets


@pytest.mark.req("Ni13", "Ni14")
@pytest.mark.parametrize(
    ("fields", "resets"),
    [
        ({}, True),
        ({"answered": False}, False),
        ({"kind": "note"}, False),
        ({"check_state": "rejected"}, False),
        ({"kind": "email"}, True),
    ],
)
def test_where_the_policy_reads_no_follow_ups_an_attempt_does_not_reset_it_either(cast, fields, resets):
    live_under(cast.departments["sales"], **PRESETS["direct"])
    row = held(cast, 20)
    followup(row, cast.rep, ago(1), **fields)
    assert late(row) is not resets


@pytest.mark.req("Ni13", "Nf11")
def test_where_the_manager_checks_only_a_confirmed_contact_resets_it(cast):
    live_under(
        cast.departments["sales"], **PRESETS["direct"] | {"standard": PRESETS["direct"]["standard"] | {"check": True}}
    )
    row = held(cast, 20)
    made = followup(row, cast.rep, ago(1))
    assert late(row)
    type(made).objects.filter(pk=made.pk).update(check_state="confirmed")
    assert not late(row)


@pytest.mark.req("Ni13")
def test_a_registered_collaborators_contact_counts_a_strangers_does_not(cast):
    live_under(cast.departments["sales"], **PRESETS["direct"])
    row = held(cast, 20)
    followup(row, cast.mate, ago(1))
    assert late(row)
    register_collaborator(customer_id=row.pk, user=cast.mate, note="", by=cast.manager, at=ago(19))
    assert not late(row)


@pytest.mark.req("Ni13")
def test_list_and_customer_page_show_it(cast, signed_in):
    overdue, other = held(cast, 20), held(cast, 2)
    found = listed(cast.rep, QueryDict("overdue=on"), NOW)
    assert list(found) == [overdue]
    client = signed_in(cast.rep)
    shown = client.get(f"{reverse('customers:list')}?overdue=on").content.decode()
    assert overdue.name in shown and other.name not in shown and "Contact overdue" in shown
    page = client.get(reverse("customers:detail", args=[overdue.pk])).content.decode()
    assert "Contact due" in page and "every 14 days" in page and "overdue</span> by" in page
    assert (
        "Contact due"
        not in client.get(reverse("customers:detail", args=[held(cast, 20, segment="distributor").pk])).content.decode()
    )


@pytest.mark.req("Ni13")
def test_owners_are_reminded_of_what_became_overdue_and_on_mondays_of_all(cast):
    first, second = held(cast, 20), held(cast, 13.5, owner=cast.mate)
    assert remind_owners(at=NOW) == 1  # a Monday
    assert remind_owners(at=NOW + timedelta(hours=1)) == 1
    notice = Notice.objects.get(kind="contact_overdue")
    assert notice.user == cast.rep and notice.url.endswith("?overdue=on")
    with translation.override("en"):
        assert first.name in text(notice.kind, notice.params)
    assert remind_owners(at=NOW + timedelta(days=1)) == 1  # Tuesday: only what is new
    assert Notice.objects.filter(kind="contact_overdue").latest("id").params["names"] == [second.name]
