"""Whether a follow-up says something."""

import pytest

from assignment.rules.policy import Standard
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from assignment.rules.standard import essence, judge, length, public, tidy

STRICT = read_policy(PRESETS["tracking"]).standard
ANY = read_policy(PRESETS["solar"]).standard


def reasons(text, *, standard=STRICT, counterpart=True, kind="call_out", answered=True):
    return judge(standard, text, counterpart=counterpart, kind=kind, answered=answered)


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("与王经理谈了价格", ()),  # exactly eight
        ("与王经理谈价格", ("too_short",)),
        ("没找到人", ("too_short", "filler")),
        ("外出", ("too_short", "filler")),
        ("没找到人,外出,无人接听,没人接", ("filler",)),
        ("客户不在,下周再联系他", ()),
        ("discussed the spring price list", ()),
        ("agreed the price", ("too_short",)),
        ("nobody there", ("too_short", "filler")),
        ("nobody there, no answer, left message", ("filler",)),
        ("called again and he was out", ("filler",)),
        ("sent the quotation, he was out", ()),
        ("", ("no_content",)),
        ("   ", ("no_content",)),
        ("……!!", ("no_content",)),
        ("与王经理谈了价格，ｏｋ", ()),
        ("已发 quotation to Mr Li about the panels", ("too_short",)),
        # Games: one sign, the same few words, rows of the keyboard.
        ("好好好好好好好好好好", ("filler",)),
        ("谈价格啊啊啊啊啊啊", ("filler",)),
        ("沟通价格问题，沟通价格问题", ("filler",)),
        ("aaaaa bbbbb ccccc ddddd", ("filler",)),
        ("price price price price", ("filler",)),
        ("talked about price, talked about price", ("filler",)),
        ("asdf qwer zxcv asdfasdf", ("filler",)),
        ("a b c d", ("filler",)),
        ("1 2 3 4 5", ("filler",)),
        ("gg hh jj kk", ("filler",)),
        ("we saw it at 3M in Q4", ()),
        ("12345 23456 34567 98765", ("filler",)),
        ("order 123 and 456 confirmed", ()),
        ("123 456 789 135", ("filler",)),
        ("与王经理谈了价格 asdf", ()),
        ("客户不在了", ("too_short", "filler")),
        ("客户又出差了，还在外出", ("filler",)),
        ("walked out without an order", ()),
        ("they were there with their power engineer", ()),
        ("the price of the panels and the delivery of the panels and the date of the start", ()),
    ],
)
def test_the_standard_of_tracking(text, expected):
    assert reasons(text) == expected


@pytest.mark.req("Nd7")
def test_without_a_counterpart_it_does_not_count():
    assert reasons("与王经理谈了价格", counterpart=False) == ("no_counterpart",)
    assert reasons("外出", counterpart=False) == ("too_short", "no_counterpart", "filler")


@pytest.mark.req("Nd7")
@pytest.mark.parametrize(
    ("word", "typed_blindly"),
    [
        ("aaa", True),
        ("aa", False),
        ("asd", True),
        ("as", False),
        ("asp", False),
        ("poiu", True),
        ("asdqwe", True),
        ("asdqw", False),
        ("asqwe", False),
        ("12345", True),
        ("1234", False),
        ("11111", True),
        ("aqa", False),
        ("q4", False),
    ],
)
def test_a_word_of_one_letter_or_of_pieces_of_a_keyboard_row_says_nothing(word, typed_blindly):
    assert reasons(f"agreed the price {word}") == (("filler",) if typed_blindly else ())


@pytest.mark.req("Nd7")
def test_an_empty_text_without_a_person_lacks_both_where_the_standard_asks_for_somebody():
    assert reasons("", counterpart=False) == ("no_counterpart", "no_content")
    assert reasons("", counterpart=False, standard=ANY) == ("no_content",)
    assert reasons("", counterpart=False, standard=Standard(strict=True, counterpart=False)) == ("no_content",)


def test_a_standard_may_ask_for_neither_person_nor_answer():
    lenient = Standard(strict=True, counterpart=False, answered=False)
    assert reasons("与王经理谈了价格", standard=lenient, counterpart=False, answered=False) == ()


@pytest.mark.req("Ni14")
def test_an_unanswered_call_or_mail_does_not_count_a_visit_needs_no_answer():
    assert reasons("与王经理谈了价格", answered=False) == ("unanswered",)
    assert reasons("与王经理谈了价格", answered=False, kind="email") == ("unanswered",)
    assert reasons("与王经理谈了价格", answered=False, kind="visit_out") == ()


@pytest.mark.req("Z13")
def test_solar_counts_every_follow_up_with_a_text():
    assert reasons("out", standard=ANY, counterpart=False, answered=False) == ()
    assert reasons("…", standard=ANY) == ("no_content",)


def test_the_published_reasons_are_the_closed_list_in_its_order():
    assert public(("repeated", "unconfirmed", "not_owner")) == ["repeated", "unconfirmed", "not_owner"]


def test_that_an_entry_is_of_another_kind_is_not_published():
    assert public(("other_kind", "late")) == ["late"]


def test_a_text_that_is_missing_is_an_empty_one():
    assert tidy(None) == tidy("") == ""


def test_the_meter_counts_what_the_standard_counts():
    assert length("与王经理 talked about 3 things") == (4, 4)


def test_texts_are_compared_without_spaces_and_punctuation_but_figures_stay_apart():
    assert essence(tidy("与王经理谈了价格。")) == essence(tidy("与王经理，谈了 价格！"))
    assert essence(tidy("Agreed 1.5 % off.")) != essence(tidy("Agreed 15 % off."))
