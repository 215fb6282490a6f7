"""What is asked about a name, and from which length on it is not (Nc1, Ni3)."""

import pytest

from customers.rules.names import questions


def codes(name, kind="company"):
    return " ".join(question.code for question in questions(name, kind))


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        # Too short, or an abbreviation.
        ("友厂", "too_short no_region no_trade"),
        ("友好厂", "no_region no_trade"),
        ("友好科", "too_short abbreviation no_region no_trade no_legal_form"),
        ("友好科技", "abbreviation no_region no_legal_form"),
        ("友好创达科技", "abbreviation no_region no_legal_form"),
        ("友好创达新科技", "no_region no_legal_form"),
        ("A", "too_short abbreviation no_legal_form"),
        ("AB", "abbreviation no_legal_form"),
        ("ABCDEF", "abbreviation no_legal_form"),
        ("ABCDEFG", "no_legal_form"),
        ("A Ltd", ""),
        # A region, unless an institution's own name is long enough.
        ("第三医院", "no_region"),
        ("友好大医院", ""),
        ("友好药业医院", ""),
        ("北京医院", ""),
        ("友好大经营部", "no_region no_trade"),
        ("沙县小吃有限公司", "no_region no_trade"),
        ("朝阳友好科技有限公司", ""),
        ("东方友好科技有限公司", ""),
        # A name of its own and a trade, unless the form or the country stands for them.
        ("上海有限公司", "no_brand no_trade"),
        ("北京经营部", "no_brand no_trade"),
        ("北京友好经营部", "no_trade"),
        ("北京集团有限公司", ""),
        ("北京友好事务所", ""),
        ("北京友好总公司", ""),
        ("中国有限公司", ""),
        ("中国友好有限公司", ""),
        # A brand of five characters, or of four that end like a trade, holds one.
        ("北京友好创达有限公司", "no_trade"),
        ("北京友好创材有限公司", ""),
        ("北京友好材有限公司", "no_trade"),
        ("北京友好创达新有限公司", ""),
        # 公司 alone is a form only of what is the country's.
        ("北京友好科技公司", "no_legal_form"),
        ("中国石油公司", ""),
        ("中国石油", "abbreviation no_legal_form"),
        ("中国石油天然气勘探开发", "no_legal_form"),
        # A branch is asked for nothing.
        ("友好有限公司上海分公司", ""),
        ("Acme Tools Shanghai", "no_legal_form"),
        ("13800138000", "extra_text too_short"),
    ],
)
def test_what_is_asked_about_a_company(name, asked):
    assert codes(name) == asked


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("张", "too_short"),
        ("张伟", ""),
        ("A", "too_short"),
        ("AB", ""),
        ("张伟(重要)", "extra_text"),
        ("", "too_short"),
    ],
)
def test_what_is_asked_about_an_individual(name, asked):
    assert codes(name, "individual") == asked


def test_what_does_not_belong_is_quoted():
    (asked,) = questions("张伟(重要)", "individual")
    assert asked.params == {"text": "重要"}
