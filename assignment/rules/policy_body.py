"""Reading and writing a policy as data: the JSON that a version stores and `forecast --policy` takes. No Django here.

Every number of every preset is in this data and editable in the browser; `read` refuses what can't be meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from crm_project.lib.json_values import Json, JsonObject

from .policy import (
    COMPLAINTS,
    INVALID_FOLLOWUPS,
    OUTCOMES,
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
from .presets import PRESETS
from .standard import KINDS

_NUMBERS = {  # name: (smallest, largest, may be empty)
    "release_hour": (0, 23, False),
    "slots": (1, 10000, True),
    "cooldown_days": (0, 365, False),
    "claims_per_day": (1, 1000, True),
    "review_grant_days": (1, 3650, False),
    "notice_days": (0, 365, False),
    "extensions_per_month": (1, 1000, True),
    "order_wait_days": (1, 365, True),
}
_STANDARD_NUMBERS = {
    "min_chinese": (0, 500, False),
    "min_words": (0, 500, False),
    "repeated_days": (0, 365, True),
    "late_hours": (1, 720, True),
}
_FLAGS = ("remind_manager", "publish", "service_contact")
_STANDARD_FLAGS = ("strict", "counterpart", "answered", "check")

# What is wrong with a body: (field, sentence).
Problems = list[tuple[str, str]]


def _number(problems: Problems, where: str, value: Json, low: int, high: int, empty: bool) -> Json:
    if value is None and empty:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        problems.append((where, f"must be a whole number, not {value!r}"))
    elif not low <= value <= high:
        problems.append((where, f"must be from {low} to {high}, not {value}"))
    return value


def _known(
    problems: Problems, where: str, value: Mapping[str, Any], known: tuple[str, ...] | Mapping[str, Any]
) -> None:
    for name in sorted(set(value) - set(known)):
        problems.append((f"{where}{name}", "is not known here"))


def _rule(problems: Problems, index: int, data: Json) -> Rule | None:
    where = f"rules[{index}]."
    if not isinstance(data, dict):
        problems.append((f"rules[{index}]", "must be an object"))
        return None
    _known(problems, where, data, ("kind", "days", "outcome", "remind_days", "stage", "waits_for_application"))
    kind: Json = data.get("kind")
    outcome: Json = data.get("outcome")
    stage: Json = data.get("stage")
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
    if kind == INVALID_FOLLOWUPS:  # its number stands under the same name in the stored body
        return Rule(kind, 0, outcome, remind, followups=days)
    waits = data.get("waits_for_application", False)
    if not isinstance(waits, bool) or (waits and (kind, stage) != (STAGE_TERM, STAGES[0])):
        problems.append(
            (f"{where}waits_for_application", "must be true or false, and true only for potential customers")
        )
    return Rule(kind, days, outcome, remind, stage if kind == STAGE_TERM else "", waits_for_application=waits)


def _standard(problems: list[tuple[str, str]], data: Mapping[str, Any]) -> Standard:
    if not isinstance(data, dict):
        problems.append(("standard", "must be an object"))
        return Standard()
    _known(problems, "standard.", data, (*_STANDARD_NUMBERS, *_STANDARD_FLAGS, "filler", "kinds"))
    out = dict(data)
    for name, (low, high, empty) in _STANDARD_NUMBERS.items():
        if name in data:
            _number(problems, f"standard.{name}", data[name], low, high, empty)
    for name in _STANDARD_FLAGS:
        if name in data and not isinstance(data[name], bool):
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


def _tiers(problems: list[tuple[str, str]], data: Sequence[dict[str, int | None]]) -> tuple[Tier, ...]:
    tiers = []
    for index, tier in enumerate(data if isinstance(data, list) else [None]):
        if not isinstance(tier, dict):
            problems.append(("extension_tiers", "must be a list of objects"))
            continue
        level = _number(problems, f"extension_tiers[{index}].level", tier.get("level"), 1, 3, False)
        days = _number(problems, f"extension_tiers[{index}].days", tier.get("days"), 1, 3650, True)
        tiers.append(Tier(level, days))
    return tuple(tiers)


def _order_kinds(problems: Problems, kinds: Json) -> list[str]:
    """Keys of kinds of service orders; which there are, service knows."""
    if isinstance(kinds, list) and kinds and all(isinstance(kind, str) and kind.strip() for kind in kinds):
        return kinds
    problems.append(("order_kinds", "must be a list with keys of kinds of service orders"))
    return []


def complete_body(body: dict[str, Any]) -> dict[str, Any]:
    """The body with its preset's values filled in where it names one: {"preset": "direct", "slots": 20}."""
    if isinstance(body, dict) and body.get("preset") in PRESETS:
        base = PRESETS[body["preset"]]
        rest = {k: v for k, v in body.items() if k != "preset"}
        if isinstance(rest.get("standard"), dict):
            rest["standard"] = {**base["standard"], **rest["standard"]}
        return {**base, **rest}
    return body


def read_policy(
    body: Json, *, zone: ZoneInfo | None = None, version_id: int | None = None, grace: Grace | None = None
) -> Policy:
    """The policy that this body says. Raises PolicyError naming every field that can't be used."""
    problems: Problems = []
    body = complete_body(body)
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
        "order_kinds",
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
    values: JsonObject = {}
    for name, (low, high, empty) in _NUMBERS.items():
        if name in body:
            values[name] = _number(problems, name, body[name], low, high, empty)
    for name in _FLAGS:
        values[name] = body.get(name, False)
        if not isinstance(values[name], bool):
            problems.append((name, "must be true or false"))
    for name, choices in (
        ("pool_reach", ("department", "company")),
        ("pool_claim", ("click", "followup", "request")),
        # The stage from which a customer signs a contract (Nc17).
        ("signs_from", ("potential", "intent")),
    ):
        values[name] = body.get(name, choices[0])
        if values[name] not in choices:
            problems.append((name, f"must be one of {', '.join(choices)}"))
    # "none", "service" (whoever heads the service staff) or a user name (Nc13).
    values["after_sales"] = body.get("after_sales", "none")
    if not isinstance(values["after_sales"], str) or not values["after_sales"].strip():
        problems.append(("after_sales", "must be none, service or a user name"))
    values["order_kinds"] = tuple(_order_kinds(problems, body.get("order_kinds", list(COMPLAINTS))))
    standard = _standard(problems, body.get("standard", {}))
    tiers = _tiers(problems, body.get("extension_tiers", [{"level": 1}]))
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


def body_of(policy: Policy) -> JsonObject:
    """The body of a policy; `read(write(p))` is `p` again but for zone, version and grace."""
    body = asdict(policy)
    for name in ("zone", "version_id", "grace"):
        body.pop(name)
    body["rules"] = [_rule_body(rule) for rule in policy.rules]
    body["extension_tiers"] = list(body["extension_tiers"])
    body["order_kinds"] = list(body["order_kinds"])
    body["standard"]["filler"] = list(body["standard"]["filler"])
    kinds = body["standard"]["kinds"]
    body["standard"]["kinds"] = None if kinds is None else list(kinds)
    return body


def _rule_body(rule: Rule) -> dict[str, int | str | bool]:
    body: dict[str, int | str | bool] = {
        "kind": rule.kind,
        "days": rule.number,
        "outcome": rule.outcome,
        "remind_days": rule.remind_days,
    }
    if rule.waits_for_application:
        body["waits_for_application"] = True
    return body | ({"stage": rule.stage} if rule.stage else {})


__all__ = ["Grace", "body_of", "complete_body", "read_policy"]
