"""Whose result a contract is, and expenses of the owner of the day (rows D9, Nd4, Z12, Ni23); after-sales (Nc13)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from assignment.domain.disputes.conflict import ask_conflict
from assignment.domain.explanation import explain
from assignment.domain.handover import leaving
from assignment.domain.ownership import transfer
from assignment.domain.policies.lookup import policy_for
from assignment.domain.policies.versions import put_under, save_draft
from assignment.models import Policy
from assignment.rules.policy import NEVER, PolicyError
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from contracts.domain import commission, expenses, lifecycle
from contracts.domain.preparation import steps as preparation
from contracts.models import CommissionShare, Contract, Expense
from crm_project.approvals.domain.requests import decide, withdraw
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Collaborator, Ownership
from tests.cast import NOW, customer, moment, owner_of
from tests.contracts.stage import in_force, prepared, scan

pytestmark = pytest.mark.django_db


def refused(code, verb, /, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    assert refusal.value.code == code, refusal.value.sentence
    return refusal.value.sentence


def shares(made):
    return dict(CommissionShare.objects.filter(contract=made).values_list("user__username", "share"))


@pytest.mark.req("D9")
def test_the_result_is_the_owners_on_the_day_the_order_was_submitted(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=5))
    made = prepared(cast, row)
    preparation.submit_contract(contract_id=made.pk, by=cast.rep, at=NOW)
    transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="area", at=NOW + timedelta(hours=1))
    lifecycle.confirm_contract(contract_id=made.pk, by=cast.manager, at=NOW + timedelta(days=1))
    assert shares(made) == {"rep": 100} and owner_of(row) == "mate"


@pytest.mark.req("D9")
def test_a_result_outside_ones_list_is_shown_as_not_counted_with_the_reason(cast, clock, signed_in):
    row = customer(cast.mate)
    Collaborator.objects.create(customer=row, user=cast.rep, since=NOW)
    made = in_force(cast, row, cast.rep)
    assert shares(made) == {"mate": 100}
    page = signed_in(cast.manager).get(f"/contracts/{made.pk}/")
    assert "No commission for Rep: when the order was submitted, Mate owned the customer." in page.text
    assert "Collaborators without a share" in page.text


@pytest.mark.req("Nd4")
def test_the_division_of_a_conflict_is_the_division_of_the_result(cast):
    row = customer(cast.rep)
    asked = ask_conflict(customer_id=row.pk, other_id=cast.mate.pk, reason="both", by=cast.rep, at=NOW)
    split = {str(cast.rep.pk): "60", str(cast.mate.pk): "40"}
    decide(
        request_id=asked.pk,
        by=cast.manager,
        approve=True,
        decision="",
        at=NOW,
        changes={"closer_id": cast.rep.pk, "shares": split},
    )
    assert shares(in_force(cast, row)) == {"rep": 60, "mate": 40}


@pytest.mark.req("Nd4")
def test_the_manager_divides_and_the_shares_make_a_hundred(cast, clock, signed_in):
    made = in_force(cast, customer(cast.rep))
    path = f"/contracts/{made.pk}/commission/"
    typed = {f"share_{cast.rep.pk}": "70", "other": cast.mate.pk, "share_other": "20", "reason": "they did it together"}
    assert signed_in(cast.rep).post(path, typed).status_code == 403
    wrong = signed_in(cast.manager).post(path, typed)
    assert wrong.status_code == 422 and "add up to 100" in wrong.text and 'value="70"' in wrong.text
    assert signed_in(cast.manager).post(path, {**typed, "share_other": "30"}).status_code == 302
    assert (
        shares(made) == {"rep": 70, "mate": 30} and CommissionShare.objects.filter(decided_by=cast.manager).count() == 2
    )
    refused(
        "reason",
        commission.decide_commission,
        contract_id=made.pk,
        shares={cast.rep.pk: 100},
        by=cast.manager,
        at=NOW,
        reason=" ",
    )


# --- expenses --------------------------------------------------------------------------------------------------------------


def claim(cast, row, by, day, **more):
    fields = {"kind": "visit", "amount": Decimal("88.50"), "what": "train", "upload": scan("receipt.pdf"), **more}
    return expenses.claim_expense(customer_id=row.pk, by=by, at=NOW, spent_on=day, **fields)


@pytest.mark.req("Z12")
def test_an_expense_is_accepted_only_from_who_owned_the_customer_on_that_day(cast):
    row = customer(cast.rep, since=moment("2026-02-10 09:00"))
    transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="area", at=moment("2026-02-20 15:00"))
    claim(cast, row, cast.rep, date(2026, 2, 10))
    claim(cast, row, cast.rep, date(2026, 2, 19), what="lunch")
    # Both owned it on the day on which it changed hands.
    claim(cast, row, cast.rep, date(2026, 2, 20), what="gift")
    claim(cast, row, cast.mate, date(2026, 2, 20))
    said = refused("not_owner", claim, cast=cast, row=row, by=cast.rep, day=date(2026, 2, 21))
    assert said == f"On 2026-02-21 “{row.name}” was owned by Mate: you can't claim this expense."
    assert "was in the public pool" in refused(
        "not_owner", claim, cast=cast, row=row, by=cast.rep, day=date(2026, 2, 9)
    )
    refused("future", claim, cast=cast, row=row, by=cast.mate, day=date(2026, 3, 3))
    refused("file", claim, cast=cast, row=row, by=cast.mate, day=date(2026, 3, 1), upload=scan("virus.exe"))
    assert Expense.objects.count() == 4


@pytest.mark.req("Z12", "Ni23")
def test_the_manager_accepts_or_refuses_and_the_claimant_sees_it(cast, clock, signed_in):
    row = customer(cast.rep, since=moment("2026-02-10 09:00"))
    page = signed_in(cast.rep).post(
        "/contracts/expenses/new/",
        {
            "customer": row.pk,
            "kind": "gift",
            "spent_on": "2026-03-01",
            "amount": "200",
            "currency": "CNY",
            "what": "tea",
            "file": scan("tea.pdf"),
        },
    )
    assert page.url == "/contracts/expenses/"
    taken, other = Expense.objects.get(), claim(cast, row, cast.rep, date(2026, 3, 1))
    first, second = Request.objects.filter(kind="expense").order_by("pk")
    assert first.decider == cast.manager and "tea" in signed_in(cast.manager).get(f"/approvals/{first.pk}/").text
    decide(request_id=first.pk, by=cast.manager, approve=True, decision="", at=NOW)
    decide(request_id=second.pk, by=cast.manager, approve=False, decision="no receipt", at=NOW)
    taken.refresh_from_db()
    other.refresh_from_db()
    assert (taken.status, other.status, other.decision) == ("accepted", "refused", "no receipt")
    mine = signed_in(cast.rep).get("/contracts/expenses/")
    assert "no receipt" in mine.text and [
        (name, "200.00" in total) for name, _url, total in mine.context["totals"]
    ] == [(row.name, True)]
    assert signed_in(cast.rep).get(f"/contracts/expenses/{taken.pk}/receipt/").status_code == 200
    assert signed_in(cast.mate).get(f"/contracts/expenses/{taken.pk}/receipt/").status_code == 404
    assert signed_in(cast.finance).get(f"/contracts/expenses/{taken.pk}/receipt/").status_code == 200
    assert len(signed_in(cast.manager).get("/contracts/expenses/?of=team").context["rows"]) == 2
    assert len(signed_in(cast.direct_manager).get("/contracts/expenses/?of=team").context["rows"]) == 0


# --- after-sales, and the sweep ----------------------------------------------------------------------------------------------


@pytest.mark.req("Nc13")
def test_a_confirmed_contract_passes_to_after_sales_where_the_policy_says_so(cast):
    in_force(cast, customer(cast.rep))
    assert not Notice.objects.filter(kind="after_sales").exists()
    policy = Policy.objects.create(key="passing", name="Passing")
    version = save_draft(
        policy=policy, body={**PRESETS["tracking"], "after_sales": "service"}, note="", by=cast.admin, at=NOW
    )
    type(version).objects.filter(pk=version.pk).update(status="approved", holds_from=date(2026, 1, 1), decided_at=NOW)
    put_under(department=cast.departments["sales"], policy=policy, by=None, at=NOW)
    later = NOW + timedelta(days=8)  # a change of rules has its notice
    assert policy_for(cast.rep.department, later).after_sales == "service"
    in_force(cast, customer(cast.rep), at=later)
    assert Notice.objects.get(kind="after_sales").user == cast.service_manager


def test_who_after_sales_is_must_be_said():
    with pytest.raises(PolicyError):
        read_policy({"rules": [], "after_sales": ""})
    assert read_policy({"rules": []}).after_sales == "none"


def dues(row):
    """{rule: when it is due} as the explanation, the countdown and the sweep read it."""
    return {one["reading"].rule.kind: one["reading"].due_at for one in explain(row.pk, NOW)["rules"]}


@pytest.mark.req("Z14", "Z15", "Nc13")
def test_no_deal_counts_90_and_180_days_from_the_last_confirmed_contract_and_a_voided_one_gives_back(cast):
    start = moment("2026-01-05 09:00")
    row = customer(cast.solar_rep, since=start)
    made = in_force(
        cast, row, cast.solar_rep, confirmer=cast.solar_manager, at=start, signed_at=moment("2026-01-05 00:00")
    )
    later = in_force(cast, row, cast.solar_rep, confirmer=cast.solar_manager, signed_at=moment("2026-03-01 00:00"))
    assert dues(row)["no_deal_review"] == moment("2026-05-30 10:00") and dues(row)["no_deal"] == moment(
        "2026-08-28 10:00"
    )
    assert Ownership.objects.get(pk=row.pk).review_at == moment("2026-05-30 10:00")
    lifecycle.void_contract(contract_id=later.pk, by=cast.solar_manager, at=NOW, reason="cancelled")
    # 90 and 180 days from the claim, which lies on the day of the first contract.
    assert dues(row)["no_deal_review"] == moment("2026-04-05 10:00") and dues(row)["no_deal"] == moment(
        "2026-07-04 10:00"
    )
    lifecycle.void_contract(contract_id=made.pk, by=cast.solar_manager, at=NOW, reason="cancelled")
    assert dues(row)["no_deal_review"] == moment("2026-04-05 10:00") and Ownership.objects.get(
        pk=row.pk
    ).review_at == moment("2026-04-05 10:00")
    row.refresh_from_db()
    assert row.stage == "potential" and Contract.objects.filter(status="void").count() == 2


@pytest.mark.req("Nc13")
def test_stage_terms_end_with_a_confirmed_contract_and_a_voided_one_gives_the_clock_back(cast):
    row = customer(cast.stages_rep, stage="intent")
    before = Ownership.objects.get(pk=row.pk)
    made = in_force(cast, row, cast.stages_rep, confirmer=cast.stages_manager)
    assert before.rule == "stage_term" and Ownership.objects.get(pk=row.pk).release_at == NEVER
    lifecycle.void_contract(contract_id=made.pk, by=cast.stages_manager, at=NOW, reason="cancelled")
    after = Ownership.objects.get(pk=row.pk)
    assert (after.rule, after.release_at) == (before.rule, before.release_at)


def test_an_expense_taken_back_waits_no_longer(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=9))
    made = claim(cast, row, cast.rep, date(2026, 3, 1))
    withdraw(request_id=Request.objects.get(kind="expense").pk, by=cast.rep, at=NOW)
    made.refresh_from_db()
    assert made.status == "withdrawn"


@pytest.mark.req("Ne9", "Z12")
def test_what_a_leaver_claimed_waits_no_longer_than_its_request(cast):
    row = customer(cast.rep)
    expense = claim(cast, row, cast.rep, NOW.date())
    leaving.close_account(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    expense.refresh_from_db()
    assert (expense.status, Request.objects.get(kind="expense").status) == ("withdrawn", "withdrawn")
