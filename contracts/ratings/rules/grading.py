"""Grades from points, and who is a big or a key customer (rows T10-T13). No Django, no sentences.

The bounds stand on the versioned scorecard; those here are the rule book's own, which the default has.

Points are Decimal with two decimals. A bound belongs to the grade below it ("79 to 89 inclusive" is AA), so that between two
grades no gap is left: 59.01 is B, 49.99 is no grade at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DISTRIBUTOR, DIRECT = "distributor", "direct"
GRADES = ("AAA", "AA", "A", "B", "C")
CENT = Decimal("0.01")

# The rule book's: what each grade needs more than; C's own bound belongs to C.
BOUNDS = {
    DISTRIBUTOR: (("AAA", 89), ("AA", 79), ("A", 69), ("B", 59), ("C", 50)),
    DIRECT: (("AAA", 84), ("AA", 74), ("A", 64), ("B", 54), ("C", 45)),
}
# Purchases of last year in CNY from which a well graded customer is a big one, and the grades that count as well.
BIG = {DIRECT: (Decimal(20_000_000), ("AAA", "AA")), DISTRIBUTOR: (Decimal(50_000_000), ("AAA",))}

# Why it is not the grade above, or no grade at all.
BAD_DEBT, BELOW, ABOVE, CREDIT, PAPERS, MISSING = "bad_debt", "below", "above", "credit", "papers", "missing"


@dataclass(frozen=True)
class GradeRules:
    """How grades follow from points. `bounds`: ((grade, points), …) from AAA down; `big_amount` in CNY bought last year."""

    bounds: tuple
    big_amount: Decimal
    big_grades: tuple
    needs_credit: bool = False


def default_rules(segment: str) -> GradeRules:
    """The rule book's own."""
    amount, grades = BIG[segment]
    return GradeRules(BOUNDS[segment], amount, grades, needs_credit=segment == DIRECT)


_DEFAULT = {segment: default_rules(segment) for segment in (DISTRIBUTOR, DIRECT)}


@dataclass(frozen=True)
class Verdict:
    """A grade (None: none) and why it is no better: ({code, …}, …), empty for AAA."""

    grade: str | None
    why: tuple = ()


def rounded(points: Decimal) -> Decimal:
    """Points as they are judged and shown: two decimals, halves up."""
    return Decimal(points).quantize(CENT, ROUND_HALF_UP)


def _by_points(rules: GradeRules, points: Decimal) -> str | None:
    for grade, bound in rules.bounds:
        if points > bound or (grade == "C" and points == bound):
            return grade
    return None


def _exact(bound: Decimal | int) -> int | str:
    """A bound as JSON keeps it: 89, or "89.5"."""
    return int(bound) if bound == int(bound) else str(bound)


def judge(
    segment: str,
    points: Decimal,
    *,
    full_credit: bool,
    bad_debt: bool,
    rules: GradeRules | None = None,
    papers_lacking: Sequence[str] = (),
) -> Verdict:
    """The verdict on these points by `rules` (None: the rule book's).

    `full_credit`: full marks in credit performance; `bad_debt`: any stands on record; `papers_lacking`: papers without which
    the scorecard gives no grade (T8).
    """
    rules = rules or _DEFAULT[segment]
    points = rounded(points)
    reached = _by_points(rules, points)
    capped = rules.needs_credit and reached == "AAA" and not full_credit
    grade = "AA" if capped else reached
    if bad_debt:
        return Verdict(None, ({"code": BAD_DEBT, "grade": grade},))
    if grade is None:
        return Verdict(None, ({"code": BELOW, "bound": _exact(rules.bounds[-1][1]), "points": str(points)},))
    if papers_lacking:
        return Verdict(None, ({"code": PAPERS, "grade": grade, "lacking": list(papers_lacking)},))
    if capped:
        return Verdict(grade, ({"code": CREDIT, "grade": grade, "better": "AAA"},))
    if grade == "AAA":
        return Verdict(grade)
    better, bound = rules.bounds[GRADES.index(grade) - 1]
    return Verdict(
        grade, ({"code": ABOVE, "grade": grade, "better": better, "bound": _exact(bound), "points": str(points)},)
    )


def is_big(segment: str, grade: str | None, last_year: Decimal, rules: GradeRules | None = None) -> bool:
    """Whether it is a big customer; `last_year` is what it bought in the calendar year before, in CNY (T12)."""
    rules = rules or _DEFAULT[segment]
    return grade in rules.big_grades and last_year >= rules.big_amount


def is_key(segment: str, grade: str | None, last_year: Decimal = Decimal(0), rules: GradeRules | None = None) -> bool:
    """Whether it is a key customer: big, or graded well enough without (T13)."""
    return is_big(segment, grade, last_year, rules) or grade == "AAA" or (segment == DIRECT and grade == "AA")
