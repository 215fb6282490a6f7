"""Finding a customer by a phone number, and never by one that is hidden from whoever asks (rows Nf15, Nb4)."""

import re

from django.db.models import Q

from .access import helping
from .masking import shown
from .models import Contact

# Fewer digits than this find half the file; a number may be looked for by its end only within one's own customers.
LEAST = 4
_NUMBER = re.compile(r"[\d\s()+-]+")


def digits(text):
    """What is dialled, as the stored columns keep it; empty where the text is no number."""
    text = str(text or "").strip()
    if not _NUMBER.fullmatch(text):
        return ""
    return re.sub(r"\D", "", text.replace("+86", ""))


def _beyond(number):
    """The first number after all that begin with this one."""
    return number.rstrip("9") and str(int("1" + number.rstrip("9")) + 1)[1:]


def _matching(column, number, anywhere):
    """Condition: the column holds the number, anywhere or (served by an index) at its beginning."""
    plain = column.removesuffix("_digits")
    filled = ~Q(**{plain: ""})
    if anywhere:
        return filled & Q(**{f"{column}__contains": number})
    found = filled & Q(**{f"{column}__gte": number})
    end = _beyond(number)
    return found & Q(**{f"{column}__lt": end}) if end else found


def _open_to(user):
    """Condition on Customer: no restricted file, or one that the user works on; its numbers are not to be guessed either (M10)."""
    return Q(restricted=False) | Q(ownership__owner=user) | Q(pk__in=helping(user).values("customer_id"))


def find(text, user, within, *, anywhere=False, limit=300):
    """Ids of customers in `within` that have a number beginning with (`anywhere`: containing) these digits."""
    number = digits(text)
    if len(number) < LEAST:
        return []
    within = within.filter(shown(user), _open_to(user)).order_by()
    own = within.filter(_matching("phone_digits", number, anywhere)).values_list("pk", flat=True)[:limit]
    theirs = Contact.objects.filter(
        _matching("mobile_digits", number, anywhere) | _matching("phone_digits", number, anywhere)
    )
    theirs = theirs.filter(customer__in=within).values_list("customer_id", flat=True)[:limit]
    return list(dict.fromkeys([*own, *theirs]))[:limit]
