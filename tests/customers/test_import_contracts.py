"""Contracts from a file: confirmed ones do what confirming does, at the signing (row Nc13)."""

from datetime import timedelta

import pytest

from assignment.domain.sweep.reconcile import reconcile
from assignment.models import OwnershipEvent
from contracts.domain import lifecycle
from contracts.domain.payments.payments import credit_of
from contracts.models import Contract, Payment
from crm_project.accounts.models import User
from customers.models import Customer, Ownership
from tests.cast import NOW, customer, moment
from tests.customers.importing_jobs import received
from tests.customers.tables import bring, told

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nc13")]


@pytest.fixture
def acme(cast):
    return customer(cast.stages_rep, code="C-1", since=moment("2026-02-20 09:00"))


def row(number="HT-1", **values):
    return {"customer": "C-1", "number": number, "signed_at": "2026-02-25", "amount": "12,500.50", **values}


def said(report):
    return dict(report.refused)


def test_every_column_arrives(acme, cast, tmp_path):
    report = bring(
        tmp_path,
        "contracts",
        [
            row(
                owner="mate",
                type="framework",
                payment_method="T/T",
                line="modules",
                status="confirmed",
                due_at="2026-12-31",
                paid_amount=100,
            ),
        ],
        history=True,
    )
    assert told(report) == {"new": 1}
    made = Contract.objects.get()
    assert (made.customer, made.owner, str(made.amount), str(made.paid_amount)) == (
        acme,
        cast.mate,
        "12500.50",
        "100.00",
    )
    assert (made.type, made.payment_method, made.line, made.due_at) == (
        "framework",
        "T/T",
        "modules",
        moment("2026-12-31 00:00"),
    )
    assert (made.recorded_at, made.decided_at) == (moment("2026-02-25 00:00"), moment("2026-02-25 00:00"))


def test_with_history_it_is_confirmed_unless_it_says_otherwise_and_else_a_draft(acme, tmp_path):
    bring(tmp_path, "contracts", [row("A"), row("B", status="draft"), row("C", status="void")], history=True)
    bring(tmp_path, "contracts", [row("D")])
    assert dict(Contract.objects.values_list("number", "status")) == {
        "A": "confirmed",
        "B": "draft",
        "C": "void",
        "D": "draft",
    }


def test_a_confirmed_one_does_exactly_what_confirming_does(cast, tmp_path):
    since = moment("2026-02-20 09:00")
    one, two = (customer(cast.stages_rep, code=code, since=since, stage="intent") for code in ("C-1", "C-2"))
    bring(tmp_path, "contracts", [row(status="confirmed")])
    fields = {"number": "HT-2", "signed_at": moment("2026-02-25 00:00"), "amount": 12500, "promises": "none"}
    made = lifecycle.record_contract(customer_id=two.pk, by=cast.stages_rep, at=NOW, fields=fields)
    lifecycle.confirm_contract(contract_id=made.pk, by=cast.stages_manager, at=NOW)
    columns = ("stage", "stage_since", "ownership__release_at", "ownership__rule")
    assert Customer.objects.values_list(*columns).get(pk=one.pk) == Customer.objects.values_list(*columns).get(
        pk=two.pk
    )
    kept = ("status", "stage_before", "stage_since_before", "owner_id", "decided_at", "recorded_at")
    assert Contract.objects.values_list(*kept).get(number="HT-1") == Contract.objects.values_list(*kept).get(
        number="HT-2"
    )
    events = OwnershipEvent.objects.filter(kind="stage").values_list("at", "owner_id", "department_id", "evidence")
    assert events.get(customer=one) == events.get(customer=two)


def test_the_earliest_signing_makes_official_and_a_draft_moves_nothing(acme, tmp_path):
    bring(
        tmp_path,
        "contracts",
        [row("A", signed_at="2026-02-28"), row("B", signed_at="2026-02-22"), row("C", status="draft")],
        history=True,
    )
    acme.refresh_from_db()
    assert (acme.stage, acme.stage_since) == ("official", moment("2026-02-22 00:00"))
    first, second = Contract.objects.get(number="B"), Contract.objects.get(number="A")
    assert (first.stage_before, second.stage_before, second.stage_since_before) == (
        "potential",
        "official",
        moment("2026-02-22 00:00"),
    )
    assert OwnershipEvent.objects.filter(kind="stage").count() == 1
    assert Ownership.objects.get().release_at.year == 9000
    assert reconcile(at=NOW) == (1, 0)


def test_the_second_run_changes_nothing(acme, tmp_path):
    rows = [row("A"), row("B", status="draft", paid_amount=1), row("C", status="void")]
    bring(tmp_path, "contracts", rows, history=True)
    before = [list(model.objects.order_by("pk").values()) for model in (Contract, Customer, Ownership, OwnershipEvent)]
    assert told(bring(tmp_path, "contracts", rows, history=True, at=NOW + timedelta(days=1))) == {"unchanged": 3}
    assert [
        list(model.objects.order_by("pk").values()) for model in (Contract, Customer, Ownership, OwnershipEvent)
    ] == before


def test_payments_follow_the_file_and_the_rest_does_not(acme, tmp_path):
    bring(tmp_path, "contracts", [row(type="sale", status="draft")])
    report = bring(tmp_path, "contracts", [row(paid_amount=500, due_at="2026-05-01", line="modules")])
    assert told(report) == {"changed": 1}
    made = Contract.objects.get()
    assert (made.paid_amount, made.due_at, made.line, made.type) == (500, moment("2026-05-01 00:00"), "modules", "sale")
    report = bring(tmp_path, "contracts", [row(amount=1, status="confirmed", type="rent", signed_at="2026-02-24")])
    assert said(report) == {
        2: "Contract HT-1 already exists with different values in signed_at, amount, status, type: edit it on its page."
    }


