"""What an app declares of a setting of the whole company: its name, what it may be, and what it is until somebody chooses.

An app lists its settings as `SETTINGS` in `<app>/company_settings.py`; `crm_project.catalogue` gathers them, one page edits them
all, and rule book presets may set them. `crm_project.accounts.domain.settings_store` reads and writes the values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from django.utils.functional import Promise

# What a setting may hold: yes or no, a number, or keys of its choices.
SettingValue: TypeAlias = bool | int | list[str]

YES, NUMBER, SEVERAL = "yes", "number", "several"


@dataclass(frozen=True)
class CompanySetting:
    """One setting. `kind`: YES (true or false), NUMBER (`low` to `high()`), SEVERAL (keys of `choices`, in their order).

    `usual()`: the value until somebody chooses another. `unit`: what a number counts.
    """

    key: str
    label: str | Promise
    help: str | Promise
    kind: str
    usual: Callable[[], SettingValue]
    low: int = 0
    high: Callable[[], int] = lambda: 10_000
    unit: str | Promise = ""
    choices: Mapping[str, str | Promise] = field(default_factory=dict)

    def accepts(self, value: SettingValue) -> bool:
        """Whether the value can be meant."""
        if self.kind == YES:
            return isinstance(value, bool)
        if self.kind == NUMBER:
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high()
        return isinstance(value, list) and bool(value) and set(value) <= set(self.choices)
