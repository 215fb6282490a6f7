"""One spelling for each name: shown (Nc1), compared word by word, and unique (Z10)."""

import pytest

from customers.rules.names import key, normalise, simplify
from customers.rules.names.spelling import tokenise, word_set


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a,b", "a, b"),
        ("1,000", "1,000"),
        (" a  b ", "a b"),
        ("友 好 A B", "友好 A B"),
        ("a ( b ) c", "a (b) c"),
        ("a(b)c", "a(b)c"),
        ("友()好", "友好"),
        ("a()b", "a b"),
        ("a ( ) b", "a b"),
        ("a (( ) (b)) c", "a ((b)) c"),
        ("a ((  )) b", "a b"),
        ("((  ))a", "a"),
        (" ) a () ", ") a"),
        ("a (  ", "a ("),
        ("a )()", "a)"),
        ("()", ""),
        ("·友好·", "友好"),
        ("a\u200bb", "ab"),
        ("友‐好", "友-好"),
        ("ＡＢＣ（友）", "ABC(友)"),
        ("[a]{b}<c>《d》", "(a)(b)(c)(d)"),
        ("﹙a﹚", "(a)"),
        ("x" * 401, "x" * 400),
    ],
)
def test_a_name_is_shown_in_order(typed, shown):
    assert normalise(typed) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S.A.", ["sa"]),
        ("A/S x_y", ["a", "s", "x", "y"]),
        ("A & B", ["a", "and", "b"]),
        ("A&B", ["a", "and", "b"]),
        ("L'Oréal don’t", ["loreal", "dont"]),
        ("Łódź Øst", ["lodz", "ost"]),
        ("Straße", ["strasse"]),
        ("1 2", ["1.2"]),
        ("1,2 3.5", ["1.2.3.5"]),
        ("3.x v1.2", ["3x", "v1.2"]),
        ("a+b a.b", ["a+b", "ab"]),
        ("Limited Company", ["ltd", "co"]),
        ("ガ", ["ガ"]),
        ("", []),
    ],
)
def test_words_are_compared_without_accents_and_punctuation(text, words):
    assert tokenise(text) == words


@pytest.mark.req("Z10")
@pytest.mark.parametrize(
    ("name", "unique"),
    [
        ("The A B", "ab"),
        ("The Acme", "theacme"),
        ("the the the", "thethe"),
        ("Acme the Tools", "acmethetools"),
        ("Plant 1 2", "plant1.2"),
        ("Plant 1 a 2", "plant1a2"),
        ("a1 2b", "a1.2b"),
        ("Plant 1(2) B_3 x", "plant1.2b3x"),
        ("1_2_3", "1.2.3"),
        ("a1 2b c3 x", "a1.2bc3x"),
        ("company", "co"),
        ("co mpany", "co"),
        ("友好有限责任公司", "友好有限公司"),
        ("友好創達", "友好创达"),
        ("!!!", "!!!"),
        ("· ·", ""),
        ("x" * 300, "x" * 200),
    ],
)
def test_one_company_one_key(name, unique):
    assert key(name) == unique


def test_traditional_characters_become_simplified_and_latin_ones_stay():
    assert (simplify("創達薴"), simplify("abc"), simplify("苧")) == ("创达苎", "abc", "苎")
    assert word_set("創 達 創") == {"创", "达"}
