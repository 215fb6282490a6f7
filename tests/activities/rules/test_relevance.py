"""Whether a text names anything of its customer (row Nd7)."""

import pytest

from activities.rules.relevance import names_something

CHINESE, LATIN = "杭州创达科技有限公司", "Blue Ridge AG and Company Ltd"
PLAIN = "聊了很久也很开心"


def names(text, customer=CHINESE, **known):
    return names_something(text, customer=customer, **known)


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("text", "something"),
    [
        (PLAIN, False),
        ("聊了样品的事", True),
        ("we had a nice long talk", False),
        ("we had a nice long talk about the Samples", True),
        ("resampled the plandata today", False),
        ("去了创达的办公楼", True),
        ("去了杭州的办公楼", True),
        ("科技公司那边聊了", False),
        ("创 达", False),
        ("", True),
        ("   ", True),
    ],
)
def test_a_matter_of_business_or_the_customers_name_is_something(text, something):
    assert names(text) is something


@pytest.mark.parametrize(
    ("text", "something"),
    [
        ("talked at BLUE today", True),
        ("the ridge people were nice", True),
        ("blues and ridges all day", False),
        ("the company and its group, a limited ag", False),
    ],
)
def test_of_a_latin_name_the_words_that_tell_it_from_others_count(text, something):
    assert names(text, LATIN) is something


def test_of_a_mixed_name_each_part_counts_in_its_own_way():
    assert names("大众人很好", "大众ABC有限公司") and names("abc guys", "大众 ABC 有限公司")
    assert names("abc公司 聊了", "ABC公司")
    assert not names(PLAIN, "ab有限公司") and not names("ab", "ab 有限公司")


@pytest.mark.parametrize(
    ("person", "text", "something"),
    [
        ("王小明", "王小明人很好", True),
        ("王小明", "王总人很好", True),
        ("王小明", "王经理人很好", True),
        ("王小明", "小王人很好", False),
        ("王小明", "张总人很好", False),
        ("Li 王", "王人很好", True),
        ("阿卜杜·买买提", "阿卜杜买买提人很好", True),
        ("Ann O'Neill", "ann was nice", True),
        ("Ann O'Neill", "neill was nice", True),
        ("Ann O'Neill", "o was nice", False),
        ("Ann O'Neill", "annette was nice", False),
        ("", "总很好", False),
        ("Xu", "xu was nice", True),
        ("X", "x was nice", False),
    ],
)
def test_somebody_there_by_name_or_by_title_is_something(person, text, something):
    assert names(text, people=["李思思", person]) is something


@pytest.mark.parametrize(("step", "something"), [("call back", True), ("  ", False), ("", False), (None, False)])
def test_a_next_step_is_something(step, something):
    assert names(PLAIN, next_step=step) is something
