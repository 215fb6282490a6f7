"""Pipeline, forecast, won and lost, what moved: sums against a plain count (rows Na12, Nf1)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.domain import ownership
from deals.domain import access, closing, deals, figures, progress
from deals.models import Deal
from tests.cast import NOW, customer, followup
from tests.deals.world import deal, stage

pytestmark = [pytest.mark.django_db, pytest.mark.both]
URL = "/deals/analysis/"


def put(made, number):
    Deal.objects.filter(pk=made.pk).update(stage=stage(number))


@pytest.mark.req("Na12")
def test_the_forecast_weighs_by_stage_month_rep_and_department(cast, clock, signed_in):
    for owner, amount, number, close in (
        (cast.rep, 1000, 5, date(2026, 3, 20)),
        (cast.rep, 2000, 9, date(2026, 3, 31)),
        (cast.east_rep, 400, 2, date(2026, 4, 1)),
        (cast.stranger, 100000, 8, date(2026, 3, 9)),
    ):
        put(deal(customer(owner), owner, amount=Decimal(amount), expected_close=close), number)
    seen = access.visible(cast.manager)
    assert [(r["month"], r["n"], r["total"], r["weighed"]) for r in figures.by_month(seen)] == [
        (date(2026, 3, 1), 2, Decimal(3000), Decimal(2300)),
        (date(2026, 4, 1), 1, Decimal(400), Decimal(80)),
    ]
    assert [(r["who"], r["weighed"]) for r in figures.by_person(seen)] == [
        ("Rep", Decimal(2300)),
        ("East Rep", Decimal(80)),
    ]
    assert [(r["who"], r["total"]) for r in figures.by_department(seen)] == [
        ("Sales", Decimal(3000)),
        ("East", Decimal(400)),
    ]
    assert [(r["number"], r["n"]) for r in figures.by_stage(seen)] == [(2, 1), (5, 1), (9, 1)]
    page = signed_in(cast.manager).get(URL)
    months = page.context["charts"][0]
    assert months["rows"][0] == ["2026-03", "2", "3,000", "2,300"] and months["data"]["series"][0]["values"][:2] == [
        2300.0,
        80.0,
    ]
    assert "<canvas" in page.text and "The figures as a table" in page.text


@pytest.mark.req("Na12", "Nf1")
def test_the_figures_follow_a_customer_that_changes_hands(cast, clock):
    made = deal(customer(cast.rep), cast.rep)
    ownership.transfer(customer_id=made.customer_id, to=cast.mate, by=cast.manager, reason="move", at=NOW)
    assert [r["who"] for r in figures.by_person(access.visible(cast.manager))] == ["Mate"]


@pytest.mark.req("Na12")
def test_won_and_lost_with_reasons_and_competitors(cast, clock, signed_in):
    for n, (verb, reason) in enumerate(
        [(closing.win_deal, "best service"), (closing.lose_deal, "too dear"), (closing.lose_deal, "too dear")]
    ):
        made = deal(customer(cast.rep), cast.rep, amount=Decimal(1000 * (n + 1)))
        verb(deal_id=made.pk, reason=reason, competitor="Rival" if n else "", by=cast.rep, at=NOW)
    page = signed_in(cast.rep).get(f"{URL}?part=closed")
    last = page.context["charts"][0]["rows"][-1]
    assert last == ["2026-03", "1", "1,000", "2", "5,000"]
    won, lost, against = (rows for _name, _heads, rows in page.context["tables"])
    assert (
        won == [("best service", "1", "1,000")]
        and lost == [("too dear", "2", "5,000")]
        and against == [("Rival", "0", "2", "5,000")]
    )


@pytest.mark.req("Na12")
def test_what_moved_since_last_week_is_read_from_the_records(cast, clock, signed_in):
    row = customer(cast.rep, since=NOW - timedelta(days=20))
    old = deal(row, cast.rep, at=NOW - timedelta(days=10), amount=Decimal(500))
    followup(row, cast.rep, NOW - timedelta(days=1))
    progress.move_stage(deal_id=old.pk, stage_id=stage(1).pk, by=cast.rep, at=NOW - timedelta(days=1))
    progress.record_progress(
        deal_id=old.pk,
        outline="later",
        next_step="",
        expected_close=date(2026, 9, 1),
        amount=Decimal(800),
        by=cast.rep,
        at=NOW,
    )
    fields = {
        "name": old.name,
        "intention": "x",
        "details": "",
        "line": "short",
        "amount": Decimal("700.50"),
        "currency": "CNY",
        "expected_close": date(2026, 8, 1),
    }
    deals.update_deal(deal_id=old.pk, by=cast.rep, at=NOW, fields=fields)
    gone = deal(row, cast.rep, at=NOW - timedelta(days=2), amount=Decimal(90))
    closing.lose_deal(deal_id=gone.pk, reason="x", competitor="", by=cast.rep, at=NOW)
    found = figures.moved(access.visible(cast.manager), NOW - timedelta(days=7))
    assert found == {
        "opened": 1,
        "opened_total": Decimal(90),
        "won": 0,
        "won_total": None,
        "lost": 1,
        "lost_total": Decimal(90),
        "forward": 1,
        "back": 0,
        "later": 1,
        "sooner": 1,
        "grown": Decimal("200.50"),
    }
    page = signed_in(cast.manager).get(f"{URL}?part=moved")
    assert len(page.context["moves"]) == 5 and old.name in page.text


def test_currencies_are_never_added_to_each_other(cast, clock, signed_in):
    deal(customer(cast.rep), cast.rep, amount=Decimal(10))
    deal(customer(cast.rep), cast.rep, amount=Decimal(7), currency="EUR")
    deal(customer(cast.rep), cast.rep, amount=Decimal(30))
    client = signed_in(cast.rep)
    assert client.get(URL).context["charts"][1]["rows"][0][2] == "40"
    assert client.get(f"{URL}?currency=EUR").context["charts"][1]["rows"][0][2] == "7"


@pytest.mark.embedded
@pytest.mark.parametrize("part", ["forecast", "pipeline", "closed", "moved"])
def test_every_part_takes_the_same_queries_for_one_and_thirty_and_shows_an_empty_state(cast, clock, signed_in, part):
    client, url = signed_in(cast.manager), f"{URL}?part={part}"
    assert client.get(url).status_code == 200
    deal(customer(cast.rep), cast.rep)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(30):
        deal(customer(cast.rep), cast.rep)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one)
