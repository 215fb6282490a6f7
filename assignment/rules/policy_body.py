"""Reading and writing a policy as data: the JSON that a version stores and `forecast --policy` takes. No Django here.

Every number of every preset is in this data and editable in the browser; `read` refuses what can't be meant.
"""

from dataclasses import asdict
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from .policy import (
    INVALID_FOLLOWUPS,
    NO_CONTACT,
    NO_DEAL,
    NO_DEAL_REVIEW,
    NO_KEY_CONTACT,
    OUTCOMES,
    PROTECTION_TERM,
    RELEASE,
    REVIEW,
    ROTATE,
    RULES,
    STAGE_TERM,
    STAGES,
    Grace,
    Policy,
    PolicyError,
    Rule,
    Standard,
    Tier,
)
from .standard import KINDS

FILLER = [
    "没找到人",
    "找不到人",
    "没人",
    "不在",
    "外出",
    "出差",
    "沟通",
    "沟通中",
    "已沟通",
    "联系",
    "已联系",
    "联系中",
    "跟进",
    "跟进中",
    "继续跟进",
    "没人接",
    "无人接听",
    "未接",
    "没接电话",
    "关机",
    "停机",
    "忙",
    "开会",
    "再联系",
    "待跟进",
    "无",
    "暂无",
    "测试",
    "打电话",
    "电话",
    "客户",
    "nobody there",
    "no answer",
    "not in",
    "out",
    "talked",
    "talked to",
    "called",
    "call",
    "contacted",
    "follow up",
    "following up",
    "busy",
    "voicemail",
    "left message",
    "test",
    "none",
    "nothing",
    "n/a",
    "ok",
    "tbd",
    "customer",
]

_STRICT = {
    "strict": True,
    "min_chinese": 8,
    "min_words": 4,
    "counterpart": True,
    "answered": True,
    "filler": FILLER,
    "repeated_days": None,
    "late_hours": 24,
    "check": False,
    "kinds": None,
}
_ANY = {**_STRICT, "strict": False, "late_hours": None}

PRESETS: dict[str, dict[str, Any]] = {
    "solar": {
        "rules": [
            {"kind": NO_CONTACT, "days": 90, "outcome": ROTATE, "remind_days": 1},
            {"kind": NO_DEAL_REVIEW, "days": 90, "outcome": REVIEW, "remind_days": 1},
            {"kind": NO_DEAL, "days": 180, "outcome": ROTATE, "remind_days": 1},
        ],
        "cooldown_days": 1,
        "standard": {**_ANY, "kinds": list(KINDS)},
    },
    "stages": {
        "rules": [
            {"kind": STAGE_TERM, "stage": "potential", "days": 30, "outcome": RELEASE, "remind_days": 1},
            {"kind": STAGE_TERM, "stage": "intent", "days": 15, "outcome": RELEASE, "remind_days": 1},
        ],
        "cooldown_days": 3,
        "pool_claim": "followup",
        "after_sales": "service",
        "signs_from": "intent",
        "standard": _ANY,
    },
    "tracking": {
        "rules": [
            {"kind": NO_CONTACT, "days": 15, "outcome": RELEASE, "remind_days": 1},
            {"kind": INVALID_FOLLOWUPS, "days": 3, "outcome": REVIEW, "remind_days": 0},
            {"kind": NO_KEY_CONTACT, "days": 30, "outcome": REVIEW, "remind_days": 1},
        ],
        "cooldown_days": 1,
        "pool_reach": "company",
        "standard": _STRICT,
    },
    "direct": {
        "rules": [{"kind": PROTECTION_TERM, "days": 15, "outcome": RELEASE, "remind_days": 1}],
        "cooldown_days": 1,
        "slots": 15,
        "extensions_per_month": 1,
        "extension_tiers": [{"level": 1, "days": 5}, {"level": 2, "days": None}],
        "publish": True,
        "standard": _ANY,
    },
}

