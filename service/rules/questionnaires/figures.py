"""What answers come to: the recommend score, and which groups are large enough to be shown (row T22)."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from .body import RECOMMEND, SCALE

# A group with fewer answers is not broken down: it would tell who said what.
LEAST = 5
PROMOTERS, DETRACTORS = range(9, 11), range(0, 7)
# Grades of a scale from 1 to 5 that are bad.
BAD_GRADES = range(1, 3)
Group = TypeVar("Group", bound=Hashable)


def is_bad(kind: str, answer: object) -> bool:
    """Whether the answer to a question of this kind says that something is wrong: a low grade, or one that recommends nobody."""
    if not isinstance(answer, str) or not answer.isdigit():
        return False
    return kind == SCALE and int(answer) in BAD_GRADES or kind == RECOMMEND and int(answer) in DETRACTORS


def recommend_score(promoters: int, detractors: int, total: int) -> int | None:
    """Share of 9 and 10 less the share of 0 to 6, from -100 to 100; None without answers."""
    return round(100 * (promoters - detractors) / total) if total else None


def score_of(grades: Mapping[int, int]) -> int | None:
    """The recommend score of {grade: how many gave it}."""
    return recommend_score(
        sum(n for grade, n in grades.items() if grade in PROMOTERS),
        sum(n for grade, n in grades.items() if grade in DETRACTORS),
        sum(grades.values()),
    )


def mean_of(grades: Mapping[int, int]) -> float | None:
    """The mean of {grade: how many gave it}."""
    total = sum(grades.values())
    return sum(grade * n for grade, n in grades.items()) / total if total else None


def percent(part: int, whole: int) -> int:
    """Whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def large_enough(counts: Mapping[Group, int], least: int = LEAST) -> set[Group]:
    """The groups to be shown. Where a single small one would follow from the total by taking away, the next smallest goes too."""
    shown = {group for group, n in counts.items() if n >= least}
    hidden = [group for group, n in counts.items() if 0 < n < least]
    if len(hidden) == 1 and shown:
        shown.remove(min(shown, key=lambda group: (counts[group], str(group))))
    return shown
