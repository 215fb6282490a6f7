"""Regions that names begin with, stand in brackets or end in (Nc1)."""

import pytest

from customers.rules.names.regions import (
    ends_in_region,
    is_region,
    may_begin_with_region,
    region_chain,
    regions,
    short_region,
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("上海市", "上海"),
        ("浦东新区", "浦东"),
        ("延边朝鲜族自治州", "延边"),
        ("内蒙古自治区", "内蒙古"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("广西壮族自治区", "广西"),
        ("香港特别行政区", "香港"),
        ("大兴安岭地区", "大兴安岭"),
        ("上海", "上海"),
        ("新区", "新区"),
        ("沙县", "沙县"),
        ("省", "省"),
    ],
)
def test_the_short_name_of_a_region_keeps_two_characters(name, short):
    assert short_region(name) == short


@pytest.mark.parametrize(
    ("name", "paths", "first", "shy", "town"),
    [
        ("上海市", [("31",)], True, False, True),
        ("上海", [("31",)], True, False, True),
        ("浦东新区", [("31", "310115")], True, False, True),
        ("靖江市", [("32", "3212", "321282")], True, False, True),
        ("靖江", [("32", "3212", "321282")], True, True, True),
        ("延边", [("22", "2224")], True, False, True),
        ("广西", [("45",)], True, False, True),
        ("内蒙古", [("15",)], True, False, True),
        # Two characters in full begin a name only where they say that they are a county.
        ("歙县", [("34", "3410", "341021")], True, False, True),
        ("沙县", [("35", "3504", "350405")], False, True, False),
        ("西区", [("51", "5104", "510403")], False, False, True),
        # The short name of a district says nothing without its city, and some are far more often a brand.
        ("长安", [("13", "1301", "130102"), ("61", "6101", "610116")], False, True, False),
        ("东方", [("46", "469007")], False, False, True),
        ("华东", [()], True, False, True),
        ("日本", [()], True, False, True),
        ("中国", [()], True, False, True),
    ],
)
def test_a_region_knows_where_it_lies_and_whether_it_may_begin_a_name(name, paths, first, shy, town):
    places = regions()[name]
    assert [place.path for place in places] == paths
    assert {(place.first, place.shy, place.town) for place in places} == {(first, shy, town)}


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("text", "pieces", "shy"),
    [
        ("上海友好", ("上海",), False),
        ("上海市", ("上海市",), False),
        ("江苏省泰州市靖江市友好", ("江苏省", "泰州市", "靖江市"), False),
        ("江苏靖江友好", ("江苏", "靖江"), False),
        ("靖江友好", ("靖江",), True),
        ("承德友好", ("承德",), False),
        ("内蒙古呼和浩特市友好", ("内蒙古", "呼和浩特市"), False),
        ("靖江市友好", ("靖江市",), False),
        ("延边朝鲜族自治州图们市友好", ("延边朝鲜族自治州", "图们市"), False),
        # Each inside the one before.
        ("上海靖江友好", ("上海",), False),
        ("上海朝阳友好", ("上海",), False),
        ("北京朝阳友好", ("北京", "朝阳"), False),
        ("海南东方友好", ("海南", "东方"), False),
        ("东方友好", (), False),
        ("长安友好", (), False),
        # What lies nowhere on the map goes with any, but no country after a place at home.
        ("上海浦东张江友好", ("上海", "浦东", "张江"), False),
        ("上海高新区友好", ("上海", "高新区"), False),
        ("上海高新区浦东友好", ("上海", "高新区", "浦东"), False),
        ("中国江苏靖江友好", ("中国", "江苏", "靖江"), False),
        ("美国德国友好", ("美国", "德国"), False),
        ("美国上海友好", ("美国", "上海"), False),
        ("上海美国友好", ("上海",), False),
        # Four at most.
        ("中国江苏省泰州市靖江市新区友好", ("中国", "江苏省", "泰州市", "靖江市"), False),
        ("友好", (), False),
        ("上", (), False),
        ("", (), False),
    ],
)
def test_a_text_begins_with_regions_each_inside_the_one_before(text, pieces, shy):
    assert region_chain(text) == (pieces, shy)
    assert region_chain(text).text == "".join(pieces)


@pytest.mark.parametrize(
    ("text", "region"),
    [("上海", True), ("江苏靖江", True), ("靖江", True), ("东方", True), ("城区", True), ("美国", True)]
    + [("上海友好", False), ("友好", False), ("", False)],
)
def test_in_brackets_a_whole_region_is_one_even_where_it_may_be_a_brand(text, region):
    assert is_region(text) is region


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("上海友好", True),
        ("朝阳", True),
        ("东方友好", True),
        ("马鞍山友好", True),
        ("景德镇友好", True),
        ("沙县小吃", False),
        ("友好", False),
        ("", False),
    ],
)
def test_a_brand_may_begin_with_the_short_name_of_a_town(text, begins):
    assert may_begin_with_region(text) is begins


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("友好上海", 2),
        ("上海", 2),
        ("友好朝阳区", 3),
        ("友好浦东新区", 4),
        ("友好延边朝鲜族自治州", 8),
        ("友好朝阳", 0),
        ("友好靖江", 0),
        ("友好靖江市", 3),
        ("友好东方", 0),
        ("友好", 0),
        ("海", 0),
        ("", 0),
    ],
)
def test_a_text_ends_in_a_region_that_is_no_brand(text, length):
    assert ends_in_region(text) == length
