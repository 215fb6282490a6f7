"""Targets as data: in how many working minutes an order is answered and done, by kind, priority and class of customer (Ni21)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import holidays

from crm_project.lib.json_values import Json, JsonObject

from .hours import DAYS, MINUTES_A_DAY, Block, Hours

ANY = "*"
PRIORITIES = ("low", "normal", "high", "urgent")
CLASSES = ("key", "vip", "core", "growth", "ordinary")
LONGEST = 100 * MINUTES_A_DAY
MOST_TARGETS = 200
_KNOWN = ("hours", "country", "days_off", "days_on", "remind_at", "targets")
_BLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)")


class TargetsError(ValueError):
    """What cannot be meant: [(where, code, value)]; worded for people by `service.presenters.targets`."""

    def __init__(self, problems: Sequence[tuple[str, str, str]]) -> None:
        super().__init__("; ".join(f"{where} {code} {value}".strip() for where, code, value in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Target:
    """Working minutes until acceptance and until done; `*` fits everything."""

    kind: str
    priority: str
    level: str
    response: int
    completion: int

    def fits(self, kind: str, priority: str, levels: Sequence[str]) -> bool:
        return (
            self.kind in (ANY, kind)
            and self.priority in (ANY, priority)
            and (self.level == ANY or self.level in levels)
        )


@dataclass(frozen=True)
class Targets:
    """One version: working hours, from which share of a target on one is reminded, and the targets in their order."""

    hours: Hours
    remind_at: float
    targets: tuple[Target, ...]

    def of(self, kind: str, priority: str, levels: Sequence[str]) -> Target | None:
        """The first that fits; None: no target."""
        return next((target for target in self.targets if target.fits(kind, priority, levels)), None)


def read(body: JsonObject, zone: ZoneInfo) -> Targets:
    """A body as stored, or as `service_targets --draft` takes it; TargetsError names everything that cannot be meant."""
    problems: list[tuple[str, str, str]] = []
    if not isinstance(body, dict):
        raise TargetsError([("", "not_an_object", "")])
    problems += [(name, "unknown", "") for name in body if name not in _KNOWN]
    blocks = _blocks(body.get("hours", {}), problems)
    country = body.get("country", "")
    if country and (not isinstance(country, str) or country not in holidays.list_supported_countries()):
        problems.append(("country", "no_country", str(country)))
        country = ""
    off, on = (_days(body.get(name, []), name, problems) for name in ("days_off", "days_on"))
    remind = body.get("remind_at", 0.8)
    if isinstance(remind, bool) or not isinstance(remind, int | float) or not 0 < remind <= 1:
        problems.append(("remind_at", "no_share", str(remind)))
    targets = _targets(body.get("targets", []), problems)
    if not any(blocks.values()):
        problems.append(("hours", "nobody_works", ""))
    if problems:
        raise TargetsError(problems)
    return Targets(Hours(blocks, zone, country, off, on), float(remind), targets)


def _blocks(value: Json, problems: list[tuple[str, str, str]]) -> dict[int, tuple[Block, ...]]:
    out: dict[int, tuple[Block, ...]] = {}
    if not isinstance(value, Mapping):
        problems.append(("hours", "not_an_object", ""))
        return out
    for name, texts in value.items():
        where = f"hours.{name}"
        if name not in DAYS:
            problems.append((where, "no_weekday", str(name)))
            continue
        blocks: list[Block] = []
        for text in texts if isinstance(texts, list) else [texts]:
            found = _BLOCK.fullmatch(text) if isinstance(text, str) else None
            start = int(found[1]) * 60 + int(found[2]) if found else 0
            end = int(found[3][:2]) * 60 + int(found[3][3:]) if found else 0
            if start >= end:
                problems.append((where, "no_block", str(text)))
            elif blocks and start < blocks[-1][1]:
                problems.append((where, "overlap", str(text)))
            else:
                blocks.append((start, end))
        out[DAYS.index(name)] = tuple(blocks)
    return out


def _days(value: Json, name: str, problems: list[tuple[str, str, str]]) -> frozenset[date]:
    out = set()
    for text in value if isinstance(value, list) else [value]:
        try:
            out.add(date.fromisoformat(text))
        except (TypeError, ValueError):
            problems.append((name, "no_date", str(text)))
    return frozenset(out)


def _targets(value: Json, problems: list[tuple[str, str, str]]) -> tuple[Target, ...]:
    if not isinstance(value, list) or len(value) > MOST_TARGETS:
        problems.append(("targets", "no_list", ""))
        return ()
    out = []
    for n, row in enumerate(value, 1):
        where = f"targets.{n}"
        if not isinstance(row, dict):
            problems.append((where, "not_an_object", ""))
            continue
        problems += [
            (f"{where}.{name}", "unknown", "")
            for name in row
            if name not in ("kind", "priority", "class", "response", "completion")
        ]
        priority, level = row.get("priority", ANY), row.get("class", ANY)
        if priority not in (ANY, *PRIORITIES):
            problems.append((f"{where}.priority", "no_priority", str(priority)))
        if level not in (ANY, *CLASSES):
            problems.append((f"{where}.class", "no_class", str(level)))
        minutes = [row.get(name) for name in ("response", "completion")]
        for name, number in zip(("response", "completion"), minutes, strict=True):
            if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= LONGEST:
                problems.append((f"{where}.{name}", "no_minutes", str(number)))
        out.append((row.get("kind", ANY), priority, level, *minutes))
    return tuple(Target(*row) for row in out) if not problems else ()
