"""Conditions on the list of contracts."""

from datetime import date

import pytest

from tests.cast import customer
from tests.contracts.ratings.company import signed

pytestmark = pytest.mark.django_db

LIST = "/contracts/"


def customers(answer):
    return {row.customer.name for row in answer.context["rows"]}


@pytest.fixture
def three(cast, clock):
    """One that is due soon, one that is paid, and one of a colleague."""
    signed(customer(cast.rep, name="甲有限公司"), date(2026, 2, 1), 5000, due=date(2026, 3, 9))
    signed(customer(cast.rep, name="乙有限公司"), date(2025, 2, 1), 900, paid=900)
    signed(customer(cast.mate, name="丙有限公司"), date(2026, 2, 20), 8000, due=date(2026, 6, 1), owner=cast.mate)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("where=1.due.next.10", {"甲有限公司"}),
        ("where=1.due.empty", {"乙有限公司"}),
        ("where=1.paid.no&where=1.amount.between.6000~", {"丙有限公司"}),
        ("where=1.paid.yes&where=2.signed.last.14&match=any", {"乙有限公司", "丙有限公司"}),
        ("where=1.customer.has.甲&where=1.status.in.confirmed", {"甲有限公司"}),
        ("where=1.owner.empty", {"甲有限公司", "乙有限公司"}),
    ],
)
def test_contracts_are_found_by_conditions(three, cast, signed_in, query, expected):
    page = signed_in(cast.manager).get(f"{LIST}?{query}")
    assert page.context["where_problems"] == [] and customers(page) == expected


def test_a_rep_finds_only_their_own_and_the_status_stays(three, cast, signed_in):
    client = signed_in(cast.rep)
    page = client.get(f"{LIST}?status=confirmed&where=1.amount.between.1000~")
    assert customers(page) == {"甲有限公司"}
    assert page.context["where_chips"][0]["remove_url"] == "?status=confirmed"
    none = client.get(f"{LIST}?where=1.amount.between.9999999~")
    assert "No contract matches" in none.text and "Show all contracts" in none.text


def test_conditions_cost_the_list_nothing(three, cast, signed_in, queries):
    signed_in(cast.manager)
    assert queries(f"{LIST}?where=1.due.next.10&where=2.paid.yes&match=any") == queries(LIST)
