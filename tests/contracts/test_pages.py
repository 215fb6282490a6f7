"""Contracts in the browser: recorded by the rep, confirmed by a manager, voided with a reason (row Nc13)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.domain import deadlines
from contracts.domain import access
from contracts.models import Contract
from customers.models import Collaborator, Customer, Ownership
from deals.domain import closing, quotes
from tests.cast import NOW, customer, moment
from tests.deals.world import deal, product

pytestmark = pytest.mark.django_db

NEW = "/contracts/new/"


def typed(row, **changes):
    return {
        "customer": row.pk,
        "number": "HT-2026-001",
        "signed_on": "2026-03-01",
        "amount": "120000.50",
        "type": "Framework",
        "promises": "none",
        **changes,
    }


def contract(row, number="HT-1", status="draft", **fields):
    return Contract.objects.create(
        customer=row,
        number=number,
        signed_at=NOW,
        amount=1000,
        status=status,
        recorded_at=NOW,
        owner=None,
        **{"promises": "none", **fields},
    )


# --- recording -------------------------------------------------------------------------------------------------


@pytest.mark.req("Nc13")
def test_a_rep_records_a_contract_which_moves_no_clock_before_it_is_confirmed(cast, clock, signed_in):
    row = customer(cast.stages_rep, stage="intent")
    before = Ownership.objects.get(pk=row.pk).release_at
    answer = signed_in(cast.stages_rep).post(NEW, typed(row, payment_method="30 days"))
    made = Contract.objects.get()
    assert answer.url == f"/contracts/{made.pk}/"
    assert (made.owner, made.recorded_by, str(made.amount), made.status) == (
        cast.stages_rep,
        cast.stages_rep,
        "120000.50",
        "draft",
    )
    assert made.signed_at == moment("2026-03-01 00:00")
    row.refresh_from_db()
    assert row.stage == "intent" and Ownership.objects.get(pk=row.pk).release_at == before


@pytest.mark.req("Nc13")
def test_the_manager_confirms_and_the_customer_is_official(cast, clock, signed_in):
    row = customer(cast.stages_rep, stage="intent")
    signed_in(cast.stages_rep).post(NEW, typed(row))
    made = Contract.objects.get()
    page = signed_in(cast.stages_manager).get(f"/contracts/{made.pk}/")
    assert f"/contracts/{made.pk}/confirm/" in page.text
    done = signed_in(cast.stages_manager).post(f"/contracts/{made.pk}/confirm/", follow=True)
    assert "is an official customer" in done.text
    row.refresh_from_db()
    assert row.stage == "official" and deadlines.refresh([row.pk], at=NOW) == 0
    assert made.number in signed_in(cast.stages_rep).get(f"/customers/{row.pk}/?part=contracts").text


@pytest.mark.parametrize(
    "field, value, said",
    [
        ("number", "HT-OLD", "already exists"),
        ("signed_on", "2026-03-03", "in the future"),
        ("amount", "0", "more than zero"),
        ("amount", "x", "is not an amount"),
        ("signed_on", "", "required"),
        ("customer", "", "required"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_field_and_kept(cast, clock, signed_in, field, value, said):
    row = customer(cast.rep)
    contract(row, "HT-OLD")
    page = signed_in(cast.rep).post(NEW, typed(row, **{field: value}))
    assert page.status_code == 422 and said in str(page.context["form"].errors[field])
    assert page.context["form"]["type"].value() == "Framework" and Contract.objects.count() == 1


def test_a_contract_signed_today_is_not_in_the_future(cast, clock, signed_in):
    signed_in(cast.rep).post(NEW, typed(customer(cast.rep), signed_on="2026-03-02"))
    assert Contract.objects.exists()


@pytest.mark.req("Z11")
def test_only_the_owner_and_collaborators_record_on_a_customer(cast, clock, signed_in):
    row = customer(cast.mate)
    page = signed_in(cast.rep).post(NEW, typed(row))
    assert "customer" in page.context["form"].errors
    Collaborator.objects.create(customer=row, user=cast.rep, since=NOW)
    signed_in(cast.rep).post(NEW, typed(row))
    assert Contract.objects.get().owner == cast.mate
    assert signed_in(cast.finance).post(NEW, typed(row, number="F")).status_code == 403


def test_a_customer_named_in_the_address_is_chosen_already(cast, clock, signed_in):
    row = customer(cast.rep)
    assert row.name in signed_in(cast.rep).get(f"{NEW}?customer={row.pk}").text
    other = customer(cast.stranger)
    assert other.name not in signed_in(cast.rep).get(f"{NEW}?customer={other.pk}").text


# --- from a deal -----------------------------------------------------------------------------------------------


def approved_quote(sold, by, discount="2"):
    """A quote within the limit of whoever writes it: approved at once. 3 × 100 less the discount."""
    thing = product(code=f"P-{sold.pk}-{discount}")
    row = quotes.write_quote(
        deal_id=sold.pk,
        lines=[(thing, Decimal(3), Decimal(discount))],
        valid_until=date(2026, 4, 1),
        terms="",
        by=by,
        at=NOW,
    )
    return quotes.finish_quote(quote_id=row.pk, reason="", by=by, at=NOW)


def draw_link(row, quote=None):
    return f'href="/contracts/get-number/?customer={row.pk}{f"&amp;quote={quote.pk}" if quote else ""}"'


@pytest.mark.req("Nc15", "Na11")
def test_a_deal_and_its_approved_quote_lead_to_a_contract_number(cast, clock, signed_in):
    row = customer(cast.rep)
    sold, client = deal(row, cast.rep), signed_in(cast.rep)
    assert draw_link(row) in client.get(f"/deals/{sold.pk}/").text
    thing = product()
    draft = quotes.write_quote(
        deal_id=sold.pk, lines=[(thing, 1, 0)], valid_until=date(2026, 4, 1), terms="", by=cast.rep, at=NOW
    )
    assert (
        "/contracts/get-number/" not in client.get(f"/deals/quotes/{draft.pk}/").text.partition("page-actions")[2]
        and draw_link(row) in client.get(f"/deals/{sold.pk}/").text
    )
    accepted, newer = approved_quote(sold, cast.rep), approved_quote(sold, cast.rep, "1")
    assert draw_link(row, newer) in client.get(f"/deals/{sold.pk}/").text
    for status in ("sent", "accepted"):
        quotes.mark_quote(quote_id=accepted.pk, status=status, by=cast.rep, at=NOW)
    assert draw_link(row, accepted) in client.get(f"/deals/{sold.pk}/").text
    for one in (accepted, newer):
        assert draw_link(row, one) in client.get(f"/deals/quotes/{one.pk}/").text
    # Who reads deals and records no contracts finds no way there; a manager does.
    assert draw_link(row, accepted) in signed_in(cast.manager).get(f"/deals/{sold.pk}/").text
    assert draw_link(row, accepted) not in signed_in(cast.auditor).get(f"/deals/{sold.pk}/").text

    closing.win_deal(deal_id=sold.pk, reason="price", competitor="", by=cast.rep, at=NOW)
    won = signed_in(cast.rep).get(f"/deals/{sold.pk}/").text
    assert draw_link(row, accepted) in won and f"/contracts/new/?customer={row.pk}" not in won
    lost = deal(row, cast.rep)
    closing.lose_deal(deal_id=lost.pk, reason="x", competitor="", by=cast.rep, at=NOW)
    assert draw_link(row) not in client.get(f"/deals/{lost.pk}/").text


@pytest.mark.req("Nc15", "Na11")
def test_the_number_drawn_from_a_quote_takes_its_lines_and_keeps_them(cast, clock, signed_in):
    row = customer(cast.rep)
    offer, client = approved_quote(deal(row, cast.rep), cast.rep), signed_in(cast.rep)
    url = f"/contracts/get-number/?customer={row.pk}&quote={offer.pk}"
    page = client.get(url)
    assert f'<option value="{offer.pk}" selected>' in page.text and page.context["form"]["customer"].value() == row.pk
    answer = client.post(url, {"customer": row.pk, "series": "HT", "quote": offer.pk})
    made = Contract.objects.get()
    assert answer.url == f"/contracts/{made.pk}/prepare/checks/"
    assert (made.quote, made.amount, made.lines.get().quantity) == (offer, offer.total, 3) and made.amount == Decimal(
        "294.00"
    )
    # Walking through the step without a change keeps what the quote gave.
    step = f"/contracts/{made.pk}/prepare/products/"
    shown = client.get(step).context["rows"]
    kept = {form.add_prefix(name): form[name].value() or "" for form in shown for name in form.fields}
    kept |= {"lines-TOTAL_FORMS": len(shown.forms), "lines-INITIAL_FORMS": 1}
    kept["lines-0-product"] = made.lines.get().product_id
    assert client.post(step, kept).status_code == 302
    made.refresh_from_db()
    assert (made.quote, made.amount) == (offer, offer.total)
    client.post(step, {**kept, "lines-0-quantity": "4"})
    made.refresh_from_db()
    assert (made.quote, made.amount) == (None, Decimal("392.00"))


@pytest.mark.req("Nc15", "Nb3")
def test_a_quote_typed_by_hand_gives_nothing_away(cast, clock, signed_in):
    """One that they may not see, waits or does not exist is as if none were named; another customer's is refused, and no number is lost."""
    mine, theirs = customer(cast.rep), customer(cast.stranger)
    foreign, own = (
        approved_quote(deal(theirs, cast.stranger), cast.stranger),
        approved_quote(deal(mine, cast.rep), cast.rep),
    )
    client = signed_in(cast.rep)
    for named in (foreign.pk, 0, "x", "²", "9" * 30):
        page = client.get(f"/contracts/get-number/?customer={mine.pk}&quote={named}")
        assert (
            page.status_code == 200 and "quote" not in page.context["form"].fields and foreign.number not in page.text
        )
    client.post("/contracts/get-number/", {"customer": mine.pk, "series": "HT", "quote": foreign.pk})
    made = Contract.objects.get()
    assert (made.quote, made.lines.count()) == (None, 0)
    assert client.post(f"/contracts/{made.pk}/quote/", {"quote": foreign.pk}).status_code == 404

    url, other = f"/contracts/get-number/?customer={mine.pk}&quote={own.pk}", customer(cast.rep)
    assert client.post(url, {"customer": mine.pk, "series": "HT", "quote": foreign.pk}).status_code == 422
    wrong = client.post(url, {"customer": other.pk, "series": "HT", "quote": own.pk})
    assert wrong.status_code == 422 and "another customer" in wrong.text
    client.post(url, {"customer": mine.pk, "series": "HT", "quote": ""})
    assert list(Contract.objects.order_by("pk").values_list("number", flat=True)) == ["HT-2026-0001", "HT-2026-0002"]


