"""Conditions on the list of deals: the same form, address and saved tabs as on the list of customers."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict

from customers.domain.saved_filters import save_filter
from tests.cast import NOW, customer
from tests.deals.world import deal, stage

pytestmark = pytest.mark.django_db

LIST = "/deals/list/"


def names(answer):
    return {row.name for row in answer.context["page"].rows}


@pytest.fixture
def three(cast, clock):
    """A large one of the rep that closes soon, a small one, and one of a colleague."""
    mine, theirs = customer(cast.rep), customer(cast.mate)
    deal(mine, cast.rep, name="甲项目", amount=Decimal(500000), expected_close=date(2026, 3, 10))
    deal(mine, cast.rep, name="乙项目", amount=Decimal(900))
    deal(theirs, cast.mate, name="丙项目", amount=Decimal(700000), expected_close=date(2026, 3, 12), line="long")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("where=1.closing.next.14&where=1.amount.between.100000~", {"甲项目", "丙项目"}),
        ("where=1.name.has.甲&where=2.line.in.long&match=any", {"甲项目", "丙项目"}),
        ("where=1.customer.lacks.试验", set()),
        ("where=1.entered.last.0&where=1.closing.over.0", set()),
        ("where=1.owner.out.{mate}", {"甲项目", "乙项目"}),
        ("where=1.owner.in.{mate}", {"丙项目"}),
        ("where=1.department.in.{sales}", {"甲项目", "乙项目", "丙项目"}),
        ("where=1.department.in.{east}", set()),
        ("where=1.stage.in.{first}&where=1.amount.between.~1000", {"乙项目"}),
    ],
)
def test_deals_are_found_by_conditions(cast, three, signed_in, client, query, expected):
    keys = {
        "mate": cast.mate.pk,
        "sales": cast.departments["sales"].pk,
        "east": cast.departments["east"].pk,
        "first": stage(0).pk,
    }
    page = signed_in(cast.manager).get("/deals/list/?" + query.format(**keys))
    assert page.context["where_problems"] == [] and names(page) == expected


def test_a_rep_sees_only_their_own_by_them_and_a_wrong_one_lists_nothing(cast, three, signed_in):
    client = signed_in(cast.rep)
    assert names(client.get(f"{LIST}?where=1.amount.between.100000~")) == {"甲项目"}
    wrong = client.get(f"{LIST}?where=1.amount.between.much~&where=1.name.has.甲")
    assert names(wrong) == set() and len(wrong.context["where_problems"]) == 1
    assert "Nothing" not in wrong.context["where_chips"][1]["remove_url"] and "No deal matches" in wrong.text


def test_the_form_leads_back_to_the_list_and_its_panel_keeps_the_conditions(cast, three, signed_in):
    client = signed_in(cast.rep)
    filled = {"do": "show", "row": "1.1.name", "op1": "has", "c1-value": "甲", "kept": "status=open"}
    url = client.get("/lists/deals/conditions/", filled).url
    assert QueryDict(url.partition("?")[2]).dict() == {"status": "open", "where": "1.name.has.甲"}
    page = client.get(url)
    assert names(page) == {"甲项目"} and 'value="1.name.has.甲"' in client.get(page.context["panel_url"]).text


def test_a_saved_filter_stands_above_its_own_list_only(cast, three, signed_in):
    client = signed_in(cast.rep)
    page = client.get(f"{LIST}?where=1.line.in.long")
    assert page.context["save_url"].startswith("/customers/filters/save/?page=deals&")
    tab = client.post(page.context["save_url"].partition("&")[0], {"name": "Long", "query": "where=1.line.in.long"}).url
    assert tab == f"{LIST}?where=1.line.in.long"
    assert [one["label"] for one in client.get(LIST).context["saved"]] == ["Long"]
    assert "Long" in client.get(client.get(LIST).context["saved_url"]).text
    assert "Long" not in [one["label"] for one in client.get("/customers/").context["saved"]]
    save_filter(by=cast.rep, at=NOW, name="Long", query="vip=on")  # of another list


def test_who_sees_no_deals_opens_neither_form_nor_saved_filters_of_them(cast, signed_in):
    client = signed_in(cast.clerk)
    assert client.get("/lists/deals/conditions/").status_code == 403
    assert client.get("/customers/filters/saved/?page=deals").status_code == 403


def test_conditions_cost_the_list_nothing(cast, three, signed_in, queries):
    signed_in(cast.manager)
    plain = queries(LIST)
    assert queries(f"{LIST}?where=1.closing.next.14&where=1.amount.between.1~&where=2.name.has.甲&match=any") == plain
