"""What an app declares of a setting that a rule book may rule: how it is read, written and worded.

An app lists its settings as `SETTINGS` in `<app>/preset_settings.py`; `crm_project.catalogue` gathers them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

COMPANY, DEPARTMENT = "company", "department"
# In a rule book: the value that the app itself states as the book's own, so that it is stated once.
OWN = "own"


def never(**_situation: Any) -> bool:
    """No approval is needed, and none is awaited."""
    return False


def no_effect(**_situation: Any) -> str:
    """It does nothing to what is there already."""
    return ""


@dataclass(frozen=True)
class Setting:
    """One setting. Values are plain JSON; a COMPANY setting is the same for every department.

    `action`: the right that its own page asks for. `read(department, at)`: the value in force, or the one already chosen for a
    coming day. `write(department=, value=, by=, at=)`: through the verb of its page; returns the request where somebody else
    decides. `text(value)`: in the reader's language. `page(department)`: the address where it is edited. `approval(department=,
    by=, at=)`: whether somebody else decides. `asked(department=, value=)`: whether this value waits for that decision already.
    `effect(department=, value=, at=)`: what it would do to what is there, as a text; empty where nothing.
    `own()`: what a rule book's OWN stands for. `parts(value)`: where given, values are dicts whose parts rule books rule one by
    one; it completes what a book says by all that follows from it. `fit(value)`: as much of a book's value as this installation
    allows.
    """

    key: str
    label: str | Promise
    scope: str
    action: str
    read: Callable
    write: Callable
    text: Callable
    page: Callable
    approval: Callable = never
    asked: Callable = never
    effect: Callable = no_effect
    own: Callable | None = None
    parts: Callable | None = None
    fit: Callable | None = None