# --- deciding --------------------------------------------------------------------------------------------------


def test_nobody_confirms_what_she_recorded_herself(cast, clock, signed_in):
    row = contract(customer(cast.rep), recorded_by=cast.manager)
    client = signed_in(cast.manager)
    page = client.get(f"/contracts/{row.pk}/")
    assert "You recorded it yourself: somebody else confirms it." in page.text
    assert client.post(f"/contracts/{row.pk}/confirm/").status_code == 403
    signed_in(cast.director).post(f"/contracts/{row.pk}/confirm/")
    row.refresh_from_db()
    assert row.status == "confirmed"


@pytest.mark.req("Nb3")
def test_confirming_is_for_the_managers_of_the_customer(cast, clock, signed_in):
    row = contract(customer(cast.rep))
    answers = {
        p: signed_in(getattr(cast, p)).post(f"/contracts/{row.pk}/confirm/").status_code
        for p in ("rep", "direct_manager", "finance", "auditor")
    }
    assert answers == {"rep": 403, "direct_manager": 404, "finance": 403, "auditor": 403}
    row.refresh_from_db()
    assert row.status == "draft"


@pytest.mark.req("Nc13")
def test_voiding_needs_a_reason_and_gives_the_clock_back(cast, clock, signed_in):
    row = customer(cast.stages_rep, stage="intent")
    before = Ownership.objects.get(pk=row.pk).release_at
    signed_in(cast.stages_rep).post(NEW, typed(row))
    made = Contract.objects.get()
    client = signed_in(cast.stages_manager)
    client.post(f"/contracts/{made.pk}/confirm/")
    missing = client.post(f"/contracts/{made.pk}/void/", {"reason": ""})
    assert missing.status_code == 422
    done = client.post(f"/contracts/{made.pk}/void/", {"reason": "Never signed by them"}, follow=True)
    assert "Void: Never signed by them" in done.text
    row.refresh_from_db()
    assert row.stage == "intent" and Ownership.objects.get(pk=row.pk).release_at == before
    twice = client.post(f"/contracts/{made.pk}/confirm/", follow=True)
    assert twice.status_code == 403 or "reload the page" in twice.text


