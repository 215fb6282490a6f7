"""Company names: one key, their parts, what is odd about them, what they are found by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.rules import names

FULL = "北京友好创达科技有限公司"
any_text = settings(deadline=None, derandomize=True, max_examples=200)


# --- One spelling ---------------------------------------------------------------------------------
@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中亿启航数码科技(北京)有限公司", "中亿启航数码科技（北京）有限公司"),
        ("中亿启航数码科技(北京)有限公司", " 中亿启航 数码科技【北京】有限公司。"),
        (FULL, "北京友好創達科技有限公司"),
        (FULL, "北京友好创达科技有限责任公司"),
        (FULL, "\u200b北京友好创达\u3000科技有限公司\n"),
        ("上海ABB工程有限公司", "上海ａｂｂ工程有限公司"),
        ("北京友好创达科技有限公司上海分公司", "北京友好创达科技有限公司（上海分公司）"),
        ("58同城信息技术有限公司", "５８同城信息技术有限公司"),
        ("Acme Tools Ltd", "ACME TOOLS LIMITED"),
        ("Acme Tools Co., Ltd.", "Acme Tools Co.,Ltd"),
        ("Acme Tools Co., Ltd.", "acme  tools company limited"),
        ("Smith & Sons Inc.", "Smith and Sons, Incorporated"),
        ("Société Générale S.A.", "SOCIETE GENERALE SA"),
        ("The Boeing Company", "Boeing Co."),
        ("Siemens (China) Co., Ltd.", "Siemens China Co Ltd"),
        ("O’Neill Motors Ltd", "ONeill Motors Ltd."),
    ],
)
def test_the_same_company_written_in_two_ways_has_one_key(one, other):
    assert names.key(one) == names.key(other)


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FULL, "北京友好创达科技有限公司上海分公司"),
        ("友好科技有限公司(上海分公司)", "友好科技有限公司(北京分公司)"),
        (FULL, "北京友好创达科技股份有限公司"),
        (FULL, "上海友好创达科技有限公司"),
        (FULL, "北京友好创达商贸有限公司"),
        ("中亿启航数码科技(北京)有限公司", "中亿启航数码科技有限公司"),
        ("Acme Ltd", "Acme Inc."),
        ("Acme Ltd", "Acme (China) Ltd"),
        ("Plant 1 2 Ltd", "Plant 12 Ltd"),
        ("3.5 Solutions Ltd", "35 Solutions Ltd"),
        ("A+ Ltd", "A Ltd"),
    ],
)
def test_what_tells_two_companies_apart_stays_in_the_key(one, other):
    assert names.key(one) != names.key(other)


@pytest.mark.req("Z10")
@any_text
@given(st.text(max_size=80))
def test_any_text_has_a_stable_key_that_fits_the_column(text):
    key = names.key(text)
    assert names.key(key) == key
    assert len(key) <= names.LONGEST_KEY
    assert bool(key) == bool(names.normalise(text))


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (" 中亿启航数码科技（北京） 有限公司 ", "中亿启航数码科技(北京)有限公司"),
        ("【重要】北京 友好 创达", "(重要)北京友好创达"),
        ("Acme   Tools ( China ) Co.,  Ltd.", "Acme Tools (China) Co., Ltd."),
        ("北京友好創達科技有限公司，", "北京友好創達科技有限公司"),
        ("ＡＢＢ（中国）有限公司", "ABB(中国)有限公司"),
    ],
)
def test_a_name_is_shown_tidily_and_otherwise_as_typed(typed, shown):
    assert names.normalise(typed) == shown
    assert names.normalise(shown) == shown


# --- Parts ----------------------------------------------------------------------------------------
@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("name", "region", "brand", "trade", "form"),
    [
        (FULL, "北京", "友好创达", "科技", "有限公司"),
        ("靖江市春意空调有限公司", "靖江市", "春意", "空调", "有限公司"),
        ("江苏省靖江市春意空调有限责任公司", "江苏省靖江市", "春意", "空调", "有限责任公司"),
        ("中亿启航数码科技（北京）有限公司", "北京", "中亿启航", "数码科技", "有限公司"),
        ("延边朝鲜族自治州图们市东升贸易有限公司", "延边朝鲜族自治州图们市", "东升", "贸易", "有限公司"),
        ("重庆长安汽车股份有限公司", "重庆", "长安", "汽车", "股份有限公司"),
        ("上海张江金华软件有限公司", "上海张江", "金华", "软件", "有限公司"),
        ("华为技术有限公司", "", "华为", "技术", "有限公司"),
        ("ABB(中国)有限公司", "中国", "ABB", "", "有限公司"),
        ("3M中国有限公司", "中国", "3M", "", "有限公司"),
        ("靖江市春意空调经营部", "靖江市", "春意", "空调", "经营部"),
        ("毕马威华振会计师事务所(特殊普通合伙)", "", "毕马威华振", "", "会计师事务所特殊普通合伙"),
        ("Acme Tools Co., Ltd.", "", "Acme", "Tools", "Co., Ltd."),
        ("Shanghai Acme Trading Co., Ltd.", "Shanghai", "Acme", "Trading", "Co., Ltd."),
        ("Siemens (China) Ltd.", "China", "Siemens", "", "Ltd."),
        ("Müller & Söhne GmbH & Co. KG", "", "Müller & Söhne", "", "GmbH & Co. KG"),
        ("Novo Nordisk A/S", "", "Novo Nordisk", "", "A/S"),
        ("Banco Azul S.A. de C.V.", "", "Banco Azul", "", "S.A. de C.V."),
        ("PT Astra International Tbk", "", "Astra", "International", "Tbk"),
        ("Blue Ridge Electronics LLC", "", "Blue Ridge", "Electronics", "LLC"),
    ],
)
def test_a_name_falls_into_region_brand_trade_and_legal_form(name, region, brand, trade, form):
    assert names.split(name)[:4] == (region, brand, trade, form)


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("name", "core", "branch"),
    [
        ("北京友好创达科技有限公司上海分公司", "友好创达", "上海分公司"),
        ("北京友好创达科技有限公司(驻沪办事处)", "友好创达", "驻沪办事处"),
        ("中国石油上海分公司", "中国石油", "上海分公司"),
        ("招商银行上海分行", "招商", "上海分行"),
        ("Acme Ltd (Shanghai Branch)", "acme", "Shanghai Branch"),
    ],
)
def test_a_branch_keeps_the_core_of_its_parent(name, core, branch):
    assert names.core(name) == core
    assert names.split(name).branch == branch


@pytest.mark.req("Z10")
@any_text
@given(st.text(min_size=1, max_size=40).filter(lambda text: names.normalise(text)))
def test_no_name_is_without_a_core(text):
    assert names.core(text)


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("上海智能科技有限公司", "上海智能科技"),
        ("中国建设银行股份有限公司", "中国建设银行"),
        ("有限公司", "有限公司"),
        ("Shanghai Electric Co., Ltd.", "shanghaielectric"),
    ],
)
def test_a_name_without_a_brand_keeps_more_as_its_core(name, core):
    assert names.core(name) == core


# --- Questions ------------------------------------------------------------------------------------
def codes(name, kind="company"):
    return [question.code for question in names.questions(name, kind)]


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    "name",
    [
        FULL,
        "靖江市春意空调有限公司",
        "中亿启航数码科技（北京）有限公司",
        "中国石油天然气股份有限公司",
        "ABB(中国)有限公司",
        "上海ABB工程有限公司",
        "腾讯科技(深圳)有限公司",
        "西安市长安区创新机械厂",
        "靖江市春意空调经营部",
        "北京大学第三医院",
        "苏州工业园区友达光电有限公司",
        "北京三一重机有限公司",
        "上海测试技术有限公司",
        "上海微信息科技有限公司",
        "腾冲市永安养蜂专业合作社",
        "朝阳天成贸易有限公司",
        "Acme Tools Co., Ltd.",
        "Blue Ridge Electronics LLC",
        "Müller GmbH",
        "Novo Nordisk A/S",
        "University of Oxford",
        "HSBC Holdings plc",
        "Acme (Europe) Ltd",
        "PT Astra International Tbk",
    ],
)
def test_a_full_name_is_not_questioned(name):
    assert codes(name) == []


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("友好科技", ["abbreviation", "no_region", "no_legal_form"]),
        ("春意", ["too_short", "abbreviation", "no_region", "no_trade", "no_legal_form"]),
        ("华为技术有限公司", ["no_region"]),
        ("北京友好创达科技", ["no_legal_form"]),
        ("北京友好创达科技公司", ["no_legal_form"]),
        ("北京友好有限公司", ["no_trade"]),
        ("上海科技有限公司", ["no_brand"]),
        ("青岛啤酒", ["abbreviation", "no_brand", "no_legal_form"]),
        ("Acme Tools", ["no_legal_form"]),
        ("IBM", ["abbreviation", "no_legal_form"]),
        ("", ["too_short"]),
    ],
)
def test_what_a_full_name_lacks_is_asked_for(name, expected):
    assert codes(name) == expected


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (FULL + "(重要)", "重要"),
        ("【重要】" + FULL, "重要"),
        (FULL + "13800138000", "13800138000"),
        (FULL + " 021-55501234", "021-55501234"),
        (FULL + "(电话:138 0013 8000)", "电话:138 0013 8000"),
        (FULL + "老板张总", "老板张总"),
        (FULL + " - 待跟进", "待跟进"),
        ("老板张总", "老板张总"),
        ("王经理", "王经理"),
        ("13800138000", "13800138000"),
        ("1、" + FULL, "1、"),
        ("A类-" + FULL, "A类-"),
        ("★" + FULL, "★"),
        (FULL + " info@example.com", "info@example.com"),
        ("Acme Ltd - important", "important"),
        ("Acme Ltd (ask for John)", "ask for John"),
        ("Acme Ltd +1 212 555 0123", "+1 212 555 0123"),
    ],
)
def test_what_does_not_belong_to_a_name_is_pointed_at(name, text):
    assert names.Question("extra_text", {"text": text}) in names.questions(name)


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    "name",
    [
        "北京友好创达科技有限公司上海分公司",
        "北京友好创达科技有限公司驻沪办事处",
        "中国石油上海分公司",
        "中国石油 长庆油田分公司",
        "Acme Ltd Shanghai Branch",
        "Acme Ltd (Berlin Office)",
    ],
)
def test_a_branch_under_its_parent_is_not_questioned(name):
    assert codes(name) == []


@pytest.mark.req("Nc1")
def test_an_individual_needs_no_region_trade_or_legal_form():
    assert codes("张伟", "individual") == []
    assert codes("Ana Silva", "individual") == []
    assert codes("张", "individual") == ["too_short"]
    assert codes("张伟13800138000", "individual") == ["extra_text"]


@pytest.mark.req("Nc1")
@any_text
@given(st.text(max_size=60), st.sampled_from(["company", "individual"]))
def test_any_text_can_be_questioned(text, kind):
    assert all(question.code for question in names.questions(text, kind))


# --- Search tokens --------------------------------------------------------------------------------
@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    ("core", "full", "initials"),
    [
        ("春意", "chunyi", "cy"),
        ("重庆", "chongqing", "cq"),
        ("友好创达", "youhaochuangda", "yhcd"),
        ("绿源", "lvyuan", "ly"),
        ("abb工程", "abbgongcheng", "abbgc"),
    ],
)
def test_pinyin_of_a_core(core, full, initials):
    assert names.pinyin_forms(core) == (full, initials)


@pytest.mark.req("Nc2")
def test_the_tokens_span_the_parts_but_not_the_legal_form():
    chinese = "=春意 pchunyi icy 靖江春 意空调 靖江 江市 市春 江春 春意 意空 空调"
    latin = "=blueridge pblueridge jblueelectro jridgeelectro wblue wridge welectronics tblu tlue trid tidg tdge"
    assert names.grams("靖江市春意空调有限公司") == set(chinese.split())
    assert names.grams("Blue Ridge Electronics Ltd") == set(latin.split())


@pytest.mark.req("Nc2")
@any_text
@given(st.text(max_size=200))
def test_tokens_fit_the_table(text):
    grams = names.grams(text)
    assert len(grams) <= names.MOST_GRAMS
    assert all(0 < len(gram) <= names.LONGEST_GRAM for gram in grams)


@pytest.mark.req("Nc2")
@pytest.mark.parametrize(
    "typed",
    [
        "创达科技",
        "创达科技有",
        "创达科技有限",
        "创达科技有限公",
        "创达科技有限公司",
        "创达科技股份有限",
        "创达科技有限责任",
    ],
)
def test_a_legal_form_only_begun_does_not_hide_the_name(typed):
    assert names.searched(typed) == "创达科技"
