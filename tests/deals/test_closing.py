"""Won, lost, opened again; confirmed figures are locked and corrected by a request (rows Na9, Na10)."""

from datetime import date
from decimal import Decimal

import pytest

from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from deals.domain import closing, corrections, deals, progress
from tests.cast import NOW, customer
from tests.deals.world import CLOSE, deal

pytestmark = pytest.mark.django_db


def won(cast, **fields):
    return closing.win_deal(
        deal_id=deal(customer(cast.rep), cast.rep, **fields).pk,
        reason="best price",
        competitor="Other Ltd",
        by=cast.rep,
        at=NOW,
    )


@pytest.mark.req("Na9", "Na10")
def test_a_won_deal_stands_in_the_last_stage_and_its_figures_are_locked(cast, clock):
    made = won(cast)
    assert (made.status, made.stage.number, made.close_reason, made.competitor) == (
        "won",
        10,
        "best price",
        "Other Ltd",
    )
    for attempt in (
        lambda: deals.update_deal(
            deal_id=made.pk, by=cast.manager, at=NOW, fields={"amount": Decimal(1), "expected_close": CLOSE}
        ),
        lambda: progress.record_progress(
            deal_id=made.pk, outline="x", next_step="", expected_close=CLOSE, amount=Decimal(1), by=cast.rep, at=NOW
        ),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "locked"
    made.refresh_from_db()
    assert made.amount == Decimal("120000.00")


def test_winning_asks_for_a_reason_and_what_the_last_stage_asks_for(cast, clock):
    made = deal(customer(cast.rep), cast.rep, amount=Decimal(0))
    for reason, code in (("", "reason"), ("good", "missing")):
        with pytest.raises(Refused) as refusal:
            closing.win_deal(deal_id=made.pk, reason=reason, competitor="", by=cast.rep, at=NOW)
        assert refusal.value.code == code


@pytest.mark.req("Na9")
def test_lost_with_reason_and_competitor_then_opened_again_by_the_manager_only(cast, clock, signed_in):
    made = deal(customer(cast.rep), cast.rep)
    client = signed_in(cast.rep)
    assert (
        client.post(f"/deals/{made.pk}/close/", {"result": "lost", "reason": "", "competitor": "X"}).status_code == 422
    )
    client.post(f"/deals/{made.pk}/close/", {"result": "lost", "reason": "too dear", "competitor": "Cheap Co"})
    made.refresh_from_db()
    assert (made.status, made.close_reason, made.competitor) == ("lost", "too dear", "Cheap Co")
    assert client.post(f"/deals/{made.pk}/reopen/", {"reason": "again"}).status_code == 403
    boss = signed_in(cast.manager)
    assert boss.post(f"/deals/{made.pk}/reopen/", {"reason": ""}).status_code == 422
    boss.post(f"/deals/{made.pk}/reopen/", {"reason": "they came back"})
    made.refresh_from_db()
    assert (made.status, made.stage.number, made.closed_at) == ("open", 0, None)
    assert made.progress.first().outline == "they came back"


def test_a_won_deal_opened_again_stands_where_it_stood(cast, clock):
    made = won(cast)
    assert (
        closing.reopen_deal(deal_id=made.pk, reason="not signed after all", by=cast.manager, at=NOW).stage.number == 0
    )


@pytest.mark.req("Na10")
def test_a_correction_is_decided_by_the_manager_and_leaves_both_values(cast, clock, signed_in):
    made = won(cast)
    client = signed_in(cast.rep)
    client.post(
        f"/deals/{made.pk}/correction/", {"amount": "130000", "closed_on": "2026-03-01", "reason": "one unit more"}
    )
    asked = Request.objects.get(kind="deal_figure")
    assert asked.decider == cast.manager
    page = signed_in(cast.manager).get(f"/approvals/{asked.pk}/").text
    assert "¥120,000.00 → ¥130,000.00" in page and "2026-03-02 → 2026-03-01" in page
    made.refresh_from_db()
    assert made.amount == Decimal("120000.00")
    decide(request_id=asked.pk, by=cast.manager, approve=True, decision="", at=NOW)
    made.refresh_from_db()
    assert made.amount == Decimal(130000) and local_date(made.closed_at) == date(2026, 3, 1)
    entry = Entry.objects.get(action="deal.corrected")
    assert entry.changes["amount"] == ["120000.00", "130000.00"] and entry.reason == "one unit more"
    shown = signed_in(cast.rep).get(f"/deals/{made.pk}/").text
    assert "Figures corrected" in shown and "120,000.00" in shown and "130,000.00" in shown


@pytest.mark.req("Na10")
def test_a_refused_correction_changes_nothing(cast, clock):
    made = won(cast)
    asked = corrections.ask_correction(
        deal_id=made.pk, amount=Decimal(1), closed_on=date(2026, 3, 2), reason="typo", by=cast.rep, at=NOW
    )
    decide(request_id=asked.pk, by=cast.manager, approve=False, decision="the contract says otherwise", at=NOW)
    made.refresh_from_db()
    assert made.amount == Decimal("120000.00")


@pytest.mark.parametrize("amount, day, code", [("120000", 2, "same"), ("5", 3, "future"), ("0", 2, "amount")])
def test_a_correction_that_makes_no_sense_is_refused(cast, clock, amount, day, code):
    made = won(cast)
    with pytest.raises(Refused) as refusal:
        corrections.ask_correction(
            deal_id=made.pk, amount=Decimal(amount), closed_on=date(2026, 3, day), reason="x", by=cast.rep, at=NOW
        )
    assert refusal.value.code == code


def test_an_open_deal_needs_no_correction(cast, clock):
    made = deal(customer(cast.rep), cast.rep)
    with pytest.raises(Refused) as refusal:
        corrections.ask_correction(
            deal_id=made.pk, amount=Decimal(1), closed_on=date(2026, 3, 2), reason="x", by=cast.rep, at=NOW
        )
    assert refusal.value.code == "open"
