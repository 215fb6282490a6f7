"""Telephone numbers by their digits, however they are stored or typed (rows Nf15, Nb4)."""

import re
import unicodedata

# Fewer digits than this find half the file.
LEAST = 4
LONGEST = 60  # what is longer is a text
# An extension and what it is called; only the number before it is looked for.
_EXTENSION = re.compile(r"(?:转接|轉接|转|轉|分机|分機|内线|內線|extension|ext|#|x)[.:]? ?\d{1,6}$", re.IGNORECASE)
# The same after a dash, where a whole number stands before it.
_TAIL = re.compile(r"-\d{1,6}$")
_WHOLE = 10
# Two letters that people type for a dash.
_DASHES = str.maketrans("ー一", "--")
_MOBILE = re.compile(r"86(1[3-9]\d{9})")


def _plain(text: str) -> str:
    """Half-width, and one kind of dash."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def _dialled(text: str) -> str:
    """Digits and plus signs of a plain text."""
    return "".join([sign for sign in text if sign in "0123456789+"])


def _without_country(dialled: str) -> str:
    for prefix in ("+86", "+0086", "0086"):
        if dialled.startswith(prefix):
            return dialled[len(prefix) :].replace("+", "")
    return dialled.replace("+", "")


def _is_dash(sign: str) -> bool:
    return sign in "\u2212~" or unicodedata.category(sign) == "Pd"


def digits(text: str) -> str:
    """The digits of a stored number, without +86: the same as the database keeps (customers.models.numbers)."""
    found = _without_country(_dialled(_plain(text)))
    mobile = _MOBILE.fullmatch(found)
    return mobile[1] if mobile else found


def is_number(text: str) -> bool:
    """Whether this may be a telephone number: four digits and the signs between them, no letter but those of an extension."""
    if len(text) > LONGEST:
        return False
    plain = _EXTENSION.sub("", _plain(text))
    return sum(map(str.isdigit, plain)) >= LEAST and not any(map(str.isalpha, plain))


def sought(text: str) -> list[str]:
    """The digits to look for anywhere in a stored number, the likeliest first; empty where the text is no number.

    Without country, extension and the zero of the area code, any of which either side may leave out.
    """
    if not is_number(text):
        return []
    plain = _EXTENSION.sub("", _plain(text))
    before = _TAIL.sub("", "".join(["-" if _is_dash(sign) else sign for sign in plain]))
    dialled = _dialled(before if len(_without_country(_dialled(before))) >= _WHOLE else plain)
    number = _without_country(dialled)
    found = [number]
    # 86 without a plus may begin a number of a town as well.
    if number == dialled and number.startswith("86") and len(number) >= 12:
        found.insert(0, number[2:])
    found = [one[1:] if len(one) >= 10 and one[0] == "0" and one[1] != "0" else one for one in found]
    return [one for one in found if len(one) >= LEAST]
