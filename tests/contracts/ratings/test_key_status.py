"""Key customers: set by the first such grade, decided by the manager when it changes; potential ones (rows T13-T17)."""

import pytest

from contracts.ratings.domain import key_account_care, key_status
from contracts.ratings.models import KeyStatus
from contracts.ratings.rules.quarters import Quarter
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW

from .company import Q, client, day, points, rate, signed, total

pytestmark = pytest.mark.django_db


def kind_of(row):
    return KeyStatus.objects.filter(customer=row).values_list("kind", flat=True).first()


def waiting():
    return Request.objects.filter(kind="key_customer", status="pending")


def refused(verb, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments, at=NOW)
    return refusal.value.code


@pytest.mark.req("T13")
def test_the_first_such_grade_makes_a_key_customer(cast, clock):
    key, ordinary = client(cast.rep), client(cast.rep)
    total(key, 80)
    total(ordinary, 60)
    rate()
    assert (kind_of(key), kind_of(ordinary), waiting().count()) == ("key", None, 0)


@pytest.fixture
def worsened(cast, clock):
    row = client(cast.rep)
    total(row, 80, Quarter(2025, 3))
    total(row, 60, Q)
    rate(Quarter(2025, 3))
    rate(Q)
    return row


@pytest.mark.req("T15")
def test_a_key_customer_whose_grade_worsens_comes_up_for_the_managers_decision(cast, worsened):
    asked = waiting().get()
    assert (asked.decider, asked.customer_id, asked.arguments["key"], kind_of(worsened)) == (
        cast.manager,
        worsened.pk,
        False,
        "key",
    )
    decide(request_id=asked.pk, by=cast.manager, approve=True, decision="", at=NOW)
    assert kind_of(worsened) == "ordinary"
    total(worsened, 85, Quarter(2026, 1))
    rate(Quarter(2026, 1))
    decide(request_id=waiting().get().pk, by=cast.manager, approve=True, decision="", at=NOW)
    assert kind_of(worsened) == "key", "and back"


@pytest.mark.req("T15")
def test_a_standing_that_the_manager_keeps_is_not_asked_again_for_that_quarter(cast, worsened):
    decide(request_id=waiting().get().pk, by=cast.manager, approve=False, decision="one bad quarter", at=NOW)
    assert kind_of(worsened) == "key"
    points(worsened, legal_standing=3)
    rate(Q)
    assert not waiting().exists()
    total(worsened, 60, Quarter(2026, 1))
    rate(Quarter(2026, 1))
    assert waiting().exists()


def test_a_question_that_the_next_grade_answers_is_withdrawn(cast, worsened):
    total(worsened, 90, Q)
    rate(Q)
    assert not waiting().exists() and kind_of(worsened) == "key"
    assert Request.objects.get(kind="key_customer").status == "obsolete"


def test_grading_an_older_quarter_again_moves_no_standing(cast, worsened):
    waiting().delete()
    points(worsened, Quarter(2025, 3), legal_standing=1)
    rate(Quarter(2025, 3))
    assert not waiting().exists()


def test_the_inbox_says_what_it_is_about(cast, worsened, signed_in):
    page = signed_in(cast.manager).get("/approvals/")
    assert "Make it an ordinary customer" in page.text and "Based on its grade of 2025Q4." in page.text
    assert "B, not A, because A needs more than 64 points" in page.text or "A needs more than" in page.text


@pytest.mark.req("T17")
def test_a_customer_without_business_is_listed_as_a_potential_key_one(cast, clock):
    row, bought = client(cast.rep), client(cast.rep)
    signed(bought, day(1, 1), 10)
    assert refused(key_status.nominate_customer, customer_id=row.pk, reason=" ", by=cast.rep) == "reason"
    assert refused(key_status.nominate_customer, customer_id=bought.pk, reason="large", by=cast.rep) == "business"
    assert refused(key_status.nominate_customer, customer_id=row.pk, reason="large", by=cast.stranger) == "forbidden"
    key_status.nominate_customer(customer_id=row.pk, reason="large", by=cast.rep, at=NOW)
    assert (
        kind_of(row) == "potential"
        and refused(key_status.nominate_customer, customer_id=row.pk, reason="large", by=cast.rep) == "already"
    )
    key_account_care.add_care(
        customer_id=row.pk, kind="first_deal", text="30 days of credit", due_on=None, by=cast.rep, at=NOW
    )
    total(row, 80)
    rate()
    assert kind_of(row) == "key" and not waiting().exists(), "its first grade decides"


@pytest.mark.req("T17")
def test_and_taken_off_again(cast, clock):
    row = client(cast.rep)
    key_status.nominate_customer(customer_id=row.pk, reason="large", by=cast.rep, at=NOW)
    key_status.remove_nominee(customer_id=row.pk, by=cast.rep, at=NOW)
    assert kind_of(row) is None and refused(key_status.remove_nominee, customer_id=row.pk, by=cast.rep) == "gone"


@pytest.mark.req("T14", "T16")
def test_plans_are_for_key_customers_and_support_for_ordinary_ones(cast, clock):
    key, ordinary = client(cast.rep), client(cast.rep)
    KeyStatus.objects.create(customer=key, kind="key", since=NOW)
    plan = {"text": "a new formula together", "due_on": day(6, 30, 2026), "by": cast.rep}
    assert refused(key_account_care.add_care, customer_id=ordinary.pk, kind="plan", **plan) == "kind"
    assert refused(key_account_care.add_care, customer_id=key.pk, kind="support", **plan) == "kind"
    assert (
        refused(key_account_care.add_care, customer_id=key.pk, kind="plan", **plan | {"by": cast.stranger})
        == "forbidden"
    )
    row = key_account_care.add_care(customer_id=key.pk, kind="plan", **plan, at=NOW)
    key_account_care.add_care(customer_id=ordinary.pk, kind="support", **plan, at=NOW)
    assert refused(key_account_care.complete_care, care_id=row.pk, outcome="", by=cast.rep) == "outcome"
    key_account_care.complete_care(care_id=row.pk, outcome="two rounds of tests passed", by=cast.rep, at=NOW)
    assert refused(key_account_care.complete_care, care_id=row.pk, outcome="again", by=cast.rep) == "gone"


@pytest.mark.req("T13", "T17")
def test_what_the_grade_sets_names_nobody_and_is_on_record(cast, clock):
    row = client(cast.rep)
    key_status.nominate_customer(customer_id=row.pk, reason="buys 30 million a year", by=cast.rep, at=NOW)
    total(row, 80)
    rate()
    now = KeyStatus.objects.get(customer=row)
    assert (now.kind, now.by, now.reason) == ("key", None, str(Q))
    entry = Entry.objects.get(action="standing.changed", customer_id=row.pk, actor=None)
    assert entry.changes == {"standing": ["potential", "key"]}
