"""The unified social credit code of Chinese companies, verified by its check digit (GB 32100-2015; row T18). No Django here."""

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18
EMPTY, LENGTH_WRONG, SIGN_WRONG, DIGIT_WRONG = "empty", "length", "sign", "digit"


def plain(code: str) -> str:
    """The code as it is compared: capitals, no spaces."""
    return "".join((code or "").split()).upper()


def check_digit(first: str) -> str:
    """The last sign that belongs to the first 17."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return SIGNS[-total % 31]


def problem(code: str) -> str:
    """What is wrong with a code: empty, length, sign or digit; "" where nothing is."""
    code = plain(code)
    if not code:
        return EMPTY
    if len(code) != LENGTH:
        return LENGTH_WRONG
    if any(sign not in SIGNS for sign in code):
        return SIGN_WRONG
    return "" if check_digit(code[:-1]) == code[-1] else DIGIT_WRONG
