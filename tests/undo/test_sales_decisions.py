"""Decisions about quotes, expenses and plans: what they decided waits again, unless it has gone on since."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.domain import expenses
from contracts.models import Expense
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from deals.domain import quotes, sales_plans
from deals.models import Quote, SalesPlan
from tests.cast import NOW, customer
from tests.contracts.stage import scan
from tests.deals.world import deal, product

from .steps import undo
from .test_decisions import decided

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(hours=3)


def quote(cast):
    made = deal(customer(cast.rep, since=EARLIER), cast.rep, at=EARLIER)
    lines = [(product(), Decimal(3), Decimal(8))]
    row = quotes.write_quote(
        deal_id=made.pk, lines=lines, valid_until=date(2026, 4, 1), terms="", by=cast.rep, at=EARLIER
    )
    quotes.finish_quote(quote_id=row.pk, reason="a large order", by=cast.rep, at=EARLIER)
    return lambda: Quote.objects.values("status", "approved_by", "approved_at").get()


def expense(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=4))
    fields = {"kind": "visit", "amount": Decimal("88.50"), "what": "train", "upload": scan("receipt.pdf")}
    expenses.claim_expense(customer_id=row.pk, by=cast.rep, at=EARLIER, spent_on=date(2026, 3, 1), **fields)
    return lambda: Expense.objects.values("status", "decided_by", "decided_at", "decision").get()


def plan(cast):
    fields = {"amount": Decimal(100), "new_customers": 3, "visits": 8, "note": "three renewals are due"}
    sales_plans.submit_plan(by=cast.rep, at=EARLIER, span="month", starts_on=date(2026, 3, 1), fields=fields)
    return lambda: SalesPlan.objects.values("status", "decided_by", "decided_at", "decision").get()


KINDS = {f.__name__: f for f in (quote, expense, plan)}


@pytest.mark.req("Na11", "Z12", "Nf3")
@pytest.mark.parametrize("approve", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_it_waits_again_as_before(cast, clock, kind, approve):
    row = KINDS[kind](cast)
    before, request = row(), Request.objects.get()
    action = decided(request, approve=approve)
    assert row() != before
    undo(action)
    request.refresh_from_db()
    assert (row(), request.status) == (before, "pending")


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_once_it_was_decided_otherwise(cast, clock, kind):
    KINDS[kind](cast)
    action = decided(Request.objects.get())
    Request.objects.update(decided_at=NOW + timedelta(seconds=5))
    with pytest.raises(Refused) as no:
        undo(action)
    assert "has changed since" in no.value.sentence


def test_a_quote_that_has_gone_out_stays_approved(cast, clock):
    quote(cast)
    action = decided(Request.objects.get())
    quotes.mark_quote(quote_id=Quote.objects.get().pk, status="sent", by=cast.rep, at=NOW + timedelta(seconds=9))
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "moved_on"
    assert (Quote.objects.get().status, Request.objects.get().status) == ("sent", "approved")


def test_a_refused_quote_that_was_rewritten_stays_a_draft(cast, clock):
    quote(cast)
    action = decided(Request.objects.get(), approve=False)
    lines = [(product("P-2"), Decimal(1), Decimal(1))]
    made = Quote.objects.get()
    quotes.rewrite_quote(
        quote_id=made.pk,
        lines=lines,
        valid_until=date(2026, 4, 1),
        terms="",
        by=cast.rep,
        at=NOW + timedelta(seconds=9),
    )
    with pytest.raises(Refused):
        undo(action)
    assert Quote.objects.get().status == "draft"
