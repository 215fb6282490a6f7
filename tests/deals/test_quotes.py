"""Prices of the day, quotes to the cent, discounts within and beyond one's limit (row Na11)."""

from datetime import date
from decimal import Decimal

import pytest

from assignment.domain import ownership
from crm_project.approvals.domain.requests import decide, withdraw
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from deals.domain import discounts, prices, quotes
from deals.models import DiscountLimit, PriceList, Quote
from tests.cast import NOW, as_admin, customer
from tests.deals.world import deal, product

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 4, 1)


def quote(cast, discount=0, *, thing=None, quantity=3, by=None):
    made = deal(customer(cast.rep), cast.rep)
    lines = [(thing or product(), Decimal(quantity), Decimal(str(discount)))]
    return quotes.write_quote(deal_id=made.pk, lines=lines, valid_until=UNTIL, terms="", by=by or cast.rep, at=NOW)


def listed(thing, price, **fields):
    given = {
        "name": "list",
        "currency": "CNY",
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
        "department": None,
        **fields,
    }
    return prices.save_list(by=None, at=NOW, fields=given, prices=[(thing, Decimal(price))])


# --- prices ----------------------------------------------------------------------------------------------------


@pytest.mark.req("Na11")
def test_the_price_is_that_of_the_list_in_force_on_the_day(cast, clock):
    thing = product(price="100")
    listed(thing, "110", valid_from=date(2026, 3, 2))
    listed(thing, "120", valid_from=date(2026, 3, 3))
    listed(thing, "90", valid_from=date(2026, 3, 2), valid_until=date(2026, 3, 1).replace(day=2), currency="EUR")
    sales = cast.departments["sales"]
    on = {day: prices.prices_on(sales, "CNY", date(2026, 3, day))[0][thing.pk] for day in (1, 2, 3)}
    assert on == {1: Decimal(100), 2: Decimal(110), 3: Decimal(120)}
    assert prices.prices_on(sales, "EUR", date(2026, 3, 2))[0] == {thing.pk: Decimal(90)}
    assert prices.prices_on(sales, "EUR", date(2026, 3, 3)) == ({}, None)


@pytest.mark.req("Na11")
def test_a_departments_own_list_goes_before_the_companys(cast, clock):
    thing = product(price="100")
    listed(thing, "80", department=cast.departments["sales"], valid_from=date(2025, 1, 1))
    price = {
        name: prices.prices_on(cast.departments[name], "CNY", date(2026, 3, 2))[0][thing.pk]
        for name in ("sales", "east", "direct")
    }
    assert price == {"sales": Decimal(80), "east": Decimal(80), "direct": Decimal(100)}


def test_products_and_lists_are_kept_in_the_browser(cast, clock, signed_in):
    client = signed_in(as_admin(cast.general_manager))
    client.post(
        "/deals/products/new/",
        {"code": "INV-5", "name": "Inverter", "name_zh": "逆变器", "unit": "pcs", "active": "on"},
    )
    page = client.get("/deals/products/prices/new/")
    thing = page.context["form"].products[0]
    form = {"name": "Spring", "currency": "cny", "valid_from": "2026-03-01", f"price_{thing.pk}": "4999.90"}
    client.post("/deals/products/prices/new/", form)
    assert "4,999.90" in signed_in(cast.rep).get("/deals/products/").text
    twice = signed_in(as_admin(cast.general_manager)).post(
        "/deals/products/new/", {"code": "inv-5", "name": "x", "unit": "pcs"}
    )
    assert twice.status_code == 422 and "already exists" in twice.text
    ends = client.post("/deals/products/prices/new/", {**form, "valid_until": "2026-02-01"})
    assert ends.status_code == 422 and PriceList.objects.count() == 1


# --- quotes ----------------------------------------------------------------------------------------------------


@pytest.mark.req("Na11")
@pytest.mark.parametrize(
    "price, quantity, discount, total",
    [
        ("100", "3", "0", "300.00"),
        ("0.05", "1", "50", "0.03"),
        ("19.99", "7", "3.5", "135.03"),
        ("1234567.89", "100", "12.5", "108024690.38"),
    ],
)
def test_a_line_is_counted_to_the_cent(price, quantity, discount, total):
    assert quotes.line_amount(Decimal(price), Decimal(quantity), Decimal(discount)) == Decimal(total)


def test_a_quote_keeps_the_prices_it_was_written_with(cast, clock):
    thing = product(price="100")
    made = quote(cast, 5, thing=thing)
    listed(thing, "500", valid_from=date(2026, 3, 2))
    made.refresh_from_db()
    assert made.total == Decimal("285.00") and made.lines.get().list_price == Decimal(100)


@pytest.mark.req("Z11", "Na11")
def test_only_owner_and_collaborators_quote(cast, clock, signed_in):
    with pytest.raises(Refused) as refusal:
        quote(cast, by=cast.manager)
    assert refusal.value.code == "not_owner"
    made = deal(customer(cast.rep), cast.rep)
    assert signed_in(cast.manager).get(f"/deals/{made.pk}/quotes/new/").status_code == 403
    assert signed_in(cast.mate).get(f"/deals/{made.pk}/quotes/new/").status_code == 404


