"""Amounts in the capital characters that Chinese contracts ask for."""

from decimal import Decimal

import pytest

from contracts.rules.amount_words import capital


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("101", "壹佰零壹元整"),
        ("110", "壹佰壹拾元整"),
        ("999", "玖佰玖拾玖元整"),
        ("1000", "壹仟元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("1100", "壹仟壹佰元整"),
        ("2345", "贰仟叁佰肆拾伍元整"),
        ("12000", "壹万贰仟元整"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("10999", "壹万零玖佰玖拾玖元整"),
        ("11000", "壹万壹仟元整"),
        ("678000", "陆拾柒万捌仟元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("100010000", "壹亿零壹万元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("999999999999999", "玖佰玖拾玖万亿玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整"),
    ],
)
def test_whole_yuan(amount, words):
    assert capital(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("12000.50", "壹万贰仟元伍角"),
        ("12000.55", "壹万贰仟元伍角伍分"),
        ("12000.05", "壹万贰仟元零伍分"),
        ("0.05", "零元伍分"),
        ("0.50", "零元伍角"),
        ("0.10", "零元壹角"),
        ("1.01", "壹元零壹分"),
        ("1.99", "壹元玖角玖分"),
    ],
)
def test_jiao_and_fen(amount, words):
    assert capital(Decimal(amount)) == words
