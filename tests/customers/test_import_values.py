"""How a single cell is read."""

from datetime import date, datetime

import pytest

from customers.importing.values import choice, email, line, moment, money, several, text, yes_no
from customers.models.choices import Stage
from tests.cast import moment as company_time


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-01T10:00", "2026-03-01 10:00"),
        ("2026-03-01 10:00:00", "2026-03-01 10:00"),
        ("2026-03-01T02:00:00Z", "2026-03-01 10:00"),
        ("2026-03-01T10:00:00+08:00", "2026-03-01 10:00"),
        ("2026-03-01", "2026-03-01 00:00"),
        ("2026/3/1 9:05", "2026-03-01 09:05"),
        (datetime(2026, 3, 1, 9, 59, 59, 999_995), "2026-03-01 10:00"),
        (date(2026, 3, 1), "2026-03-01 00:00"),
    ],
)
def test_times_are_in_the_company_zone_unless_they_say_otherwise(cell, expected):
    assert moment(cell) == company_time(expected)


@pytest.mark.parametrize(
    "cell", ["tomorrow", "2026-13-01", "2026-02-30", 46082.5, True, "0026-03-01", "9999-12-31", "2026/3/1 25:00"]
)
def test_what_is_no_time_is_said_to_be_none(cell):
    with pytest.raises(ValueError, match="is not a time; use a format such as 2026-03-01T10:00"):
        moment(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(1250, "1250.00"), ("1,250.5", "1250.50"), ("¥ 99", "99.00"), (0.1 + 0.2, "0.30"), ("3元", "3.00")],
)
def test_amounts(cell, expected):
    assert str(money(cell)) == expected


@pytest.mark.parametrize("cell", ["many", "1.234", "1e20", "NaN", "Infinity", ""])
def test_what_is_no_amount(cell):
    with pytest.raises(ValueError):
        money(cell)


def test_numbers_in_text_columns_lose_the_point_of_the_spreadsheet():
    assert line(40)(13800000000.0) == "13800000000"
    assert line(40)(1.5) == "1.5"


def test_line_breaks_become_spaces_and_signs_nobody_sees_go():
    assert line(40)("a\nb\x00  c ") == "a b c"
    assert text(40)("a\nb\x00") == "a\nb"


def test_the_apostrophe_that_made_a_formula_harmless_comes_off():
    assert line(40)("'+86 571 1234") == "+86 571 1234"
    assert line(40)("'s Gravenhage") == "'s Gravenhage"


def test_texts_that_do_not_fit_say_how_long_they_may_be():
    with pytest.raises(ValueError, match="at most 5 characters, but there are 6"):
        line(5)("123456")


def test_choices_by_key_and_by_name_in_either_language(db):
    read = choice(Stage)
    assert [read(cell) for cell in ("intent", "Intent", "INTENT")] == ["intent"] * 3
    with pytest.raises(ValueError, match="use one of potential, intent, official"):
        read("won")


def test_yes_and_no():
    assert [yes_no(cell) for cell in ("yes", "是", True, 1.0, "no", "否", False, 0)] == [True] * 4 + [False] * 4
    with pytest.raises(ValueError):
        yes_no("perhaps")


def test_several_values_in_one_cell():
    assert several(100)("浙江； 江苏;浙江;") == ("浙江", "江苏")


def test_addresses():
    assert email("a@example.com") == "a@example.com"
    with pytest.raises(ValueError, match="is not an e-mail address"):
        email("a@")
