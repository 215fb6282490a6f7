"""The unified social credit code and its check digit (row T18)."""

import pytest

from customers.rules.tax_id import check_digit, meaning, plain, problem, region_of

GOOD = "91350100M000100Y43"


@pytest.mark.req("T18")
@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        (GOOD, ""),
        (" 9135 0100 m000 100y 43\n", ""),
        ("", "empty"),
        (None, "empty"),
        ("  ", "empty"),
        (GOOD[:-1], "length"),
        (GOOD + "1", "length"),
        (GOOD.replace("M", "O"), "sign"),
        (GOOD.replace("Y", "I"), "sign"),
        (GOOD[:-1] + "4", "digit"),
        ("19350100M000100Y43", "digit"),
    ],
)
def test_what_is_wrong_with_a_code_is_told(code, wrong):
    assert problem(code) == wrong


@pytest.mark.parametrize("place", range(17))
def test_any_other_sign_at_any_place_changes_the_check_digit(place):
    other = "7" if GOOD[place] != "7" else "8"
    assert check_digit(GOOD[:place] + other + GOOD[place + 1 : -1]) != "3"
    assert check_digit(GOOD[:-1]) == "3"


def test_a_code_is_compared_in_capitals_without_spaces():
    assert plain(" 91m \t0") == "91M0" and plain(None) == plain("") == ""


def test_a_code_says_what_its_holder_is_and_where_it_was_registered():
    said = meaning(f" {GOOD.lower()} ")
    assert (said.kind, said.region, said.province) == ("91", ("福建省", "福州市"), "福建省")
    assert meaning(GOOD[:-1] + "4") is None


@pytest.mark.parametrize(
    ("area", "names"),
    [
        ("330106", ("浙江省", "杭州市", "西湖区")),
        ("310115", ("上海市", "浦东新区")),
        ("330199", ("浙江省", "杭州市")),
        ("339999", ("浙江省",)),
        ("100000", ()),
    ],
)
def test_a_region_is_named_as_far_down_as_it_is_known(area, names):
    assert region_of(area) == names