_NUMBERS = {  # name: (smallest, largest, may be empty)
    "release_hour": (0, 23, False),
    "slots": (1, 10000, True),
    "cooldown_days": (0, 365, False),
    "claims_per_day": (1, 1000, True),
    "review_grant_days": (1, 3650, False),
    "notice_days": (0, 365, False),
    "extensions_per_month": (1, 1000, True),
}
_STANDARD_NUMBERS = {
    "min_chinese": (0, 500, False),
    "min_words": (0, 500, False),
    "repeated_days": (0, 365, True),
    "late_hours": (1, 720, True),
}
_FLAGS = ("remind_manager", "publish")
_STANDARD_FLAGS = ("strict", "counterpart", "answered", "check")


def _number(problems, where, value, low, high, empty):
    if value is None and empty:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        problems.append((where, f"must be a whole number, not {value!r}"))
    elif not low <= value <= high:
        problems.append((where, f"must be from {low} to {high}, not {value}"))
    return value


def _known(problems, where, value, known):
    for name in sorted(set(value) - set(known)):
        problems.append((f"{where}{name}", "is not known here"))


def _rule(problems, index, data):
    where = f"rules[{index}]."
    if not isinstance(data, dict):
        problems.append((f"rules[{index}]", "must be an object"))
        return None
    _known(problems, where, data, ("kind", "days", "outcome", "remind_days", "stage"))
    kind, outcome, stage = data.get("kind"), data.get("outcome"), data.get("stage") or ""
    if kind not in RULES:
        problems.append((f"{where}kind", f"must be one of {', '.join(RULES)}"))
    if outcome not in OUTCOMES:
        problems.append((f"{where}outcome", f"must be one of {', '.join(OUTCOMES)}"))
    if kind == STAGE_TERM and stage not in STAGES[:2]:
        problems.append((f"{where}stage", "must be potential or intent"))
    days = _number(problems, f"{where}days", data.get("days"), 1, 3650, False)
    remind = _number(problems, f"{where}remind_days", data.get("remind_days", 1), 0, 365, False)
    if isinstance(days, int) and isinstance(remind, int) and kind != INVALID_FOLLOWUPS and remind >= days > 0:
        problems.append((f"{where}remind_days", "must be fewer than the days of the rule"))
    return Rule(kind, days, outcome, remind, stage if kind == STAGE_TERM else "")


def _standard(problems, data):
    if not isinstance(data, dict):
        problems.append(("standard", "must be an object"))
        return Standard()
    _known(problems, "standard.", data, (*_STANDARD_NUMBERS, *_STANDARD_FLAGS, "filler", "kinds"))
    out = dict(data)
    for name, (low, high, empty) in _STANDARD_NUMBERS.items():
        if name in data:
            _number(problems, f"standard.{name}", data[name], low, high, empty)
    for name in _STANDARD_FLAGS:
        if not isinstance(data.get(name, False), bool):
            problems.append((f"standard.{name}", "must be true or false"))
    filler = data.get("filler", [])
    if not isinstance(filler, list) or not all(isinstance(x, str) for x in filler):
        problems.append(("standard.filler", "must be a list of texts"))
        filler = []
    out["filler"] = tuple(filler)
    kinds = data.get("kinds")
    if kinds is not None and not (isinstance(kinds, list) and kinds and all(kind in KINDS for kind in kinds)):
        problems.append(("standard.kinds", f"must be a list of {', '.join(KINDS)}, or null"))
        kinds = None
    out["kinds"] = None if kinds is None else tuple(kinds)
    return Standard(**{k: v for k, v in out.items() if k in Standard.__dataclass_fields__})


def _tiers(problems, data):
    tiers = []
    for index, tier in enumerate(data if isinstance(data, list) else [None]):
        if not isinstance(tier, dict):
            problems.append(("extension_tiers", "must be a list of objects"))
            continue
        level = _number(problems, f"extension_tiers[{index}].level", tier.get("level"), 1, 3, False)
        days = _number(problems, f"extension_tiers[{index}].days", tier.get("days"), 1, 3650, True)
        tiers.append(Tier(level, days))
    return tuple(tiers)


