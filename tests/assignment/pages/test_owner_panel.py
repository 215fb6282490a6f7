"""The head of the customer page: owner, countdown, and only the verbs this person may use."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignment.domain import collaborators
from assignment.domain.ownership import extend
from assignment.presenters import owner_panel
from customers.models import Ownership
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def names(row, person):
    ownership = Ownership.objects.filter(pk=row.pk).select_related("owner", "department").first()
    return [a["url"].strip("/").split("/")[-1] for a in owner_panel.panel(row, ownership, person, NOW)["verbs"]]


def test_the_owner_may_extend_share_write_and_give_up(cast):
    row = customer(cast.stages_rep)
    assert names(row, cast.stages_rep) == ["intent", "extension", "collaborators", "letter", "give-up"]


def test_what_was_asked_for_is_shown_and_not_offered_again(cast, signed_in):
    row = customer(cast.stranger)
    extend.ask_extension(customer_id=row.pk, days=3, reason="nearly signed", by=cast.stranger, at=NOW)
    assert "extension" not in names(row, cast.stranger)
    text = signed_in(cast.stranger).get(reverse("customers:detail", args=[row.pk])).content.decode()
    assert "Extension: waiting for a decision" in text


def test_a_manager_transfers_and_releases(cast):
    assert names(customer(cast.rep), cast.manager) == ["transfer", "collaborators", "letter", "release"]


def test_a_colleague_may_query_and_report_a_conflict(cast):
    row = customer(cast.rep)
    assert names(row, cast.mate) == ["validity", "conflict", "cooperation"]
    collaborators.register_collaborator(customer_id=row.pk, user=cast.mate, note="", by=cast.rep, at=NOW)
    assert names(row, cast.mate) == ["conflict"], "a collaborator does not query"


def test_a_reader_does_nothing(cast):
    assert names(customer(cast.rep), cast.finance) == []


def test_in_the_pool_one_claims_or_reads_why_not(cast, signed_in):
    row = customer(department=cast.departments["sales"])
    assert names(row, cast.rep) == ["claim"]
    for _ in range(15):
        customer(cast.stranger)
    full = customer(department=cast.departments["direct"])
    assert names(full, cast.stranger) == []
    text = signed_in(cast.stranger).get(reverse("customers:detail", args=[full.pk])).content.decode()
    assert "All 15 slots of Stranger are taken" in text and f"claim={full.pk}" in text


@pytest.mark.req("D2", "Z17")
def test_the_page_leads_with_the_countdown_and_its_reason(cast, signed_in):
    row = customer(cast.stranger, since=moment("2026-02-20 09:00"))
    text = signed_in(cast.stranger).get(reverse("customers:detail", args=[row.pk])).content.decode()
    assert "until 2026-03-07 10:00" in text and "days left" in text
    assert "15 days after the claim without a contract" in text and reverse("assignment:why", args=[row.pk]) in text


@pytest.mark.req("D2")
@pytest.mark.parametrize(
    ("since", "number", "unit", "until"),
    [
        ("2026-01-20 09:00", "26", "days overdue", "due since 2026-02-04 10:00"),
        ("2026-02-14 09:00", "1", "day overdue", "due since 2026-03-01 10:00"),
        ("2026-02-15 09:00", "10:00", "today", "until 2026-03-02 10:00"),
    ],
)
def test_what_is_overdue_says_since_when(cast, signed_in, since, number, unit, until):
    row = customer(cast.stranger, since=moment(since))
    ownership = Ownership.objects.select_related("owner", "department").get(pk=row.pk)
    held = owner_panel.panel(row, ownership, cast.stranger, NOW)["held"]
    assert (held["days"], held["unit"]) == (number, unit) and held["until"].startswith(until)


def test_an_owned_customer_costs_few_queries(cast):
    row = customer(cast.rep)
    ownership = Ownership.objects.select_related("owner", "department").get(pk=row.pk)
    with CaptureQueriesContext(connection) as captured:
        owner_panel.panel(row, ownership, cast.rep, NOW)
    assert len(captured) <= 5, [q["sql"][:120] for q in captured]


@pytest.mark.req("M13")
@pytest.mark.parametrize("fields", [{"vip": True}, {"level": "core"}])
def test_an_important_new_customer_wants_a_second_colleague(cast, fields):
    row = customer(cast.rep, **fields)

    def tags(one):
        ownership = Ownership.objects.select_related("owner", "department").get(pk=one.pk)
        return [str(label) for label, _tone in owner_panel.panel(one, ownership, cast.rep, NOW)["held"]["tags"]]

    assert tags(row) == ["important: a second colleague should be in contact"]
    assert tags(customer(cast.rep)) == [] == tags(customer(cast.rep, stage="official", **fields))
    collaborators.register_collaborator(customer_id=row.pk, user=cast.mate, note="", by=cast.rep, at=NOW)
    assert tags(row) == []
