"""Amounts: read as people write them, written one way everywhere (crm_project.lib.money, amount_fields)."""

from decimal import Decimal

import pytest
from django import forms

from crm_project.lib.amount_fields import AmountField, PercentField, PriceField, QuantityField
from crm_project.lib.money import amount, money_text, price_text, quantity_text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1,250,000", "1250000.00"),
        ("1 250 000", "1250000.00"),
        ("1，250，000", "1250000.00"),
        ("１２５０．５", "1250.50"),
        ("125万", "1250000.00"),
        ("125 万元", "1250000.00"),
        ("1.25亿", "125000000.00"),
        ("3千万", "30000000.00"),
        ("¥1,250", "1250.00"),
        ("￥ 1250", "1250.00"),
        ("CNY 1250", "1250.00"),
        ("1250 CNY", "1250.00"),
        ("-¥5", "-5.00"),
        ("0.30000000000000004", "0.30"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, expected):
    assert str(amount(text)) == expected
    assert AmountField().clean(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["1,25", "1.234,56", "12 50", "万", "abc", "1.2.3", "1e99", "1.005", "$5", "5 亿万"])
def test_what_can_be_meant_two_ways_is_refused_with_what_was_typed(text):
    with pytest.raises(ValueError, match="“"):
        amount(text)
    with pytest.raises(forms.ValidationError):
        AmountField().clean(text)


def test_an_amount_is_written_one_way():
    assert money_text(Decimal("26500")) == "¥26,500.00"
    assert money_text(Decimal("-5"), "EUR") == "-€5.00"
    assert money_text(Decimal("1200000"), "SEK") == "SEK\u00a01,200,000.00"
    assert money_text(None) == "¥0.00"
    assert money_text(Decimal("26500.5"), "CNY", 0) == "¥26,501"
    assert price_text(Decimal("26500.0000"), "CNY", "台") == "¥26,500.00\u00a0/\u00a0台"
    assert price_text(Decimal("0.1250")) == "¥0.125"
    assert quantity_text(Decimal("1250.50"), "kW") == "1,250.5\u00a0kW"
    assert quantity_text(Decimal("100.00")) == "100"


def test_fields_show_what_stands_there_separated_and_keep_what_was_typed():
    assert AmountField().prepare_value(Decimal("1250000")) == "1,250,000.00"
    assert AmountField().prepare_value("125万") == "125万"
    assert PriceField(decimal_places=4).prepare_value(Decimal("0.1250")) == "0.125"
    assert QuantityField().prepare_value(Decimal("1200.50")) == "1,200.5"
    assert PercentField().prepare_value(Decimal("5.00")) == "5"


def test_every_field_reads_back_what_it_shows():
    for field in (AmountField(), PriceField(decimal_places=4), QuantityField(), PercentField()):
        shown = field.prepare_value(Decimal("12.50"))
        assert field.clean(shown) == Decimal("12.50") and not field.has_changed(Decimal("12.50"), shown)


def test_quantities_and_per_cents_take_the_same_figures():
    assert QuantityField().clean("1.2万") == 12000
    assert PercentField().clean("12.5％") == Decimal("12.5")
    for field, text in ((QuantityField(), "1.005"), (PercentField(), "101"), (AmountField(min_value=0), "-1")):
        with pytest.raises(forms.ValidationError):
            field.clean(text)
