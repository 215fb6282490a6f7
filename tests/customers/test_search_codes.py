"""A code is found as people type it, within what one sees; of others' customers only the exact code tells (Nc2, Ni5)."""

import pytest
from django.db import connection

from customers.domain.duplicates.matching import codes, search_ids
from customers.models import Customer, Lookup
from customers.presenters import search_hits
from tests.cast import customer
from tests.customers.test_search import asked, entered, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nc2")]


@pytest.fixture
def row(cast):
    return entered(customer(cast.rep, name="杭州春意空调有限公司", code="C-000066"))[0]


@pytest.mark.parametrize(
    "text",
    ["C-000066", "c000066", "C000066", "000066", "C-00006", "c-00006", "00006", "Ｃ－０００066", "c\u2013000066"],
)
def test_a_code_is_found_with_and_without_dash_and_letter_and_by_its_beginning(cast, row, text):
    assert titles(search_hits.customer_hits(asked(cast.rep, text))) == [row.name]
    assert search_ids(text, within=Customer.objects.all()) == [row.pk], "the list finds it too"


@pytest.mark.parametrize("text", ["C-0", "0000", "66", "000067", "C-0000661", "C-%066", "C-_0006"])
def test_what_tells_too_little_or_something_else_finds_none(cast, row, text):
    assert titles(search_hits.customer_hits(asked(cast.rep, text))) == []


def test_a_code_of_another_system_is_found_by_its_beginning(cast):
    kept = entered(customer(cast.rep, code="KH-2019/0042"))[0]
    for text in ("kh2019", "KH-2019/00", "kh-2019/0042"):
        assert titles(search_hits.customer_hits(asked(cast.rep, text))) == [kept.name]


def test_the_very_code_stands_before_longer_ones(cast, row):
    longer = entered(customer(cast.rep, name="春", code="C-0000661"))[0]
    assert titles(search_hits.customer_hits(asked(cast.rep, "c000066"))) == [row.name, longer.name]


@pytest.mark.req("Ni5")
def test_of_a_customer_of_others_only_the_exact_code_tells_and_is_counted(cast):
    theirs = entered(customer(cast.stranger, name="宁波海风电器有限公司", code="C-000066"))[0]
    for text in ("c000066", "000066", "C-00006"):
        answer = search_hits.customer_hits(asked(cast.rep, text))
        assert (titles(answer), answer.notice) == ([], "") and not Lookup.objects.exists()
        assert search_ids(text, within=Customer.objects.filter(ownership__owner=cast.rep)) == []
    assert titles(search_hits.customer_hits(asked(cast.rep, "C-000066"))) == [theirs.name]
    assert Lookup.objects.get().count == 1


def test_ones_own_is_found_among_more_codes_than_are_read(cast, monkeypatch):
    monkeypatch.setattr(codes, "READ", 3)
    for number in range(6):
        customer(cast.stranger, code=f"C-00006{number}")
    mine = customer(cast.rep, code="C-000069")
    assert codes.begun("C-00006", Customer.objects.filter(ownership__owner=cast.rep), 5) == [mine.pk]


@pytest.mark.postgres
def test_an_index_finds_the_beginning(cast, row):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN SELECT id FROM {codes.TABLE} WHERE ({codes.CODE.expression}) COLLATE \"C\" >= 'c00006' "
            f"AND ({codes.CODE.expression}) COLLATE \"C\" < 'c00007'"
        )
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert codes.CODE.index in plan, plan