@pytest.mark.parametrize(
    "lines, until, code", [([], UNTIL, "lines"), (None, date(2026, 3, 1), "past"), ("unpriced", UNTIL, "price")]
)
def test_a_quote_that_cannot_be_is_refused(cast, clock, lines, until, code):
    made, thing = deal(customer(cast.rep), cast.rep), product()
    bare = prices.save_product(by=None, at=NOW, fields={"code": "BARE", "name": "bare", "unit": "pcs"})
    given = [(bare if lines == "unpriced" else thing, Decimal(1), Decimal(0))] if lines != [] else []
    with pytest.raises(Refused) as refusal:
        quotes.write_quote(deal_id=made.pk, lines=given, valid_until=until, terms="", by=cast.rep, at=NOW)
    assert refusal.value.code == code and not Quote.objects.exists()


# --- discounts -------------------------------------------------------------------------------------------------


@pytest.mark.req("Na11")
def test_a_discount_within_the_limit_is_approved_at_once(cast, clock):
    made = quotes.finish_quote(quote_id=quote(cast, 5).pk, reason="", by=cast.rep, at=NOW)
    assert made.status == "approved" and made.approved_by == cast.rep and not Request.objects.exists()


@pytest.mark.req("Na11")
@pytest.mark.parametrize(
    "discount, decider",
    [("5.01", "manager"), ("10", "manager"), ("10.01", "director"), ("20", "director"), ("20.01", "general_manager")],
)
def test_beyond_the_limit_whoever_has_a_sufficient_one_is_asked(cast, clock, discount, decider):
    made = quotes.finish_quote(quote_id=quote(cast, discount).pk, reason="a large order", by=cast.rep, at=NOW)
    asked = Request.objects.get(kind="discount")
    assert made.status == "waiting" and asked.decider == getattr(cast, decider)
    decide(request_id=asked.pk, by=asked.decider, approve=True, decision="", at=NOW)
    made.refresh_from_db()
    assert made.status == "approved" and made.approved_by == asked.decider


@pytest.mark.req("Na11")
def test_nobody_grants_more_than_her_own_limit(cast, clock):
    made = quotes.finish_quote(quote_id=quote(cast, 8).pk, reason="large", by=cast.rep, at=NOW)
    asked = Request.objects.get()
    DiscountLimit.objects.filter(role=cast.manager.role).update(percent=6)
    with pytest.raises(Refused) as refusal:
        decide(request_id=asked.pk, by=cast.manager, approve=True, decision="", at=NOW)
    assert refusal.value.code == "limit"
    made.refresh_from_db()
    asked.refresh_from_db()
    assert (made.status, asked.status) == ("waiting", "pending")


def test_a_request_needs_a_reason_and_a_refusal_makes_it_a_draft_again(cast, clock, signed_in):
    made = quote(cast, 8)
    client = signed_in(cast.rep)
    assert client.post(f"/deals/quotes/{made.pk}/finish/", {"reason": ""}).status_code == 422
    client.post(f"/deals/quotes/{made.pk}/finish/", {"reason": "large order"})
    asked = Request.objects.get()
    decide(request_id=asked.pk, by=cast.manager, approve=False, decision="five is enough", at=NOW)
    made.refresh_from_db()
    assert made.status == "draft" and "five is enough" in client.get(f"/deals/quotes/{made.pk}/").text
    quotes.rewrite_quote(
        quote_id=made.pk,
        lines=[(made.lines.get().product, 3, Decimal(5))],
        valid_until=UNTIL,
        terms="",
        by=cast.rep,
        at=NOW,
    )
    assert quotes.finish_quote(quote_id=made.pk, reason="", by=cast.rep, at=NOW).status == "approved"


def typed(thing, discount, **more):
    """What the editor posts: one line, written as people write figures."""
    rows = {
        "TOTAL_FORMS": "2",
        "INITIAL_FORMS": "0",
        "0-product": thing.pk,
        "0-quantity": "1,200",
        "0-discount": discount,
    }
    return {f"lines-{name}": value for name, value in rows.items()} | {"valid_until": "2026-04-01", **more}


@pytest.mark.req("Na11")
def test_while_it_is_typed_it_shows_what_it_comes_to_and_how_far_the_discount_goes_and_saves_nothing(
    cast, clock, signed_in
):
    made, thing = deal(customer(cast.rep), cast.rep), product()
    url, client = f"/deals/{made.pk}/quotes/preview/", signed_in(cast.rep)
    within, beyond = (client.post(url, typed(thing, discount)).text for discount in ("2 %", "8"))
    assert "¥120,000.00" in within and "¥117,600.00" in within and "3 points are left up to your limit of 5 %" in within
    assert "¥110,400.00" in beyond and "3 points above your limit of 5 %" in beyond and 'data-beyond="1"' in beyond
    assert f"sent to {cast.manager} for approval" in beyond
    assert 'id="quote-document" hx-swap-oob="true"' in beyond and "Q2026-" in beyond
    # A line that is not whole yet, or wrong, is left out, and that is said.
    for wrong in ({"lines-0-quantity": ""}, {"lines-0-discount": "145"}, {"lines-0-product": ""}):
        text = client.post(url, typed(thing, "8") | wrong).text
        assert "¥0.00" in text and "1 line is incomplete or has an error: it is not counted here." in text
    assert "not counted here" not in within
    answer = client.post(f"{url}pdf/", typed(thing, "8"))
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert not Quote.objects.exists() and signed_in(cast.manager).post(url, typed(thing, "8")).status_code == 403


