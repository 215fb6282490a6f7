"""Legal forms and trades at the end of Chinese names, and what tells one company from another."""

import pytest

from customers.rules.names import NameParts, elsewhere
from customers.rules.names.parts import first_telling, without_contacts
from customers.rules.names.words import ending_of, trade_of


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("上海第一医院", "医院"),
        ("上海第一人民医院", "医院"),
        ("友好经营部", "经营部"),
        ("友好农村信用合作联社", "农村信用合作联社"),
        ("农村信用合作联社", "信用合作联社"),
        ("友厂", "厂"),
        ("厂", ""),
        ("友好", ""),
        ("", ""),
    ],
)
def test_the_longest_form_at_the_end_that_leaves_something_before_it(text, ending):
    assert ending_of(text) == ending


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("text", "before", "trade"),
    [
        ("友好科技", "友好", "科技"),
        ("友好科技贸易", "友好", "科技贸易"),
        ("友好机械科技贸易", "友好", "机械科技贸易"),
        ("友好国际货运代理", "友好", "国际货运代理"),
        ("友好商务信息咨询", "友好", "商务信息咨询"),
        ("友好企业管理咨询", "友好", "企业管理咨询"),
        # The first of several trades is the brand where nothing else stands there.
        ("科技贸易", "科技", "贸易"),
        ("友科技贸易", "友科技", "贸易"),
        ("友科技", "友", "科技"),
        ("科技", "", "科技"),
        ("友好", "友好", ""),
        ("", "", ""),
    ],
)
def test_trades_are_cut_off_the_end_as_long_as_a_name_stays(text, before, trade):
    assert trade_of(text) == (before, trade)


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("candidates", "key"),
    [
        (("友好", "上海友好"), "友好"),
        (("友", "上海友"), "上海友"),
        (("", "Acme Tools"), "acmetools"),
        (("A", "B"), "a"),
        (("", "B"), "b"),
        (("", "!"), "!"),
        (("", ""), ""),
        (("友好 A", "x"), "友好a"),
    ],
)
def test_the_first_text_of_two_characters_tells_a_company(candidates, key):
    assert first_telling(*candidates) == key


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("上海", "北京", True),
        ("上海", "上海市", False),
        ("上海市浦东新区", "上海", False),
        ("靖江市", "江苏省靖江市", False),
        ("CHINA", "china", False),
        ("CHINA", "japan", True),
        ("", "上海", False),
        ("上海", "", False),
    ],
)
def test_two_names_lie_elsewhere_where_neither_region_names_the_other(one, other, far):
    names = [NameParts(region, "b", "t", "f", "c") for region in (one, other)]
    assert elsewhere(*names) is far


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("text", "rest", "extra"),
    [
        ("友好13800138000", "友好", ["13800138000"]),
        ("友好 13800138000 科技", "友好科技", ["13800138000"]),
        ("Acme 13800138000 Tools", "Acme Tools", ["13800138000"]),
        ("友好 www.a.com x@b.cn", "友好", ["www.a.com", "x@b.cn"]),
        ("12、友好", "友好", ["12、"]),
        ("12、 友好 13800138000", "友好", ["13800138000", "12、"]),
        ("1234、友好", "1234、友好", []),
        ("★ 友好", "友好", ["★"]),
        ("友好", "友好", []),
    ],
)
def test_numbers_addresses_and_numbering_are_taken_out(text, rest, extra):
    assert without_contacts(text) == (rest, extra)
