"""The board, the list, the customer's part, the stages' page (rows Na9, Nf1, Ni17, D7)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Collaborator
from deals.domain import closing, quotes
from deals.models import Deal, Pipeline
from deals.presenters.board import CARDS
from tests.cast import NOW, as_admin, customer
from tests.deals.world import deal, product, stage

pytestmark = pytest.mark.django_db


@pytest.mark.req("Na9", "Ni17")
def test_the_board_shows_what_one_may_see_by_stage_with_sums(cast, clock, signed_in):
    rows = [
        deal(customer(o), o, name=f"of {o.username}", amount=Decimal(1000))
        for o in (cast.rep, cast.rep, cast.mate, cast.stranger)
    ]
    Deal.objects.filter(pk=rows[1].pk).update(stage=stage(4))

    def columns(person, query=""):
        found = signed_in(person).get(f"/deals/{query}").context["columns"]
        return {c["stage"].number: (c["n"], c["sums"], [card["name"] for card in c["cards"]]) for c in found if c["n"]}

    assert columns(cast.rep) == {
        0: (1, [(Decimal(1000), "CNY")], ["of rep"]),
        4: (1, [(Decimal(1000), "CNY")], ["of rep"]),
    }
    assert columns(cast.manager)[0][2] == ["of rep", "of mate"]
    assert columns(cast.manager, f"?owner={cast.mate.pk}") == {0: (1, [(Decimal(1000), "CNY")], ["of mate"])}


def test_a_full_column_shows_a_dozen_and_the_way_to_the_rest(cast, clock, signed_in):
    for _n in range(CARDS + 3):
        deal(customer(cast.rep), cast.rep)
    page = signed_in(cast.rep).get("/deals/")
    column = page.context["columns"][0]
    assert (len(column["cards"]), column["n"]) == (CARDS, CARDS + 3) and f"Show all {CARDS + 3}" in page.text


@pytest.mark.embedded
@pytest.mark.parametrize("url", ["/deals/", "/deals/list/", "/deals/quotes/"])
def test_the_lists_take_the_same_queries_for_one_and_thirty(cast, clock, signed_in, url):
    client, thing = signed_in(cast.manager), product()

    def one_more():
        made = deal(customer(cast.rep), cast.rep)
        quotes.write_quote(
            deal_id=made.pk, lines=[(thing, 1, 0)], valid_until=date(2026, 4, 1), terms="", by=cast.rep, at=NOW
        )

    one_more()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(30):
        one_more()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    # One query more at most: the second page's cursor asks nothing, the board's columns neither.
    assert len(many) == len(one)


@pytest.mark.req("Nf1")
def test_the_list_is_narrowed_and_searched(cast, clock, signed_in):
    first = deal(customer(cast.rep, name="杭州友好科技有限公司"), cast.rep, name="Alpha", line="long")
    deal(customer(cast.east_rep), cast.east_rep, name="Beta", expected_close=date(2026, 12, 1))
    closing.lose_deal(
        deal_id=deal(customer(cast.rep), cast.rep, name="Gamma").pk, reason="x", competitor="", by=cast.rep, at=NOW
    )
    client = signed_in(cast.manager)

    def shown(query):
        return [row.name for row in client.get(f"/deals/list/?{query}").context["page"].rows]

    assert shown("") == ["Alpha", "Beta"] and shown("status=lost") == ["Gamma"] and shown("q=友好") == ["Alpha"]
    assert (
        shown("line=long") == ["Alpha"]
        and shown("close_from=2026-06-01") == ["Beta"]
        and shown(f"owner={cast.east_rep.pk}") == ["Beta"]
    )
    assert shown(f"department={cast.departments['east'].pk}") == ["Beta"] and shown(f"stage={first.stage_id}") == [
        "Alpha",
        "Beta",
    ]
    assert "No deal matches" in client.get("/deals/list/?q=zzz").text
    assert client.get("/deals/list/filter/?status=lost").status_code == 200


def test_empty_pages_say_what_to_do(cast, clock, signed_in):
    client = signed_in(cast.rep)
    assert "Create a deal for one of your customers: it appears here in the first stage." in client.get("/deals/").text
    assert (
        "Create a deal for one of your customers: it appears here in the first stage."
        in client.get("/deals/list/").text
    )
    assert "Quotes start from a deal: open the deal and choose New quote." in client.get("/deals/quotes/").text
    assert "No products yet" in client.get("/deals/products/").text
    assert "No plans for this period" in client.get("/deals/plans/").text


@pytest.mark.req("Z11")
def test_the_customers_page_lists_its_deals_and_offers_a_new_one_to_those_who_may(cast, clock, signed_in):
    made = deal(customer(cast.rep), cast.rep)
    url = f"/customers/{made.customer_id}/?part=deals"
    assert (
        made.name in signed_in(cast.rep).get(url).text
        and f"/deals/new/?customer={made.customer_id}" in signed_in(cast.rep).get(url).text
    )
    boss = signed_in(cast.manager).get(url).text
    assert made.name in boss and f"/deals/new/?customer={made.customer_id}" not in boss
    Collaborator.objects.create(customer=made.customer, user=cast.stranger, since=NOW)
    assert f"/deals/new/?customer={made.customer_id}" in signed_in(cast.stranger).get(url).text


def test_a_restricted_customers_deal_opens_with_a_reason_only(cast, clock, signed_in):
    made = deal(customer(cast.rep, restricted=True), cast.rep)
    assert signed_in(cast.rep).get(f"/deals/{made.pk}/").status_code == 200
    assert signed_in(cast.manager).get(f"/deals/{made.pk}/").url.startswith(f"/customers/{made.customer_id}/look")


@pytest.mark.req("Na9", "Ni17", "D7")
def test_names_probabilities_conditions_and_update_days_are_edited(cast, clock, signed_in):
    steps = Pipeline.objects.get(key="d7")
    client = signed_in(as_admin(cast.general_manager))
    url = f"/deals/stages/{steps.pk}/"
    form = {"departments": [cast.departments["direct"].pk]}
    for row in steps.stages.all():
        form |= {
            f"s{row.pk}-name": row.name,
            f"s{row.pk}-name_zh": row.name_zh,
            f"s{row.pk}-probability": row.probability,
            f"s{row.pk}-update_days": 4,
        }
    first = steps.stages.get(number=1)
    form |= {
        f"s{first.pk}-name": "Visit agreed",
        f"s{first.pk}-conditions": ["amount", "key_contact"],
        f"s{first.pk}-probability": 33,
    }
    assert client.post(url, form).status_code == 302
    first.refresh_from_db()
    assert (first.name, first.probability, first.update_days, first.conditions) == (
        "Visit agreed",
        33,
        4,
        ["amount", "key_contact"],
    )
    assert deal(customer(cast.stranger), cast.stranger).stage.pipeline == steps
    wrong = client.post(url, {**form, f"s{first.pk}-probability": 100})
    assert wrong.status_code == 422 and "The last stage, and only the last" in wrong.text
    assert signed_in(cast.manager).get(url).status_code == 403


def test_one_stage_more_goes_before_the_last(cast, clock, signed_in):
    client = signed_in(as_admin(cast.general_manager))
    steps, standard = Pipeline.objects.get(key="d7"), Pipeline.objects.get(key="standard")
    client.post(f"/deals/stages/{steps.pk}/new/", {"name": "Trial order", "name_zh": "试单"})
    assert [s.name for s in steps.stages.all()][-2:] == ["Trial order", "Signed and paid"]
    full = client.post(f"/deals/stages/{standard.pk}/new/", {"name": "One more"})
    assert full.status_code == 422 and "stages 0 to 10" in full.text
