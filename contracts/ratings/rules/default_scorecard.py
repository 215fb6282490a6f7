"""The rule book's scorecard as data (rows T9 to T13)."""

from copy import deepcopy

from contracts.ratings.rules.indicators import COMPUTED, FINANCE, SALES
from crm_project.lib.json_values import JsonObject

from .grading import BIG, BOUNDS, DIRECT, DISTRIBUTOR


def _steps(*pairs: tuple[int | str, int]) -> JsonObject:
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


# The lines of the card; of the volume, the steps depend on the segment.
_NAMES = ("key", "category", "full", "rater", "en", "zh", "measure", "rule", "guidance_en", "guidance_zh")
_LINES = (
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
        {},
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
)
_INDICATORS: list[JsonObject] = [{**dict(zip(_NAMES, line, strict=True)), "full": str(line[2])} for line in _LINES]


def default_body(segment: str) -> JsonObject:
    """The scorecard that the product ships with."""
    v = _FULL_VOLUME[segment]
    volume = _steps((v, 20), (v * 6 // 10, 16), (v * 3 // 10, 12), (v // 10, 8), (v * 3 // 100, 4), ("0.01", 2))
    amount, grades = BIG[segment]
    return {
        "categories": [dict(c) for c in _CATEGORIES],
        "indicators": [line | {"rule": volume} if line["key"] == "volume" else line for line in deepcopy(_INDICATORS)],
        "days": 20,
        "remind": 5,
        "bounds": {grade: str(bound) for grade, bound in BOUNDS[segment]},
        "big_amount": str(amount),
        "big_grades": list(grades),
        "needs_credit": segment == DIRECT,
        "papers": False,
    }
