"""Amounts of yuan in capital characters, as Chinese contracts write them: 壹万贰仟元整. No Django here."""

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def _four(number: int) -> str:
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return out


def capital(amount: Decimal) -> str:
    """12000.50 is 壹万贰仟元伍角; up to 999,999,999,999,999.99."""
    cents = int((Decimal(amount) * 100).to_integral_value())
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    out, rest, groups = "", whole, []
    while rest:
        groups.append(rest % 10000)
        rest //= 10000
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        # A place left out between two groups is read as one zero.
        if out and (group < 1000 or not groups[place + 1]):
            out += "零"
        out += _four(group) + _GROUPS[place]
    out = (out or "零") + "元"
    if not jiao and not fen:
        return out + "整"
    if jiao:
        out += _DIGITS[jiao] + "角"
    elif whole:
        out += "零"
    return out + (_DIGITS[fen] + "分" if fen else "")
