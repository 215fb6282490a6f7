"""Two people at the same deal in the same instant (rows Na10, Na11)."""

from datetime import date
from decimal import Decimal

import pytest

from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.models import Collaborator
from deals.domain import closing, corrections, quotes, sales_plans
from deals.models import Deal, Quote, SalesPlan
from tests.cast import NOW, assemble, customer
from tests.deals.world import deal, product
from tests.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def codes(results):
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)], results
    return sorted(r.code for r in results if isinstance(r, Refused))


@pytest.mark.req("Na11")
def test_quotes_written_at_once_get_different_numbers():
    cast = assemble()
    made, thing = deal(customer(cast.rep), cast.rep), product()
    lines = [(thing, Decimal(1), Decimal(0))]
    results = at_once(
        [
            lambda: quotes.write_quote(
                deal_id=made.pk, lines=lines, valid_until=date(2026, 4, 1), terms="", by=cast.rep, at=NOW
            )
        ]
        * 8
    )
    assert codes(results) == [] and sorted(Quote.objects.values_list("number", flat=True)) == [
        f"Q2026-{made.pk:05d}-{n}" for n in range(1, 9)
    ]


@pytest.mark.req("Na11")
def test_a_discount_is_asked_for_once():
    cast = assemble()
    made = deal(customer(cast.rep), cast.rep)
    Collaborator.objects.create(customer=made.customer, user=cast.mate, since=NOW)
    quote = quotes.write_quote(
        deal_id=made.pk,
        lines=[(product(), Decimal(1), Decimal(9))],
        valid_until=date(2026, 4, 1),
        terms="",
        by=cast.rep,
        at=NOW,
    )
    calls = [
        lambda by=by: quotes.finish_quote(quote_id=quote.pk, reason="large", by=by, at=NOW)
        for by in (cast.rep, cast.mate) * 3
    ]
    assert codes(at_once(calls)) == ["status"] * 5 and Request.objects.filter(kind="discount").count() == 1


@pytest.mark.req("Na10")
def test_won_and_lost_at_once_leaves_one_of_them():
    cast = assemble()
    made = deal(customer(cast.rep), cast.rep)
    calls = [
        lambda verb=verb: verb(deal_id=made.pk, reason="x", competitor="", by=cast.rep, at=NOW)
        for verb in (closing.win_deal, closing.lose_deal) * 3
    ]
    results = at_once(calls)
    assert len(codes(results)) == 5 and made.progress.filter(changes__has_key="status").count() == 2
    assert Deal.objects.get(pk=made.pk).status in ("won", "lost")


@pytest.mark.req("Na10")
def test_a_double_click_asks_for_one_correction():
    cast = assemble()
    made = closing.win_deal(
        deal_id=deal(customer(cast.rep), cast.rep).pk, reason="x", competitor="", by=cast.rep, at=NOW
    )
    ask = {
        "deal_id": made.pk,
        "amount": Decimal(7),
        "closed_on": date(2026, 3, 2),
        "reason": "typo",
        "by": cast.rep,
        "at": NOW,
    }
    assert codes(at_once([lambda: corrections.ask_correction(**ask)] * 4)) == ["asked"] * 3


@pytest.mark.req("Nf3")
def test_a_plan_is_submitted_once():
    cast = assemble()
    fields = {"amount": Decimal(5), "new_customers": 1, "visits": 1, "note": "by calling"}
    calls = [
        lambda: sales_plans.submit_plan(by=cast.rep, at=NOW, span="month", starts_on=date(2026, 3, 1), fields=fields)
    ] * 4
    assert (
        codes(at_once(calls)) == ["status"] * 3
        and SalesPlan.objects.count() == 1 == Request.objects.filter(kind="sales_plan").count()
    )
