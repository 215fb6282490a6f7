"""From facts and scores to points and a grade, for many customers at once; reads only (rows T7, T9-T13)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, cast

from contracts.models import BadDebt
from contracts.ratings.models import IndicatorScore, PaperFile, Papers
from contracts.ratings.models.choices import PaperKind
from contracts.ratings.rules.grading import MISSING, is_big, is_key, judge
from contracts.ratings.rules.indicators import COMPUTED, Indicator
from contracts.ratings.rules.measures import MEASURES
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import CREDIT, SEGMENTS
from crm_project.lib.json_values import JsonObject
from customers.models import Customer
from customers.models.choices import Kind

from .facts import Known, among, gather
from .scorecards import Cards

# What judging needs of a customer.
JUDGED = ("pk", "code", "segment", "bad_debt", "cooperating_since", "kind")


@dataclass
class Judged:
    """The outcome for one customer: the fields of its Rating, and its code for the published line."""

    pk: int
    code: str
    fields: dict
    scorecard_id: int | None = None


def judge_all(batch: Sequence[tuple[int, str, str, bool, None, str]], quarter: Quarter, cards: Cards) -> list[Judged]:
    """Judge customers given as JUDGED, in the order of their keys; a pure read."""
    if not batch:
        return []
    keys = [row[0] for row in batch]
    known, scores, nothing = gather(keys, quarter), _scores(keys, quarter), Known()
    indebted = set(BadDebt.objects.filter(cleared_on=None, **among(keys)).values_list("customer_id", flat=True))
    papers = _papers(keys) if any(cards[segment].papers for segment in SEGMENTS) else None
    return [
        _judged(
            row,
            quarter,
            cards,
            known.get(row[0], nothing),
            scores.get(row[0], {}),
            row[3] or row[0] in indebted,
            papers,
        )
        for row in batch
    ]


def _papers(keys: Sequence[int]) -> defaultdict[int, Any]:
    """{customer id: kinds of papers in the file}; True where a director let it be graded without."""
    found = defaultdict(set)
    for pk, kind in PaperFile.objects.filter(voided_at=None, **among(keys)).values_list("customer_id", "kind"):
        found[pk].add(kind)
    excepted = Papers.objects.filter(exception_at__isnull=False, **among(keys)).values_list("customer_id", flat=True)
    return found | dict.fromkeys(excepted, True)


def _scores(
    keys: Sequence[int], quarter: Quarter
) -> defaultdict[int, dict[str, tuple[Decimal, str, int | None, datetime, str]]]:
    rows = IndicatorScore.objects.filter(quarter=str(quarter), **among(keys))
    found = defaultdict(dict)
    for pk, key, points, source, by, at, reason in rows.values_list(
        "customer_id", "indicator", "points", "source", "by_id", "at", "reason"
    ):
        found[pk][key] = (points, source, by, at, reason)
    return found


def _judged(
    row: tuple[int, str, str, bool, date | None, str],
    quarter: Quarter,
    cards: Cards,
    known: Known,
    scores: Mapping[str, tuple[Decimal, str, int | None, datetime, str]],
    bad_debt: bool,
    papers: Mapping[int, Any] | None,
) -> Judged:
    pk, code, segment, _bad, since, kind = row
    card, lines, total, missing = cards[segment], {}, Decimal(0), []
    for indicator in card.indicators:
        line, points = _line(indicator, known, quarter, since, scores.get(indicator.key))
        lines[indicator.key] = line
        total += points
        if line["source"] == MISSING:
            missing.append(indicator.key)
    credit = cast(Indicator, card.get(CREDIT))  # no card without it
    verdict = judge(
        segment,
        total,
        full_credit=Decimal(lines[CREDIT]["points"]) >= credit.full,
        bad_debt=bad_debt,
        rules=card.rules,
        papers_lacking=missing_papers(kind, papers.get(pk, ())) if papers is not None and card.papers else (),
    )
    codes = list(verdict.why) + ([{"code": MISSING, "indicators": missing}] if missing else [])
    grade = verdict.grade
    fields = {
        "segment": segment,
        "points": total.quantize(Decimal("0.01")),
        "grade": grade or "",
        "why": codes,
        "lines": lines,
        "missing": len(missing),
        "big": is_big(segment, grade, known.last_year, card.rules),
        "key": is_key(segment, grade, known.last_year, card.rules),
        "last_year": known.last_year,
    }
    return Judged(pk, code, fields, getattr(cards.rows[segment], "pk", None))


def _line(
    indicator: Indicator,
    known: Known,
    quarter: Quarter,
    since: date | None,
    score: tuple[Decimal, str, int | None, datetime, str] | None,
) -> tuple[JsonObject, Decimal]:
    """What one indicator brings: a score by hand stands over what is computed; the computed value is shown in any case."""
    line: JsonObject = {}
    points = Decimal("0.00")
    if indicator.rater == COMPUTED:
        value, figures = MEASURES[indicator.measure](known, quarter, since)
        points = indicator.points(value)
        line = {"source": COMPUTED, "value": None if value is None else str(value)}
        if figures:
            line["figures"] = figures
    elif score is None:
        return {"source": MISSING, "points": "0"}, points
    if score is not None:
        given, source, by, at, reason = score
        # A later scorecard may give less for an indicator than was imported for it.
        points = min(given, indicator.full)
        line |= {"source": str(source), "by": by, "at": at.isoformat(timespec="seconds")} | (
            {"reason": reason} if reason else {}
        )
    line["points"] = f"{points.normalize():f}"
    return line, points


def preview(customer: Customer, quarter: Quarter) -> Judged:
    """What one customer would be judged now, whatever is stored."""
    return judge_all([tuple(getattr(customer, name) for name in JUDGED)], quarter, Cards(quarter))[0]


# A person has no business licence.
NEEDED: dict[str, tuple[PaperKind, ...]] = {
    Kind.COMPANY: (PaperKind.LICENCE, PaperKind.REPRESENTATIVE),
    Kind.INDIVIDUAL: (PaperKind.REPRESENTATIVE,),
}


def missing_papers(kind: str, there: Literal[True] | Collection[str]) -> list[str]:
    """The papers that a customer of this kind lacks; `there` holds the kinds in its file, or True for a director's exception."""
    if there is True:
        return []
    return [str(paper) for paper in NEEDED[kind] if paper not in there]
