"""The parts of Chinese names at their edges: brackets, forms, branches, regions, remarks (Nc1, Ni3)."""

import pytest

from customers.rules.names import split

FULL = "北京友好科技有限公司"


def parts(name):
    """region/brand/trade/form, and the core."""
    found = split(name)
    return "/".join(found[:4]), found.core


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("name", "expected", "searched"),
    [
        # Brackets around everything, or never closed.
        ("(北京友好科技有限公司)", "北京/友好/科技/有限公司", "北京友好科技"),
        ("(北京友好科技有限公司", "北京/友好/科技/有限公司", "北京友好科技"),
        ("北京友好科技有限公司(", "北京/友好/科技/有限公司", "北京友好科技"),
        ("友好(科技有限公司", "/友好/科技/有限公司", "友好科技"),
        ("友好科技)有限公司", "/友好/科技/有限公司", "友好科技"),
        ("友好((上海))科技有限公司", "上海/友好/科技/有限公司", "友好上海科技"),
        # A region in brackets belongs to the name, wherever it stands.
        ("(北京)友好科技有限公司", "北京/友好/科技/有限公司", "北京友好科技"),
        ("友好科技(上海)(浦东)有限公司", "上海浦东/友好/科技/有限公司", "友好科技上海浦东"),
        # So does what is part of a form or stands in the middle and is no remark.
        ("北京友好(集团)有限公司", "北京/友好//集团有限公司", "北京友好集团"),
        ("北京友好(国际)科技有限公司", "北京/友好/国际科技/有限公司", "北京友好国际科技"),
        ("北京友好(大发)科技有限公司", "北京/友好大发/科技/有限公司", "北京友好大发科技"),
        ("北京友好(大发)(小发)科技有限公司", "北京/友好大发小发/科技/有限公司", "北京友好大发小发科技"),
        # Forms: the company's, those of places, latin ones of one to five words.
        ("有限公司友好", "/友好//有限公司", "友好"),
        ("上海市第一医院", "上海市/第一//医院", "上海市第一医院"),
        ("友好 Ltd", "/友好//Ltd", "友好 Ltd"),
        ("友好 Co., Ltd.", "/友好//Co., Ltd.", "友好 Co., Ltd."),
        ("友好 S.A. de C.V.", "/友好//S.A. de C.V.", "友好 S.A. de C.V."),
        ("友好 GmbH & Co. KG", "/友好//GmbH & Co. KG", "友好 GmbH & Co. KG"),
        ("友好 S. de R.L. de C.V.", "/友好//S. de R.L. de C.V.", "友好 S. de R.L. de C.V."),
        ("友好", "/友好//", "友好"),
        ("友好 Blue Ltd", "/友好 Blue//Ltd", "友好 Blue Ltd"),
        ("友好 Tools", "/友好 Tools//", "友好 Tools"),
        # A region at the end of a brand without a trade; at least two characters stay before it.
        ("友好上海有限公司", "上海/友好//有限公司", "友好上海"),
        ("友上海有限公司", "/友上海//有限公司", "友上海"),
        ("友好朝阳区有限公司", "朝阳区/友好//有限公司", "友好朝阳区"),
        ("友好上海科技有限公司", "/友好上海/科技/有限公司", "友好上海科技"),
        ("北京友好上海有限公司", "北京/友好上海//有限公司", "北京友好上海"),
        # A short county name before too short a brand is the brand.
        ("朝阳科技有限公司", "/朝阳/科技/有限公司", "朝阳科技"),
        ("靖江科技有限公司", "/靖江/科技/有限公司", "靖江科技"),
        ("靖江友科技有限公司", "/靖江友/科技/有限公司", "靖江友科技"),
        ("靖江友好科技有限公司", "靖江/友好/科技/有限公司", "靖江友好科技"),
        ("大同市友好酒业有限公司", "大同市/友好/酒业/有限公司", "大同市友好酒业"),
    ],
)
def test_a_chinese_name_falls_into_its_parts(name, expected, searched):
    assert (parts(name)[0], split(name).text) == (expected, searched)
    assert (split(name).branch, split(name).extra) == ("", ())


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("name", "expected", "extra", "searched"),
    [
        ("(重要)" + FULL, "北京/友好/科技/有限公司", ("重要",), "北京友好科技"),
        ("北京友好(重要)科技有限公司", "北京/友好/科技/有限公司", ("重要",), "北京友好科技"),
        (FULL + "(大发)", "北京/友好/科技/有限公司", ("大发",), "北京友好科技"),
        ("(大发)" + FULL, "北京/友好/科技/有限公司", ("大发",), "北京友好科技"),
        (FULL + "华东区", "北京/友好/科技/有限公司", ("华东区",), "北京友好科技"),
        (FULL + "13800138000", "北京/友好/科技/有限公司", ("13800138000",), "北京友好科技"),
        ("上海友好科技(大发)", "上海/友好/科技/", ("大发",), "上海友好科技"),
        ("友好有限公司华(上海)东区", "上海/友好//有限公司", ("华东区",), "友好华上海东区"),
        ("1、" + FULL, "北京/友好/科技/有限公司", ("1、",), "北京友好科技"),
        ("上海友好科技张总", "上海/友好/科技/", ("张总",), "上海友好科技"),
        ("上海友好科技已签", "上海/友好/科技/", ("已签",), "上海友好科技"),
        ("上海重要友好科技", "上海/友好/科技/", ("重要",), "上海 友好科技"),
        ("1、(重要)" + FULL + "华东区", "北京/友好/科技/有限公司", ("1、", "重要", "华东区"), "北京友好科技"),
    ],
)
def test_what_does_not_belong_to_a_chinese_name_is_set_apart(name, expected, extra, searched):
    found = split(name)
    assert (parts(name)[0], found.extra, found.text, found.branch) == (expected, extra, searched, "")


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("name", "expected", "branch", "searched"),
    [
        (
            "北京友好科技有限公司(上海分公司)(杭州分公司)",
            "北京/友好/科技/有限公司",
            "上海分公司",
            "北京友好科技 上海分公司",
        ),
        ("友好科技(上海)有限公司杭州分公司", "上海/友好/科技/有限公司", "杭州分公司", "友好科技上海 杭州分公司"),
        ("友好科技有限公司销售部", "/友好/科技/有限公司", "销售部", "友好科技 销售部"),
        ("友好科技有限公司销售部(上海分公司)", "/友好/科技/有限公司", "上海分公司", "友好科技 上海分公司"),
        ("上海第一医院上海分院", "上海/第一//医院", "上海分院", "上海第一医院 上海分院"),
        ("中国石油上海分公司", "中国//石油/", "上海分公司", "中国石油 上海分公司"),
        ("中国石油上海分公司(杭州办事处)", "中国//石油/", "杭州办事处", "中国石油 杭州办事处"),
        ("中国石油分公司", "中国//石油/", "分公司", "中国石油 分公司"),
        ("石油上海分公司", "//石油/", "上海分公司", "石油 上海分公司"),
        ("油上海分公司", "/油上海分公司//", "", "油上海分"),
    ],
)
def test_a_branch_is_cut_off_where_a_name_stays_before_it(name, expected, branch, searched):
    found = split(name)
    assert (parts(name)[0], found.branch, found.text, found.extra) == (expected, branch, searched, ())


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("北京友好科技有限公司", "友好"),
        ("北京大科技有限公司", "大科技"),
        ("科技有限公司", "科技"),
        ("上海科技有限公司", "上海科技"),
        ("科技贸易有限公司", "科技贸易"),
        ("上海有限公司", "上海"),
        ("大有限公司", "大有限公司"),
        ("有限公司", "有限公司"),
        ("13800138000", "13800138000"),
        ("张 13800138000", "张13800138000"),
        ("石油上海分公司", "石油"),
    ],
)
def test_the_core_is_the_first_part_that_tells_something(name, core):
    assert parts(name)[1] == core


def test_a_name_that_is_nothing_but_a_form_is_searched_by_it():
    assert split("有限公司").text == "有限公司"


@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江苏省靖江市友好科技有限公司", "靖江友好科技"),
        ("浦东新区友好科技有限公司", "浦东友好科技"),
        ("上海市第一医院", "上海第一"),
        ("北京友好(新区)科技有限公司", "北京友好科技"),
        ("北京友好科技有限公司", ""),
        ("友好科技有限公司", ""),
    ],
)
def test_a_name_is_also_searched_under_the_short_name_of_its_region(name, short):
    assert split(name).short_text == short
