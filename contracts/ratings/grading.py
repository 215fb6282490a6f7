"""Grades from points, and who is a big or a key customer: the rule book's own numbers (rows T10-T13). No Django, no sentences.

Points are Decimal with two decimals. A bound belongs to the grade below it ("79 to 89 inclusive" is AA), so that between two
grades no gap is left: 59.01 is B, 49.99 is no grade at all.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DISTRIBUTOR, DIRECT = "distributor", "direct"
GRADES = ("AAA", "AA", "A", "B", "C")
CENT = Decimal("0.01")

# What each grade needs more than; C's own bound belongs to C.
BOUNDS = {
    DISTRIBUTOR: (("AAA", 89), ("AA", 79), ("A", 69), ("B", 59), ("C", 50)),
    DIRECT: (("AAA", 84), ("AA", 74), ("A", 64), ("B", 54), ("C", 45)),
}
# Purchases of last year in CNY from which a well graded customer is a big one, and the grades that count as well.
BIG = {DIRECT: (Decimal(20_000_000), ("AAA", "AA")), DISTRIBUTOR: (Decimal(50_000_000), ("AAA",))}

# Why it is not the grade above, or no grade at all.
BAD_DEBT, BELOW, ABOVE, CREDIT = "bad_debt", "below", "above", "credit"


@dataclass(frozen=True)
class Verdict:
    """A grade (None: none) and why it is no better: ({code, …}, …), empty for AAA."""

    grade: str | None
    why: tuple = ()


def rounded(points):
    """Points as they are judged and shown: two decimals, halves up."""
    return Decimal(points).quantize(CENT, ROUND_HALF_UP)


def _by_points(segment, points):
    for grade, bound in BOUNDS[segment]:
        if points > bound or (grade == "C" and points == bound):
            return grade
    return None


def judge(segment, points, *, full_credit, bad_debt):
    """The verdict on these points. `full_credit`: full marks in credit performance; `bad_debt`: any stands on record."""
    points = rounded(points)
    reached = _by_points(segment, points)
    capped = segment == DIRECT and reached == "AAA" and not full_credit
    grade = "AA" if capped else reached
    if bad_debt:
        return Verdict(None, ({"code": BAD_DEBT, "grade": grade},))
    if grade is None:
        return Verdict(None, ({"code": BELOW, "bound": BOUNDS[segment][-1][1], "points": str(points)},))
    if capped:
        return Verdict(grade, ({"code": CREDIT, "grade": grade, "better": "AAA"},))
    if grade == "AAA":
        return Verdict(grade)
    better, bound = BOUNDS[segment][GRADES.index(grade) - 1]
    return Verdict(grade, ({"code": ABOVE, "grade": grade, "better": better, "bound": bound, "points": str(points)},))


def is_big(segment, grade, last_year):
    """Whether it is a big customer; `last_year` is what it bought in the calendar year before, in CNY (T12)."""
    least, grades = BIG[segment]
    return grade in grades and last_year >= least


def is_key(segment, grade, last_year=Decimal(0)):
    """Whether it is a key customer: big, or graded well enough without (T13)."""
    return is_big(segment, grade, last_year) or grade == "AAA" or (segment == DIRECT and grade == "AA")
