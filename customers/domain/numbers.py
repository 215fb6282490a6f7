"""Customer codes and file numbers (row T5)."""

from django.db import transaction

from customers.models import Customer, Series
from customers.models.choices import Level, Segment

_PREFIX = {Segment.DIRECT: "D", Segment.DISTRIBUTOR: "F"}
_LEVEL = {Level.CORE: "A", Level.GROWTH: "B", Level.ORDINARY: "C"}


def draw(name: str, n: int = 1) -> range:
    """The next `n` numbers of a series, as a range; nobody else gets them. Call it inside a transaction."""
    with transaction.atomic():
        Series.objects.bulk_create([Series(name=name)], ignore_conflicts=True)
        series = Series.objects.select_for_update(no_key=True).get(name=name)
        first = series.next
        Series.objects.filter(name=name).update(next=first + n)
        return range(first, first + n)


def codes(n: int = 1) -> list[str]:
    """`n` free customer codes (C-000123); codes that an import brought along are passed over."""
    out = []
    while len(out) < n:
        fresh = [f"C-{i:06d}" for i in draw("customer", n - len(out))]
        taken = set(Customer.objects.filter(code__in=fresh).values_list("code", flat=True))
        out += [code for code in fresh if code not in taken]
    return out


def file_number(segment: str | None, level: str | None) -> str:
    """The next file number of a class, such as DA-0001 for a direct core customer; empty without a class."""
    if not segment or not level:
        return ""
    prefix = _PREFIX[Segment(segment)] + _LEVEL[Level(level)]
    return f"{prefix}-{draw(f'file {prefix}')[0]:04d}"
