"""A scorecard as data: what is looked at, who rates it, how points follow from a value (row T7). No Django, no sentences.

Which part of the default is the rule book's stands in docs/ratings.md.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from .grading import BIG, BOUNDS, DIRECT, DISTRIBUTOR, GRADES, GradeRules, default_rules, rounded

SALES, FINANCE, COMPUTED = "sales", "finance", "computed"
SEGMENTS = (DISTRIBUTOR, DIRECT)
# The indicator whose full marks a direct customer needs for AAA (T11).
CREDIT = "credit_performance"
# What can be computed from contracts, deliveries and payments, and the unit of its value.
MEASURES = {"volume": "CNY", "growth": "%", "evenness": "%", "timeliness": "%", "years": "years"}
TOTAL = Decimal(100)


@dataclass(frozen=True)
class Indicator:
    """One line of a scorecard. `rule`: {"kind": "steps", "steps": [[at least, points], …]} or {"kind": "proportion", "zero", "full"}."""

    key: str
    category: str
    full: Decimal
    rater: str
    en: str
    zh: str
    guidance_en: str = ""
    guidance_zh: str = ""
    measure: str = ""
    rule: dict = field(default_factory=dict)

    def points(self, value):
        """Points for a computed value; None (nothing to go by) gives none."""
        if value is None:
            return Decimal("0.00")
        if self.rule["kind"] == "steps":
            return next((points for least, points in self.rule["steps"] if value >= least), Decimal("0.00"))
        zero, full = Decimal(str(self.rule["zero"])), Decimal(str(self.rule["full"]))
        share = min(max((value - zero) / (full - zero), Decimal(0)), Decimal(1))
        return rounded(self.full * share)


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

    def get(self, key):
        return next((i for i in self.indicators if i.key == key), None)

    def rated_by(self, rater):
        return [i for i in self.indicators if i.rater == rater]


def read(segment, body):
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


def rules_of(segment, body):
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
def default(segment):
    """The card that the product ships with."""
    return read(segment, default_body(segment))


def _prepared(rule):
    """Steps from the highest down, ready to be compared."""
    if rule.get("kind") != "steps":
        return rule
    steps = [(Decimal(str(least)), rounded(Decimal(str(points)))) for least, points in rule["steps"]]
    return {"kind": "steps", "steps": sorted(steps, reverse=True)}


def problems(body):
    """What is wrong with a body: [(code, indicator's key or "", detail)]; empty where it may be used."""
    found, keys = [], [line["key"] for line in body["indicators"]]
    total = sum((Decimal(str(line["full"])) for line in body["indicators"]), Decimal(0))
    if total != TOTAL:
        found.append(("total", "", str(total.normalize() if total else 0)))
    if len(set(keys)) != len(keys) or CREDIT not in keys:
        found.append(("keys", "", CREDIT))
    for line in body["indicators"]:
        full, rule = Decimal(str(line["full"])), line.get("rule") or {}
        if full <= 0:
            found.append(("full", line["key"], str(full)))
        if line["rater"] != COMPUTED:
            continue
        if line.get("measure") not in MEASURES:
            found.append(("measure", line["key"], ""))
        elif rule.get("kind") == "steps":
            points = [Decimal(str(p)) for _least, p in rule["steps"]]
            if not points or max(points) != full or min(points) < 0:
                found.append(("steps", line["key"], str(full)))
        elif rule.get("kind") != "proportion" or Decimal(str(rule["zero"])) == Decimal(str(rule["full"])):
            found.append(("rule", line["key"], ""))
    bounds = [Decimal(str(body["bounds"][grade])) for grade in GRADES] if "bounds" in body else []
    if bounds and (sorted(set(bounds), reverse=True) != bounds or bounds[0] >= TOTAL or bounds[-1] < 0):
        found.append(("bounds", "", ""))
    if Decimal(str(body.get("big_amount", 1))) <= 0:
        found.append(("big_amount", "", ""))
    days, remind = int(body.get("days", 20)), int(body.get("remind", 5))
    if not 1 <= days <= 80 or not 0 <= remind < days:
        found.append(("days", "", str(days)))
    return found


def _steps(*pairs):
    return {"kind": "steps", "steps": [[str(least), str(points)] for least, points in pairs]}


# A quarter of what makes a big customer in a year (T12): who buys that has the full marks for volume.
_FULL_VOLUME = {DISTRIBUTOR: 12_500_000, DIRECT: 5_000_000}

_CATEGORIES = [
    {"key": "quality", "en": "Quality of the customer", "zh": "客户品质特性"},
    {"key": "power", "en": "Purchasing power", "zh": "吸货能力"},
    {"key": "evenness", "en": "Evenness of purchasing", "zh": "吸货均衡性"},
    {"key": "solvency", "en": "Solvency", "zh": "偿债能力"},
    {"key": "loyalty", "en": "Loyalty and cooperation", "zh": "忠诚与合作"},
]


def default_body(segment):
    """The scorecard that the product ships with."""
    v = _FULL_VOLUME[segment]
    volume = _steps((v, 20), (v * 6 // 10, 16), (v * 3 // 10, 12), (v // 10, 8), (v * 3 // 100, 4), ("0.01", 2))
    lines = [
        (
            "legal_standing",
            "quality",
            10,
            SALES,
            "Legal standing",
            "法律资质",
            "",
            {},
            "Licence valid and checked, scope of business covers what is bought, legal representative known, no lawsuits: 10. Take off 2 to 5 for each that is missing.",
            "营业执照有效且已核验、经营范围覆盖采购品种、法定代表人清楚、无诉讼：10 分；每缺一项扣 2 至 5 分。",
        ),
        (
            "management",
            "quality",
            10,
            SALES,
            "Management",
            "经营管理水平",
            "",
            {},
            "Stable people in charge, orderly books and stock, a market of its own: 8 to 10. Frequent change or disorder: below 5.",
            "管理团队稳定、账务与库存规范、有自己的市场：8 至 10 分；人员变动频繁或管理混乱：5 分以下。",
        ),
        (
            "volume",
            "power",
            20,
            COMPUTED,
            "Volume bought",
            "采购量",
            "volume",
            volume,
            "What was delivered in the quarter, in CNY; contracts without recorded deliveries count on the day they were signed.",
            "本季度交货金额（人民币）；未登记交货的合同按签订日计入。",
        ),
        (
            "volume_growth",
            "power",
            10,
            COMPUTED,
            "Growth of the volume",
            "采购量增长",
            "growth",
            _steps((20, 10), (10, 8), (0, 6), (-10, 4), (-30, 2)),
            "Against the quarter before; whoever bought nothing then and buys now counts as 100 % growth.",
            "与上一季度相比；上季度未采购、本季度采购的按增长 100% 计。",
        ),
        (
            "evenness",
            "evenness",
            15,
            COMPUTED,
            "Evenness",
            "吸货均衡度",
            "evenness",
            {"kind": "proportion", "zero": "0", "full": "100"},
            "Twelve months up to the end of the quarter (fewer where the first purchase is younger): the mean of the share of months with "
            "purchases and of 1 minus their coefficient of variation.",
            "截至季末的十二个月（首次采购较晚的从首次采购当月起）：有采购月份占比与（1-变异系数）的平均值。",
        ),
        (
            "payment_timeliness",
            "solvency",
            10,
            COMPUTED,
            "Payment on time",
            "付款及时率",
            "timeliness",
            _steps((100, 10), (95, 8), (90, 6), (80, 4), (60, 2)),
            "Share of what fell due in the quarter that came in on or before the day; nothing due in the quarter: of the year up to its end.",
            "本季度到期款项中按期到账的比例；本季度无到期款项的，看截至季末的一年。",
        ),
        (
            "credit_performance",
            "solvency",
            15,
            FINANCE,
            "Credit performance",
            "信用履约率",
            "",
            {},
            "All agreements on credit and terms kept: 15. A direct customer needs the full marks for AAA.",
            "赊销与账期约定全部履行：15 分。直接客户须得满分方可评 AAA。",
        ),
        (
            "cooperation_years",
            "loyalty",
            5,
            COMPUTED,
            "Years of cooperation",
            "合作年限",
            "years",
            _steps((5, 5), (3, 4), (2, 3), (1, 2), ("0.01", 1)),
            "Since the day in the file or the first confirmed contract, whichever is earlier, up to the end of the quarter.",
            "自档案所载合作日期或首份已确认合同（取较早者）至季末。",
        ),
        (
            "loyalty",
            "loyalty",
            5,
            SALES,
            "Loyalty",
            "忠诚度",
            "",
            {},
            "Buys what it needs from us first, tells us of the market, recommends us: 4 to 5. Buys wherever it is cheaper: below 3.",
            "优先向我方采购、反馈市场信息、推荐我方：4 至 5 分；只看价格：3 分以下。",
        ),
    ]
    names = ("key", "category", "full", "rater", "en", "zh", "measure", "rule", "guidance_en", "guidance_zh")
    indicators = [{**dict(zip(names, line, strict=True)), "full": str(line[2])} for line in lines]
    amount, grades = BIG[segment]
    return {
        "categories": [dict(c) for c in _CATEGORIES],
        "indicators": indicators,
        "days": 20,
        "remind": 5,
        "bounds": {grade: str(bound) for grade, bound in BOUNDS[segment]},
        "big_amount": str(amount),
        "big_grades": list(grades),
        "needs_credit": segment == DIRECT,
        "papers": False,
    }