@pytest.mark.req("Na11")
def test_a_discount_is_requested_from_the_page_where_it_is_typed_or_nothing_is_written(cast, clock, signed_in):
    made, thing = deal(customer(cast.rep), cast.rep), product()
    url, client = f"/deals/{made.pk}/quotes/new/", signed_in(cast.rep)
    refused = client.post(url, typed(thing, "8", then="finish"))
    assert refused.status_code == 422 and 'value="1,200"' in refused.text and not Quote.objects.exists()
    client.post(url, typed(thing, "8", then="finish", reason="large order"))
    assert Quote.objects.get().status == "waiting" and Request.objects.get().reason == "large order"
    client.post(url, typed(thing, "5", then="finish"))
    client.post(url, typed(thing, "5"))
    assert sorted(Quote.objects.values_list("status", flat=True)) == ["approved", "draft", "waiting"]


def test_taken_back_from_either_side(cast, clock):
    first, second = quote(cast, 8, thing=product("A")), quote(cast, 8, thing=product("B"))
    for made in (first, second):
        quotes.finish_quote(quote_id=made.pk, reason="large", by=cast.rep, at=NOW)
    quotes.withdraw_quote(quote_id=first.pk, by=cast.rep, at=NOW)
    withdraw(request_id=Request.objects.get(status="pending").pk, by=cast.rep, at=NOW)
    assert set(Quote.objects.values_list("status", flat=True)) == {"draft"}
    assert set(Request.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_the_limits_are_kept_in_the_browser(cast, clock, signed_in):
    role = cast.rep.role
    assert signed_in(cast.rep).post("/deals/products/limits/", {f"role_{role.pk}": "50"}).status_code == 403
    signed_in(as_admin(cast.general_manager)).post("/deals/products/limits/", {f"role_{role.pk}": "7.5"})
    assert discounts.limit_of(cast.rep) == Decimal("7.5") and discounts.limit_of(cast.manager) == 0


@pytest.mark.req("Na11")
def test_the_document_carries_a_mark_until_it_is_approved_and_speaks_both_languages(cast, clock, signed_in):
    made, client = quote(cast, 5), signed_in(cast.rep)
    url = f"/deals/quotes/{made.pk}/"
    draft = client.get(url).text
    assert 'class="stamp"' in draft and "Quotation" in draft and "Company" in draft and "¥285.00" in draft
    assert "产品P-1" in client.get(f"{url}?language=zh-hans").text
    client.post(f"{url}finish/")
    assert 'class="stamp"' not in client.get(url).text


def test_sent_then_accepted_in_this_order(cast, clock):
    made = quote(cast, 0)
    for status, by_now in (("sent", "draft"), ("accepted", "draft")):
        with pytest.raises(Refused) as refusal:
            quotes.mark_quote(quote_id=made.pk, status=status, by=cast.rep, at=NOW)
        assert refusal.value.code == "status", by_now
    quotes.finish_quote(quote_id=made.pk, reason="", by=cast.rep, at=NOW)
    with pytest.raises(Refused):
        quotes.mark_quote(quote_id=made.pk, status="accepted", by=cast.rep, at=NOW)
    quotes.mark_quote(quote_id=made.pk, status="sent", by=cast.rep, at=NOW)
    assert quotes.mark_quote(quote_id=made.pk, status="accepted", by=cast.rep, at=NOW).status == "accepted"


@pytest.mark.req("Na11")
def test_the_inbox_tells_the_discount_and_both_limits(cast, clock, signed_in):
    made = quotes.finish_quote(quote_id=quote(cast, 8).pk, reason="a large order", by=cast.rep, at=NOW)
    page = signed_in(cast.manager).get("/approvals/").text
    assert "8 %" in page and "¥276.00" in page and "Limit of the applicant" in page and "Your own limit" in page
    assert f"/deals/quotes/{made.pk}/" in page


def test_a_discount_still_waits_when_the_customer_falls_into_the_pool(cast, clock):
    """Questions about the owner end with the ownership; what was offered is decided all the same."""
    made = quotes.finish_quote(quote_id=quote(cast, 8).pk, reason="large", by=cast.rep, at=NOW)
    ownership.release(customer_id=made.deal.customer_id, by=cast.manager, at=NOW, reason="Nobody works on it")
    assert Request.objects.get(kind="discount").status == "pending"