# --- reading ---------------------------------------------------------------------------------------------------


@pytest.mark.req("Nb3")
def test_the_list_shows_contracts_in_scope_and_a_typed_address_no_more(cast, clock, signed_in):
    mine, theirs, far = (
        contract(customer(cast.rep), "A"),
        contract(customer(cast.mate), "B"),
        contract(customer(cast.stranger), "C"),
    )

    def shown(person):
        return {row.number for row in signed_in(person).get("/contracts/").context["rows"]}

    assert shown(cast.rep) == {"A"} and shown(cast.manager) == {"A", "B"} and shown(cast.finance) == {"A", "B", "C"}
    assert signed_in(cast.rep).get(f"/contracts/{theirs.pk}/").status_code == 404
    assert signed_in(cast.manager).get(f"/contracts/{far.pk}/").status_code == 404
    assert signed_in(cast.hr).get("/contracts/").status_code == 403 and mine


def test_the_list_is_narrowed_by_state_and_found_by_number_or_customer(cast, clock, signed_in):
    contract(customer(cast.rep, name="杭州友好科技有限公司"), "HT-77", "confirmed")
    contract(customer(cast.rep), "HT-78")
    client = signed_in(cast.rep)

    def shown(query):
        return [row.number for row in client.get(f"/contracts/?{query}").context["rows"]]

    assert (
        shown("status=confirmed") == ["HT-77"]
        and shown("q=78") == ["HT-78"]
        and shown("q=友好") == ["HT-77"]
        and shown("q=zzz") == []
    )
    assert "No contract matches" in client.get("/contracts/?q=zzz").text


