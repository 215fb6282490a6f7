"""A scorecard as data: what is looked at, who rates it, how points follow from a value (row T7). No Django, no sentences.

Which part of the default is the rule book's stands in docs/ratings.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.indicators import COMPUTED, Indicator
from crm_project.lib.json_values import JsonObject

from .grading import DIRECT, DISTRIBUTOR, GRADES, GradeRules, default_rules, rounded

SEGMENTS = (DISTRIBUTOR, DIRECT)
# The indicator whose full marks a direct customer needs for AAA (T11).
CREDIT = "credit_performance"
# What can be computed from contracts, deliveries and payments, and the unit of its value.
MEASURES = {"volume": "CNY", "growth": "%", "evenness": "%", "timeliness": "%", "years": "years"}
TOTAL = Decimal(100)


@dataclass(frozen=True)
class Card:
    """A whole scorecard; `days`: sheets stay open so many days after the quarter, `remind` days before that people are reminded.

    `rules`: how grades follow from points (T10-T12). `papers`: no grade before the papers are in the file (T8).
    """

    segment: str
    categories: tuple
    indicators: tuple
    days: int = 20
    remind: int = 5
    rules: GradeRules | None = None
    papers: bool = False

    def get(self, key: str) -> Indicator | None:
        return next((i for i in self.indicators if i.key == key), None)

    def rated_by(self, rater: str) -> list[Indicator]:
        return [i for i in self.indicators if i.rater == rater]


def read(segment: str, body: Mapping[str, Any]) -> Card:
    """The card that a body describes."""
    indicators = tuple(
        Indicator(**{**line, "full": Decimal(str(line["full"])), "rule": _prepared(line.get("rule") or {})})
        for line in body["indicators"]
    )
    categories = tuple((c["key"], c["en"], c["zh"]) for c in body["categories"])
    return Card(
        segment,
        categories,
        indicators,
        int(body.get("days", 20)),
        int(body.get("remind", 5)),
        rules_of(segment, body),
        bool(body.get("papers", False)),
    )


def rules_of(segment: str, body: Mapping[str, Any]) -> GradeRules:
    """How grades follow from points by this body; one written before bounds stood on scorecards has the rule book's."""
    usual = default_rules(segment)
    bounds = body.get("bounds") or dict(usual.bounds)
    return GradeRules(
        tuple((grade, Decimal(str(bounds[grade]))) for grade in GRADES),
        Decimal(str(body.get("big_amount", usual.big_amount))),
        tuple(body.get("big_grades", usual.big_grades)),
        bool(body.get("needs_credit", usual.needs_credit)),
    )


@cache
def default(segment: str) -> Card:
    """The card that the product ships with."""
    return read(segment, default_body(segment))


def _prepared(rule: JsonObject) -> JsonObject:
    """Steps from the highest down, ready to be compared."""
    if rule.get("kind") != "steps":
        return rule
    steps = [(Decimal(str(least)), rounded(Decimal(str(points)))) for least, points in rule["steps"]]
    return {"kind": "steps", "steps": sorted(steps, reverse=True)}


def problems(body: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong with a body: [(code, indicator's key or "", detail)]; empty where it may be used."""
    found, keys = [], [line["key"] for line in body["indicators"]]
    total = sum((Decimal(str(line["full"])) for line in body["indicators"]), Decimal(0))
    if total != TOTAL:
        found.append(("total", "", str(total.normalize() if total else 0)))
    if len(set(keys)) != len(keys) or CREDIT not in keys:
        found.append(("keys", "", CREDIT))
    for line in body["indicators"]:
        found += _line_problems(line)
    bounds = [Decimal(str(body["bounds"][grade])) for grade in GRADES] if "bounds" in body else []
    if bounds and (sorted(set(bounds), reverse=True) != bounds or bounds[0] >= TOTAL or bounds[-1] < 0):
        found.append(("bounds", "", ""))
    if Decimal(str(body.get("big_amount", 1))) <= 0:
        found.append(("big_amount", "", ""))
    days, remind = int(body.get("days", 20)), int(body.get("remind", 5))
    if not 1 <= days <= 80 or not 0 <= remind < days:
        found.append(("days", "", str(days)))
    return found


def _line_problems(line: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The same of one indicator's line."""
    full, rule, found = Decimal(str(line["full"])), line.get("rule") or {}, []
    if full <= 0:
        found.append(("full", line["key"], str(full)))
    if line["rater"] != COMPUTED:
        return found
    if line.get("measure") not in MEASURES:
        found.append(("measure", line["key"], ""))
    elif rule.get("kind") == "steps":
        points = [Decimal(str(p)) for _least, p in rule["steps"]]
        if not points or max(points) != full or min(points) < 0:
            found.append(("steps", line["key"], str(full)))
    elif rule.get("kind") != "proportion" or Decimal(str(rule["zero"])) == Decimal(str(rule["full"])):
        found.append(("rule", line["key"], ""))
    return found
