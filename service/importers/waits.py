"""The cell of times in which an order waited: `from/to` spans, several by semicolons, an open one without an end (row Ni21)."""

from datetime import datetime

from django.utils.translation import gettext as _

from customers.importing.values import moment, several

_spans = several(2000)


def waits(cell: object) -> tuple[tuple[datetime, datetime | None], ...]:
    """[(since, until or None)] in their order. ValueError with a sentence where they can't be meant."""
    found: list[tuple[datetime, datetime | None]] = []
    for text in _spans(cell):
        since, slash, until = (part.strip() for part in text.partition("/"))
        if not slash:
            raise ValueError(_("“%(text)s” is no span such as 2026-03-01T10:00/2026-03-02T09:00") % {"text": text[:60]})
        begins, ends = moment(since), moment(until) if until else None
        if ends is not None and ends < begins:
            raise ValueError(_("“%(text)s” ends before it begins") % {"text": text[:60]})
        found.append((begins, ends))
    found.sort(key=lambda span: span[0])
    for (_begins, ends), (begins, _ends) in zip(found, found[1:], strict=False):
        if ends is None or ends > begins:
            raise ValueError(_("the spans overlap: a wait ends before the next one begins"))
    return tuple(found)
