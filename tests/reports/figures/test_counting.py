"""Each figure counts what its sentence says, and nothing else; the rows behind it add up to it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from assignment.domain import ownership
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.undo import undo_run
from assignment.domain.undo.turns import undo_turn
from contracts.models import Allocation, CommissionShare, Contract, Instalment, Payment
from crm_project import catalogue
from crm_project.lib.money import cents
from customers.models import Collaborator
from deals.domain import closing, progress
from reports.domain import figures
from service.domain.orders import ending, working
from tests.cast import NOW, VALID, customer, followup, moment
from tests.deals.world import deal, stage
from tests.service.orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Z2")]
DAY = timedelta(days=1)
MONTH = (date(2026, 2, 1), date(2026, 3, 31))
START = moment("2026-02-02 09:00")


def of(person, *days):
    """{figure: value}; the rows behind each figure are asked too."""
    first, last = days or MONTH
    found = figures.count([person.pk], first, last).get(person.pk, {})
    for key in catalogue.figures():
        behind = figures.rows(key, person.pk, first, last)
        assert cents(sum(row.value for row in behind)) == cents(found.get(key, 0)), key
        assert [row.at for row in behind] == sorted((row.at for row in behind), reverse=True)
    return {key: value for key, value in found.items() if value}


def contract(row, people, amount, *, status="confirmed", currency="CNY", signed=NOW):
    made = Contract.objects.create(
        customer=row,
        number=f"HT-{row.pk}-{amount}",
        signed_at=signed,
        amount=amount,
        status=status,
        currency=currency,
        recorded_at=NOW,
    )
    for person, share in people.items():
        CommissionShare.objects.create(contract=made, user=person, share=share, decided_at=NOW)
    return made


def paid(made, amount, *, day=date(2026, 3, 1), **fields):
    part = Instalment.objects.create(contract=made, number=1, due_on=day, amount=made.amount)
    payment = Payment.objects.create(
        customer=made.customer, received_on=day, amount=amount, allocated=amount, entered_at=NOW, **fields
    )
    Allocation.objects.create(payment=payment, instalment=part, amount=amount)


def test_follow_ups_count_by_their_day_and_only_valid_ones_as_calls_and_visits(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-10 10:00"))
    followup(row, cast.rep, moment("2026-02-11 10:00"), "谈了三年框架协议的付款条件", kind="visit_out")
    followup(row, cast.rep, moment("2026-02-12 10:00"), "外出", kind="visit_out")
    followup(row, cast.rep, moment("2026-02-13 10:00"), "已经约好下周二去他们工厂看设备", voided_at=NOW)
    assert of(cast.rep) == {
        "followups": 3,
        "valid_followups": 2,
        "invalid_followups": 1,
        "calls": 1,
        "visits": 1,
        "new_customers": 1,
    }
    assert of(cast.rep, date(2026, 2, 11), date(2026, 2, 11)) == {"followups": 1, "valid_followups": 1, "visits": 1}


def test_what_is_said_twice_counts_once_though_the_first_time_lies_before_the_period(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, moment("2026-02-10 10:00"))
    followup(row, cast.rep, moment("2026-02-20 10:00"), VALID + "。")
    assert of(cast.rep, date(2026, 2, 15), date(2026, 2, 28)) == {"followups": 1, "invalid_followups": 1}


def test_others_customers_and_the_pool_are_neither_valid_nor_invalid_until_one_is_a_collaborator(cast):
    row = customer(cast.rep, since=START)
    pooled = customer(department=cast.departments["sales"], since=START)
    followup(row, cast.mate, moment("2026-02-10 10:00"))
    followup(pooled, cast.mate, moment("2026-02-10 11:00"), "外出")
    assert of(cast.mate) == {"followups": 2}
    Collaborator.objects.create(customer=row, user=cast.mate, since=moment("2026-02-11 09:00"))
    followup(row, cast.mate, moment("2026-02-12 10:00"), "谈了三年框架协议的付款条件")
    assert of(cast.mate) == {"followups": 3, "valid_followups": 1, "calls": 1}


def test_the_owner_of_the_day_and_the_policy_of_the_day_decide(cast):
    row = customer(cast.solar_rep, since=START)
    followup(row, cast.solar_rep, moment("2026-02-10 10:00"), "谈了", kind="note", counterpart="")
    moved = moment("2026-02-20 09:00")
    ownership.transfer(customer_id=row.pk, to=cast.rep, by=cast.general_manager, reason="", at=moved)
    followup(row, cast.rep, moment("2026-02-21 10:00"), "谈了", kind="note", counterpart="")
    assert of(cast.solar_rep) == {"followups": 1, "valid_followups": 1, "new_customers": 1}
    assert of(cast.rep) == {"followups": 1, "invalid_followups": 1}


def test_claims_and_losses_count_unless_they_were_undone(cast):
    pooled = [customer(department=cast.departments["sales"], since=START) for _ in range(3)]
    for n, row in enumerate(pooled):
        ownership.claim(customer_id=row.pk, by=cast.rep, at=NOW + n * DAY)
    undo_turn(customer_id=pooled[0].pk, moment=NOW, by=cast.rep, at=NOW + timedelta(minutes=1))
    ownership.give_up(customer_id=pooled[1].pk, by=cast.rep, reason="too far", at=NOW + 3 * DAY)
    assert of(cast.rep) == {"claims": 2, "given_up": 1}
    sweep.run(at=NOW + 20 * DAY)
    assert of(cast.rep) == {"claims": 2, "given_up": 1, "released": 1}


def test_a_release_that_the_manager_undoes_was_none(cast):
    customer(cast.rep, since=START)
    run = sweep.run(at=NOW + 20 * DAY)
    assert of(cast.rep) == {"new_customers": 1, "released": 1}
    undo_run(run_id=run.pk, by=cast.manager, at=NOW + 20 * DAY + timedelta(hours=1))
    assert of(cast.rep) == {"new_customers": 1}


@pytest.mark.req("Nd4")
def test_contracts_and_payments_count_by_the_shares_and_in_cny(cast):
    row = customer(cast.rep, since=START, stage="official")
    shared = contract(row, {cast.rep: Decimal("66.67"), cast.mate: Decimal("33.33")}, Decimal("1000.01"))
    contract(row, {cast.rep: 100}, Decimal("500"), status="draft")
    contract(row, {cast.rep: 100}, Decimal("700"), currency="USD")
    contract(row, {cast.rep: 100}, Decimal("900"), signed=moment("2026-01-31 23:59"))
    paid(shared, Decimal("300"))
    found = of(cast.rep)
    assert (found["contracts"], found["contract_amount"]) == (2, Decimal("666.71"))
    assert found["payments_received"] == Decimal("200.01")
    assert of(cast.mate) == {
        "contracts": 1,
        "contract_amount": Decimal("333.30"),
        "payments_received": Decimal("99.99"),
    }


def test_void_payments_and_those_of_other_days_do_not_count(cast):
    row = customer(cast.rep, since=START, stage="official")
    paid(contract(row, {cast.rep: 100}, Decimal("1000")), Decimal("300"), voided_at=NOW)
    paid(contract(row, {cast.rep: 100}, Decimal("2000")), Decimal("300"), day=date(2026, 4, 1))
    assert "payments_received" not in of(cast.rep)


@pytest.mark.req("Ni22")
def test_orders_count_for_whoever_did_them(cast):
    row = customer(cast.rep, since=START)
    made = [order(row, cast.rep) for _ in range(2)]
    for one in made:
        working.accept_order(order_id=one.pk, by=cast.service, at=NOW)
    working.finish_order(order_id=made[0].pk, content="换了电容", by=cast.service, at=NOW + DAY)
    ending.cancel_order(order_id=made[1].pk, reason="twice", by=cast.service_manager, at=NOW + DAY)
    assert of(cast.service) == {"orders_done": 1}


def test_both_days_are_included_in_the_companys_time(cast):
    row = customer(cast.rep, since=moment("2026-02-28 00:00"))
    followup(row, cast.rep, moment("2026-02-28 00:00"))
    followup(row, cast.rep, moment("2026-03-01 23:59"), "谈了三年框架协议的付款条件")
    assert of(cast.rep, date(2026, 2, 28), date(2026, 3, 1))["valid_followups"] == 2
    assert of(cast.rep, date(2026, 3, 1), date(2026, 3, 1))["valid_followups"] == 1


@pytest.mark.req("Na12")
def test_deals_count_for_who_opened_moved_won_and_lost_them(cast):
    row = customer(cast.rep, since=START)
    followup(row, cast.rep, NOW - DAY)
    moved, won, foreign, lost = (
        deal(row, cast.rep, at=NOW - DAY, name=name, amount=amount, currency=currency)
        for name, amount, currency in (
            ("moved", Decimal(10), "CNY"),
            ("won", Decimal("1000.50"), "CNY"),
            ("foreign", Decimal(70), "USD"),
            ("lost", Decimal(300), "CNY"),
        )
    )
    progress.move_stage(deal_id=moved.pk, stage_id=stage(1).pk, by=cast.rep, at=NOW)
    progress.move_stage(deal_id=moved.pk, stage_id=stage(0).pk, by=cast.rep, at=NOW)
    for one in (won, foreign):
        closing.win_deal(deal_id=one.pk, reason="best service", competitor="", by=cast.rep, at=NOW)
    closing.lose_deal(deal_id=lost.pk, reason="too dear", competitor="Rival", by=cast.rep, at=NOW)
    counted = {key: value for key, value in of(cast.rep).items() if key.startswith("deal")}
    assert counted == {
        "deals_opened": 4,
        "deals_moved": 1,
        "deals_won": 2,
        "deal_amount": Decimal("1000.50"),
        "deals_lost": 1,
    }
    assert [row.what for row in figures.rows("deals_lost", cast.rep.pk, *MONTH)] == ["lost · too dear · Rival"]
    closing.reopen_deal(deal_id=lost.pk, reason="they called again", by=cast.manager, at=NOW + DAY)
    assert "deals_lost" not in of(cast.rep)
    assert not {"deals_won", "deals_opened"} & set(of(cast.mate))