def test_what_a_row_may_not_say(acme, cast, tmp_path):
    customer(cast.stages_rep, code="C-2")
    bring(tmp_path, "contracts", [row("OLD", customer="C-2")])
    report = bring(
        tmp_path,
        "contracts",
        [
            row("A", signed_at="2026-03-02T09:01"),
            row("B", amount=0),
            row("C", amount="x"),
            row("D", customer="C-9"),
            row("E", owner="nobody"),
            row("F", paid_amount=-1),
            row("G", status="lost"),
            row("H"),
            row("H"),
            row("OLD"),
            row(None),
        ],
    )
    assert told(report) == {"new": 1, "refused": 10}
    assert list(said(report).values()) == [
        "signed_at is in the future.",
        "amount must be more than zero.",
        "amount: “x” is not an amount: write it like 1,250.00 or 125万.",
        "customer: there is no “C-9”; import customers first.",
        "owner: the user name “nobody” does not exist; import people first.",
        "paid_amount can't be less than zero.",
        "status: “lost” is unknown; use one of draft, confirmed, void.",
        "Row 9 of this file is the same contract.",
        "Contract OLD already exists with different values in customer: edit it on its page.",
        "number is empty.",
    ]


def test_a_clerk_brings_in_drafts_and_whoever_confirms_contracts_confirmed_ones(acme, cast, tmp_path):
    def person(name):
        return User.objects.select_related("role", "department").get(username=name)

    report = bring(tmp_path, "contracts", [row(status="confirmed"), row("HT-2")], by=person("clerk"))
    assert told(report) == {"new": 1, "refused": 1}
    assert said(report)[2].startswith("status: only somebody who may confirm contracts")
    assert told(bring(tmp_path, "contracts", [row(status="confirmed")], by=person("stages_manager"))) == {"new": 1}
    assert said(bring(tmp_path, "contracts", [row("HT-3")], by=person("manager"))) == {
        2: "You have no right to import into Stages."
    }


def test_a_dry_run_tells_the_same_and_changes_nothing(acme, tmp_path):
    rows = [row("A", status="confirmed"), row("A"), row("B", amount=-1)]
    dry = bring(tmp_path, "contracts", rows, write=False)
    acme.refresh_from_db()
    assert not Contract.objects.exists() and acme.stage == "potential"
    wet = bring(tmp_path, "contracts", rows)
    assert (dry.counts, dry.refused) == (wet.counts, wet.refused)


# --- the preview ---------------------------------------------------------------------------------------------------------


def previewed(cast, tmp_path, rows):
    job = received(tmp_path, rows, by=cast.director, kind="contracts")
    assert not Payment.objects.exists() or Contract.objects.exists(), "a preview writes nothing"
    return job.summary


@pytest.mark.req("T20")
def test_the_preview_states_what_is_recorded_as_paid(acme, cast, tmp_path):
    rows = [
        row("A", amount=100, paid_amount=30, status="confirmed"),
        row("B", amount=100, paid_amount=130),
        row("C", amount=100),
    ]
    summary = previewed(cast, tmp_path, rows)
    assert summary["counts"] == {"new": 3} and summary["amounts"] == {"CNY": "300.00"}
    assert [line[3] for line in summary["first"]] == ["¥30.00 recorded as received", "¥130.00 recorded as received", ""]
    assert summary["effects"] == [
        "2 new contracts are stated as paid in part or in full: ¥160.00 is recorded as received.",
        "¥30.00 of it is more than the contracts' amounts: it becomes credit of the customers.",
        "1 customer becomes official.",
    ]
    assert summary["doubts"] == [
        [3, "B", "more is paid (¥130.00) than the contract is worth (¥100.00): the rest becomes credit"]
    ]


@pytest.mark.req("T20")
def test_what_the_preview_states_is_what_is_written(acme, cast, tmp_path):
    rows = [row("A", amount=100, paid_amount=30), row("B", amount=100, paid_amount=130)]
    bring(tmp_path, "contracts", rows)
    assert sum(Payment.objects.values_list("amount", flat=True)) == 160
    assert credit_of(acme.pk) == {"CNY": 30}
    summary = previewed(cast, tmp_path, [row("A", amount=100, paid_amount=90), row("B", amount=100, paid_amount=20)])
    assert summary["counts"] == {"changed": 2}
    assert [line[3] for line in summary["first"]] == ["Paid: ¥30.00 → ¥90.00", "Paid: ¥130.00 → ¥20.00"]
    assert summary["effects"] == [
        "Known contracts: ¥60.00 more is recorded as received.",
        "Known contracts: ¥110.00 less is recorded as received.",
    ]
    assert previewed(cast, tmp_path, rows)["counts"] == {"unchanged": 2}
    more = [row("A", amount=100, paid_amount=30, line="modules"), row("B", amount=100, paid_amount=150)]
    assert previewed(cast, tmp_path, more)["effects"] == ["Known contracts: ¥20.00 more is recorded as received."]
    bring(tmp_path, "contracts", more)
    assert credit_of(acme.pk) == {"CNY": 50} and sum(Payment.objects.values_list("amount", flat=True)) == 180


@pytest.mark.req("T20")
@pytest.mark.parametrize("text", ["12,50", "1.234,56", "1,2,3", "-5", "a lot"])
def test_a_sum_paid_that_is_no_amount_gets_its_sentence_in_the_preview(acme, cast, tmp_path, text):
    summary = previewed(cast, tmp_path, [row("A", amount=100, paid_amount=text)])
    assert summary["counts"] == {"refused": 1} and summary["effects"] == []
    assert summary["first"][0][3].startswith("Paid") and not Contract.objects.exists()
