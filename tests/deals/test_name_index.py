"""Deals by the words of their names, quotes by their numbers (rows Na9, Na11)."""

from decimal import Decimal

import pytest

from crm_project.lib.name_tokens import LONGEST, MOST, name_tokens
from deals.domain import deals, name_index, quotes
from deals.domain.quote_numbers import find_quotes
from tests.cast import NOW, customer
from tests.deals.test_quotes import UNTIL
from tests.deals.world import CLOSE, deal, product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Na9")]


def found(person, text, limit=5):
    return name_index.find_deals(person, text, limit)


@pytest.fixture
def row(cast):
    return deal(customer(cast.rep), cast.rep, name="屋顶光伏二期 ABB Inverter-Swap")


@pytest.mark.parametrize(
    "text", ["光伏", "二期", "屋顶光伏二期", "abb", "inver", "SWAP", "光伏 swap", "ＡＢＢ", "屋顶光伏二期 abb inverter"]
)
def test_a_deal_is_found_by_each_of_its_words(cast, row, text):
    assert found(cast.rep, text) == [row.pk]
    assert found(cast.stranger, text) == []


@pytest.mark.parametrize("text", ["nverter", "光伏三期", "光伏 missing", "", " ", "%", "_"])
def test_what_its_name_does_not_hold_finds_it_not(cast, row, text):
    assert found(cast.rep, text) == []


def test_a_new_name_takes_the_place_of_the_old(cast, row):
    fields = {"name": "储能试点", "amount": Decimal("1.00"), "expected_close": CLOSE}
    deals.update_deal(deal_id=row.pk, by=cast.rep, at=NOW, fields=fields)
    assert found(cast.rep, "储能") == [row.pk] and found(cast.rep, "光伏") == []


def test_ones_own_is_found_among_more_than_are_read(cast, monkeypatch):
    monkeypatch.setattr(name_index, "READ", 3)
    for _n in range(6):
        deal(customer(cast.stranger), cast.stranger, name="光伏采购")
    mine = deal(customer(cast.rep), cast.rep, name="光伏采购")
    assert found(cast.rep, "光伏") == [mine.pk]
    assert len(found(cast.general_manager, "光伏", 3)) == 3


def test_tokens_are_bounded():
    assert max(map(len, name_tokens("a" * 50))) == LONGEST
    assert (
        len(name_tokens("光" * 3 + "abcdefgh" * 3)) <= MOST
        and len(name_tokens("".join(map(chr, range(0x4E00, 0x4E80))))) == MOST
    )
    assert name_tokens("  ") == [] and name_tokens("A-b  c") == ["a-b c", "b c", "c"]


@pytest.mark.req("Na11")
@pytest.mark.parametrize("part", ["whole", "begin", "last"])
def test_a_quote_is_found_by_the_beginning_and_the_end_of_its_number(cast, row, part):
    lines = [(product(), Decimal(1), Decimal(0))]
    quote = quotes.write_quote(deal_id=row.pk, lines=lines, valid_until=UNTIL, terms="", by=cast.rep, at=NOW)
    text = {"whole": quote.number.lower(), "begin": quote.number[:5], "last": quote.number.rpartition("-")[2]}[part]
    assert [one.pk for one in find_quotes(cast.rep, text, 5)] == [quote.pk]
    assert find_quotes(cast.stranger, text, 5) == []
    for sign in ("%%", "__", "_", "\\", "%" + text, text.replace("-", "_") + "_"):
        assert find_quotes(cast.rep, sign, 5) == [], "signs of a pattern are meant as they stand"