def complete(body):
    """The body with its preset's values filled in where it names one: {"preset": "direct", "slots": 20}."""
    if isinstance(body, dict) and body.get("preset") in PRESETS:
        base = PRESETS[body["preset"]]
        rest = {k: v for k, v in body.items() if k != "preset"}
        if isinstance(rest.get("standard"), dict):
            rest["standard"] = {**base["standard"], **rest["standard"]}
        return {**base, **rest}
    return body


def read(body, *, zone=None, version_id=None, grace=None):
    """The policy that this body says. Raises PolicyError naming every field that can't be used."""
    problems = []
    body = complete(body)
    if not isinstance(body, dict):
        raise PolicyError([("policy", "must be an object with rules")])
    known = (
        "rules",
        "standard",
        "extension_tiers",
        "pool_reach",
        "pool_claim",
        "after_sales",
        "signs_from",
        *_NUMBERS,
        *_FLAGS,
    )
    _known(problems, "", body, known)
    rules = body.get("rules")
    if not isinstance(rules, list):
        problems.append(("rules", "must be a list"))
        rules = []
    parsed = tuple(rule for i, r in enumerate(rules) if (rule := _rule(problems, i, r)))
    seen = [(r.kind, r.stage) for r in parsed]
    for kind, stage in sorted({pair for pair in seen if seen.count(pair) > 1}, key=str):
        problems.append(("rules", f"{kind} {stage}".strip() + " stands there twice"))
    values = {}
    for name, (low, high, empty) in _NUMBERS.items():
        if name in body:
            values[name] = _number(problems, name, body[name], low, high, empty)
    for name in _FLAGS:
        if not isinstance(body.get(name, False), bool):
            problems.append((name, "must be true or false"))
        values[name] = bool(body.get(name, False))
    for name, choices in (
        ("pool_reach", ("department", "company")),
        ("pool_claim", ("click", "followup", "request")),
        # The stage from which a customer signs a contract (Nc17).
        ("signs_from", ("potential", "intent")),
    ):
        if body.get(name, choices[0]) not in choices:
            problems.append((name, f"must be one of {', '.join(choices)}"))
        values[name] = body.get(name, choices[0])
    # "none", "service" (whoever heads the service staff) or a user name (Nc13).
    values["after_sales"] = body.get("after_sales", "none")
    if not isinstance(values["after_sales"], str) or not values["after_sales"].strip():
        problems.append(("after_sales", "must be none, service or a user name"))
    standard = _standard(problems, body.get("standard", {}))
    tiers = _tiers(problems, body.get("extension_tiers", [{"level": 1, "days": None}]))
    if problems:
        raise PolicyError(problems)
    return Policy(
        rules=parsed,
        standard=standard,
        extension_tiers=tiers,
        zone=zone or ZoneInfo("Asia/Shanghai"),
        version_id=version_id,
        grace=grace,
        **values,
    )


def write(policy):
    """The body of a policy; `read(write(p))` is `p` again but for zone, version and grace."""
    body = asdict(policy)
    for name in ("zone", "version_id", "grace"):
        body.pop(name)
    body["rules"] = [{k: v for k, v in rule.items() if k != "stage" or v} for rule in body["rules"]]
    body["extension_tiers"] = list(body["extension_tiers"])
    body["standard"]["filler"] = list(body["standard"]["filler"])
    kinds = body["standard"]["kinds"]
    body["standard"]["kinds"] = None if kinds is None else list(kinds)
    return body


def first_moment(day, zone):
    """Midnight of a local date."""
    return datetime.combine(day, time(0), zone)


__all__ = ["FILLER", "PRESETS", "Grace", "complete", "first_moment", "read", "write"]