def test_an_empty_list_says_what_to_do(cast, clock, signed_in):
    assert "Record a signed contract" in signed_in(cast.rep).get("/contracts/").text


@pytest.mark.embedded
@pytest.mark.parametrize("who", ["rep", "manager", "finance"])
def test_the_list_takes_the_same_queries_for_one_and_thirty(cast, clock, signed_in, who):
    client, row = signed_in(getattr(cast, who)), customer(cast.rep)
    contract(row, "N")
    client.get("/contracts/")
    with CaptureQueriesContext(connection) as one:
        client.get("/contracts/")
    for n in range(30):
        contract(customer(cast.rep), f"N{n}")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/contracts/").context["rows"]) == 25
    assert len(many) == len(one)


@pytest.mark.req("Nb3")
def test_rows_and_page_agree_for_everybody(cast, clock, signed_in):
    rows = [contract(customer(o), f"{o.username}") for o in (cast.rep, cast.east_rep, cast.stranger)]
    rows.append(contract(customer(department=cast.departments["sales"]), "pool"))
    helped = contract(customer(cast.solar_rep), "helped")
    Collaborator.objects.create(customer=helped.customer, user=cast.rep, since=NOW)
    for person in cast.people.values():
        listed = set(access.visible(person).values_list("number", flat=True))
        client = signed_in(person)
        opened = {r.number for r in [*rows, helped] if client.get(f"/contracts/{r.pk}/").status_code == 200}
        assert opened == listed, person
    assert set(access.visible(cast.rep).values_list("number", flat=True)) == {"rep", "helped"}
    assert set(access.visible(cast.manager).values_list("number", flat=True)) == {"rep", "east_rep", "pool"}
    assert Customer.objects.count() == 5


def test_the_page_says_who_confirms(cast, clock, signed_in):
    row = contract(customer(cast.rep))
    assert "Waiting for Manager" in signed_in(cast.rep).get(f"/contracts/{row.pk}/").text
