"""Duplicates while one types, and the search box."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm_project.accounts.models import Department
from crm_project.demo.sample_alterations import CHINESE_ALTERATIONS, LATIN_ALTERATIONS, altered
from crm_project.demo.sample_names import Samples
from customers.domain.duplicates import matching
from customers.models import Customer, NameGram
from customers.rules import names

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FULL = "北京友好创达科技有限公司"


@pytest.fixture
def department():
    return Department.objects.create(name="Sales")


@pytest.fixture
def known(department):
    """known(name, …) -> these customers, in the search."""

    def enter(*wanted, **fields):
        at = timezone.now()
        first = Customer.objects.count()
        rows = Customer.objects.bulk_create(
            Customer(
                code=f"K-{first + n:06d}",
                name=name,
                name_key=names.key(name),
                stage_since=at,
                created_at=at,
                changed_at=at,
                **({"department": department} | fields),
            )
            for n, name in enumerate(wanted)
        )
        matching.index([(row.pk, row.name) for row in rows])
        return rows

    return enter


def merge(loser, winner):
    Customer.objects.filter(pk=loser.pk).update(merged_into=winner)


def first(text):
    found = matching.find(text)
    return (found[0].name, found[0].how) if found else None


# --- The side table -------------------------------------------------------------------------------
@pytest.mark.req("Nc2")
def test_reindexing_follows_a_new_name_and_leaves_the_others(known):
    changed, other = known(FULL, "靖江市春意空调有限公司")
    Customer.objects.filter(pk=changed.pk).update(name="上海恒信电缆有限公司")
    assert matching.reindex([changed.pk]) == len(names.grams("上海恒信电缆有限公司"))
    assert matching.search_ids("恒信") == [changed.pk]
    assert matching.search_ids("友好") == []
    assert matching.search_ids("春意") == [other.pk]


@pytest.mark.req("Nc2")
def test_what_is_taken_out_is_not_found(known):
    gone, other = known(FULL, "靖江市春意空调有限公司")
    matching.unindex([gone.pk])
    assert matching.search_ids("友好") == []
    assert NameGram.objects.filter(customer=other).exists()


@pytest.mark.req("Nc2")
def test_entering_many_takes_one_statement_for_tens_of_thousands_of_tokens(known):
    rows = known(*Samples(1).names(300))
    NameGram.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        entered = matching.index([(row.pk, row.name) for row in rows])
    assert entered == NameGram.objects.count() > 3000
    assert len(queries) == 1


# --- Duplicates -----------------------------------------------------------------------------------
@pytest.mark.req("Z10", "Ni5", "D3")
@pytest.mark.parametrize(
    "typed",
    [
        "北京友好創達科技有限公司",
        "北京友好创达科技有限责任公司",
        "（北京）友好创达科技有限公司",
        " 北京 友好创达科技有限公司 ",
    ],
)
def test_the_same_name_in_another_spelling_is_the_same_customer(known, typed):
    (row,) = known(FULL)
    (match,) = matching.find(typed)
    assert match == (row.pk, row.code, FULL, match.score, match.how, "")
    assert match.score > 90 and match.how in ("key", "core")


@pytest.mark.req("Z10", "Nc2", "Ni5", "D3")
@pytest.mark.parametrize(
    ("typed", "how"),
    [
        (FULL, "key"),
        ("友好创达", "core"),
        ("上海友好创达科技有限公司", "core"),
        (FULL + "上海分公司", "core"),
        (FULL + "（重要）", "core"),
        ("友好", "similar"),
        ("创达", "similar"),
        ("友好创", "similar"),
        ("友好创达科", "similar"),
        ("北京友好", "similar"),
        ("北京友好创建科技有限公司", "similar"),
        ("北京友好创大科技有限公司", "pinyin"),
        ("youhao", "pinyin"),
        ("YouHaoChuangDa", "pinyin"),
        ("yhcd", "pinyin"),
        ("yhc", "pinyin"),
    ],
)
def test_a_known_company_is_found_as_one_types(known, typed, how):
    known(FULL, "靖江市春意空调有限公司", "上海恒信电缆有限公司", "Blue Ridge Electronics Ltd.")
    assert first(typed) == (FULL, how)


@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("BLUE RIDGE ELECTRONICS LIMITED", "key"),
        ("Blue Ridge", "core"),
        ("blueridge", "core"),
        ("blu", "similar"),
        ("blue rid", "similar"),
        ("Blue Rige Electronics", "similar"),
        ("Bleu Ridge Electronics Inc.", "similar"),
    ],
)
def test_latin_names_are_found_by_words_beginnings_and_with_a_typo(known, typed, how):
    known(FULL, "Blue Ridge Electronics Ltd.", "Red Harbor Foods Inc.")
    assert first(typed) == ("Blue Ridge Electronics Ltd.", how)


@pytest.mark.req("Nc2")
@pytest.mark.parametrize("typed", ["", " ", "友", "yh", "?", "(", "%", "有限公司", "成都天成贸易有限公司", "zzz"])
def test_nothing_is_found_where_nothing_is_alike(known, typed):
    known(FULL, "Blue Ridge Electronics Ltd.")
    assert matching.find(typed) == []


@pytest.mark.req("Z10")
def test_the_likeliest_stands_first_and_the_list_is_cut(known):
    known(
        *[
            f"{city}友好创达科技有限公司"
            for city in (
                "北京",
                "上海",
                "天津",
                "重庆",
                "杭州",
                "苏州",
                "南京",
                "武汉",
                "成都",
                "西安",
                "深圳",
                "广州",
            )
        ]
    )
    found = matching.find("深圳市友好创达科技有限公司")
    assert found[0].name == "深圳友好创达科技有限公司"
    assert len(found) == 10
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert len(matching.find("友好创达", limit=3)) == 3


@pytest.mark.req("Ni7", "Z10")
def test_a_merged_customer_leads_to_its_survivor(known):
    first_copy, second_copy, survivor = known(
        "北京友好创达科技有限公司", "北京友好创达技术有限公司", "天津恒信电缆有限公司"
    )
    merge(first_copy, second_copy)
    merge(second_copy, survivor)
    (match,) = matching.find(FULL)
    assert (match.customer_id, match.code, match.name) == (survivor.pk, survivor.code, survivor.name)
    assert (match.how, match.known_as) == ("key", FULL)
    assert matching.search_ids("友好创达") == [survivor.pk]


@pytest.mark.req("Z10")
def test_an_individual_is_found_by_name_though_the_phone_is_part_of_the_key(known, department):
    (row,) = known("张伟民", kind="individual")
    Customer.objects.filter(pk=row.pk).update(name_key="张伟民#13800138000")
    assert first("张伟民") == ("张伟民", "key")


@pytest.fixture
def five_thousand(known):
    return [row.name for row in known(*Samples(1).names(5000))]


@pytest.mark.req("Z10", "Nc2", "D3")
def test_of_100_altered_names_among_5000_at_least_95_are_among_the_first_ten(five_thousand):
    dice = random.Random(20260302)
    missed = []
    for number, name in enumerate(dice.sample(five_thousand, 100)):
        ways = CHINESE_ALTERATIONS if names.HAN.search(name) else LATIN_ALTERATIONS
        typed = altered(name, ways[number % len(ways)], dice)
        with CaptureQueriesContext(connection) as queries:
            found = [match.name for match in matching.find(typed)]
        assert len(queries) <= 3
        if name not in found:
            missed.append((name, typed, found))
    assert len(missed) <= 5, missed


@pytest.mark.req("Nc2")
def test_no_look_up_walks_through_the_customers(five_thousand):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL rightly reads a small table whole")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for text in [five_thousand[7], "友好", "友好科技", "youhao", "blue ridge", "K-000012"]:
        for look_up in (matching.find, matching.search_ids):
            with CaptureQueriesContext(connection) as queries:
                look_up(text)
            for query in queries:
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN QUERY PLAN {query['sql'].replace('%', '%%')}", ())
                    steps = [step[-1] for step in cursor.fetchall()]
                assert not [step for step in steps if step.startswith(("SCAN customers", "SCAN c ", "SCAN g"))], (
                    text,
                    steps,
                )


# --- The search box -------------------------------------------------------------------------------
@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    "typed",
    [
        "友好",
        "創達",
        "友好创达",
        "达科",
        "北京友好",
        "友好创达科技有限公司",
        "创达科技有限",
        "北京（友好）",
        "科技 北京",
        "友好 科技",
        "友好 北",
        "youhao",
        "yhcd",
        "YHC",
        "友好创达科技股份有限",
        "  北京\u3000友好 ",
    ],
)
def test_the_search_box_finds_a_part_of_the_name(known, typed):
    wanted, *_ = known(FULL, "北京恒信电缆有限公司", "上海好友达创贸易有限公司", "Blue Ridge Electronics Ltd.")
    assert matching.search_ids(typed) == [wanted.pk]


@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    "typed",
    [
        "blue",
        "ridge blue",
        "ELEC",
        "blue el",
        "blueridge",
        "K-000001",
        "k-000001",
        "Blue Ridge Electronics Ltd.",
    ],
)
def test_the_search_box_finds_latin_words_and_codes(known, typed):
    _, wanted = known(FULL, "Blue Ridge Electronics Ltd.")
    assert matching.search_ids(typed) == [wanted.pk]


@pytest.mark.req("Nc2")
def test_characters_must_stand_together(known):
    together, _ = known("北京天成大地贸易有限公司", "北京成天地大天大贸易有限公司")
    assert matching.search_ids("天成大地") == [together.pk]


@pytest.mark.req("Nc2")
@pytest.mark.parametrize("typed", ["", " ", "友", "a", "%", "_", "'", "有限公司", "公司"])
def test_what_tells_nothing_finds_nothing(known, typed):
    known(FULL, "Blue Ridge Electronics Ltd.")
    assert matching.search_ids(typed) == []
    assert not matching.searchable(typed)


@pytest.mark.req("Nc2")
def test_a_scope_narrows_before_the_limit_cuts(known, department):
    other = Department.objects.create(name="Direct")
    known(*[f"北京友好{n}号科技有限公司" for n in range(10, 30)], department=other)
    (own,) = known("上海恒信科技有限公司")
    scope = Customer.objects.filter(department=department)
    assert matching.search_ids("科技", limit=5, within=scope) == [own.pk]
    assert len(matching.search_ids("科技", limit=5)) == 5


@pytest.mark.req("Ni7")
def test_a_survivor_outside_the_scope_is_not_shown(known, department):
    other = Department.objects.create(name="Direct")
    (survivor,) = known("天津恒信电缆有限公司", department=other)
    (copy,) = known(FULL)
    merge(copy, survivor)
    assert matching.search_ids("友好创达", within=Customer.objects.filter(department=department)) == []
    assert matching.search_ids("友好创达", within=Customer.objects.filter(department=other)) == [survivor.pk]
