"""What presets would change, before anything is changed: later ones win, and where two disagree it is shown."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department, User
from crm_project.catalogue import settings_by_key
from crm_project.lib.json_values import JsonObject
from crm_project.lib.setting import OWN, Setting
from crm_project.presets.domain.books import Preset

from .books import BOOKS, BY_KEY


@dataclass(frozen=True)
class Change:
    """One setting that the chosen presets name: its value now and then, who says so, and who else said otherwise."""

    setting: Setting
    old: object
    new: object
    presets: list  # whose word it is; several where each rules a part
    beaten: list = field(default_factory=list)  # [(preset, its value)] that a later preset overrules
    approval: bool = False  # somebody else decides
    asked: bool = False  # and was asked already
    forbidden: bool = False  # its own page is not for this person

    @property
    def needed(self) -> bool:
        """Whether applying would do anything about it."""
        return self.old != self.new and not self.asked


@dataclass(frozen=True)
class Plan:
    """All settings that the presets name, in the order of the catalogue."""

    presets: Sequence
    department: Department
    changes: list

    @property
    def needed(self) -> list[Change]:
        return [change for change in self.changes if change.needed]

    @property
    def forbidden(self) -> list[Any]:
        return [change for change in self.needed if change.forbidden]

    @property
    def token(self) -> str:
        """A fingerprint of what the preview said: applying compares it."""
        changes = [[c.setting.key, c.old, c.new, c.approval] for c in self.needed]
        text = json.dumps([[p.key for p in self.presets], self.department.pk, changes], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def chosen(keys: Sequence[str]) -> list[Preset]:
    """The presets of these keys in the order given, each once; unknown ones are left out."""
    return [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY]


def says(preset: Preset, key: str) -> int | str | list[str] | JsonObject:
    """What a preset says of a setting: all of the value, or the parts that it rules."""
    setting, value = settings_by_key()[key], preset.sets[key]
    value = setting.own() if value == OWN and setting.own else value
    value = setting.fit(value) if setting.fit else value
    return setting.parts(value) if setting.parts else value


def plan(*, presets: Sequence[Preset], department: Department, by: User, at: datetime) -> Plan:
    """The plan of `presets`, in order, for a department and what lives below it."""
    catalogue = settings_by_key()
    named = {}
    for preset in presets:
        for key in preset.sets:
            named.setdefault(key, []).append((preset, says(preset, key)))
    return Plan(
        presets,
        department,
        [_change(catalogue[key], named[key], department, by, at) for key in catalogue if key in named],
    )


def _change(
    setting: Setting, said: Sequence[tuple[Preset, Any]], department: Department, by: User, at: datetime
) -> Change:
    old = setting.read(department, at)
    new, beaten = _in_parts(old, said) if setting.parts else (said[-1][1], _overruled(said))
    differs = old != new
    approval = differs and setting.approval(department=department, by=by, at=at)
    return Change(
        setting=setting,
        old=old,
        new=new,
        presets=_heard(said) if setting.parts else [said[-1][0]],
        beaten=beaten,
        approval=approval,
        asked=approval and setting.asked(department=department, value=new),
        forbidden=not may(by, setting.action),
    )


def _heard(said: Sequence[tuple[Preset, JsonObject]]) -> list[Preset]:
    """The presets of which at least one part stands in the end."""
    last = {name: preset for preset, value in said for name in value}
    return [preset for preset, _value in said if preset in last.values()]


def _overruled(said: Sequence[tuple[Preset, Any]]) -> list[tuple[Preset, list[str]]]:
    last = said[-1][1]
    return [(other, value) for other, value in said[:-1] if value != last]


def _in_parts(
    old: JsonObject, said: Sequence[tuple[Preset, JsonObject]]
) -> tuple[JsonObject, list[tuple[Preset, dict[str, Any]]]]:
    """The value with every part as the last book has it, and [(preset, its overruled parts)]."""
    ruled = {name: part for _preset, value in said for name, part in value.items()}
    beaten = [
        (preset, {name: part for name, part in value.items() if ruled[name] != part}) for preset, value in said[:-1]
    ]
    return {**old, **ruled}, [(preset, parts) for preset, parts in beaten if parts]


def described() -> list[tuple[Preset, list[tuple[Any, ...]]]]:
    """[(preset, [(label, value in words)])] of all ten."""
    catalogue = settings_by_key()
    return [
        (preset, [(s.label, s.text(says(preset, key))) for key, s in catalogue.items() if key in preset.sets])
        for preset in BOOKS
    ]
