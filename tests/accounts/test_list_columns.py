"""Lists whose columns one chooses: every list that an app declares, by the same dialog, kept with the person."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.domain import lifecycle
from crm_project import catalogue
from crm_project.accounts.presenters.list_layout import ListLayout
from deals.domain import closing, quotes
from tests.cast import NOW, customer
from tests.contracts.test_money import pay
from tests.deals.world import CLOSE, deal, product
from tests.service.orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LISTS = {
    "deals": "/deals/list/",
    "closed-deals": "/deals/list/?status=lost",
    "quotes": "/deals/quotes/",
    "contracts": "/contracts/",
    "payments": "/contracts/payments/",
    "orders": "/service/?tab=all",
}


def address(key):
    return reverse("accounts:list_columns", args=[key])


def headings(page):
    """The headings of the table, in their order."""
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th scope=\"col\".*?</th>", page, re.S)]


def more(cast, thing, n):
    """One row more for each list."""
    row = customer(cast.rep)
    offered = deal(row, cast.rep)
    quotes.write_quote(
        deal_id=offered.pk, lines=[(thing, Decimal(1), Decimal(0))], valid_until=CLOSE, terms="", by=cast.rep, at=NOW
    )
    closing.lose_deal(deal_id=deal(row, cast.rep).pk, by=cast.rep, at=NOW, reason="too dear", competitor="")
    fields = {"number": f"C-{n}", "signed_at": NOW, "amount": Decimal(50), "promises": "none"}
    lifecycle.record_contract(customer_id=row.pk, by=cast.rep, at=NOW, fields=fields)
    pay(cast, row, "5")
    order(row, cast.rep)


@pytest.fixture
def thing(cast):
    """Two rows for each list, and the product that is offered in them."""
    made = product()
    for n in range(2):
        more(cast, made, n)
    return made


def test_every_list_that_is_declared_stands_here():
    assert set(LISTS) == set(catalogue.columned_lists())
    for declared in catalogue.columned_lists().values():
        keys = [column.key for column in declared.columns]
        assert len(keys) == len(set(keys)) and set(declared.usual) <= set(keys) and declared.usual[0] == keys[0]


@pytest.mark.parametrize("key", LISTS)
def test_columns_are_chosen_ordered_and_widened_and_stay_so(cast, thing, signed_in, key):
    client, url, declared = signed_in(cast.general_manager), LISTS[key], catalogue.columned_lists()[key]
    labels = {column.key: str(column.label) for column in declared.columns}
    page = client.get(url).text
    assert headings(page) == [labels[name] for name in declared.usual] and 'data-open="#columns"' in page
    order = [name for name in labels if name != declared.usual[0]][::-1]
    answer = client.post(address(key), {"columns": [*order, "nonsense"], f"width-{order[0]}": "200", "next": url})
    assert answer.status_code == 302 and answer.url == url
    page = client.get(url).text
    assert headings(page) == [labels[name] for name in [declared.usual[0], *order]]
    assert f'<col data-column="{order[0]}" width="200">' in page and page.count("<tr data-row>") >= 2
    width = reverse("accounts:list_column_width", args=[key])
    assert client.post(width, {"column": order[1], "width": "5000"}).status_code == 204
    assert f'<col data-column="{order[1]}" width="600">' in client.get(url).text
    assert client.post(width, {"column": "nonsense", "width": "100"}).status_code == 400
    client.post(address(key), {"usual": "1", "columns": order})
    assert headings(client.get(url).text) == [labels[name] for name in declared.usual]


@pytest.mark.embedded
@pytest.mark.parametrize("key", LISTS)
def test_no_column_costs_a_query_for_each_row(cast, thing, client, queries, key):
    client.force_login(cast.general_manager)
    client.post(address(key), {"columns": [column.key for column in catalogue.columned_lists()[key].columns]})
    before = queries(LISTS[key])
    more(cast, thing, 3)
    assert queries(LISTS[key]) == before


@pytest.mark.req("Nb3")
def test_only_whoever_opens_the_list_keeps_its_columns(cast, signed_in):
    assert signed_in(cast.rep).post(address("nothing"), {"columns": ["stage"]}).status_code == 404
    stranger = signed_in(cast.hr)
    assert stranger.post(address("deals"), {"columns": ["stage"]}).status_code == 403
    assert not ListLayout(catalogue.columned_lists()["deals"], cast.hr).widths
