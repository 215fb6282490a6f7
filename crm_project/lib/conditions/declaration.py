"""What a list may be narrowed by: fields with their operators, each with the inputs it asks for (`<app>/conditions.py`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q


def _nothing(_user: Any) -> dict[str, forms.Field]:
    return {}


def _everybody(_user: Any) -> bool:
    return True


@dataclass(frozen=True)
class Operator:
    """`inputs(user)`: what is asked for; `query(cleaned, at)`: the rows, as one Q; `words(cleaned)`: the condition in words."""

    key: str
    label: Any
    query: Callable[[Mapping[str, Any], datetime], Q]
    words: Callable[[Mapping[str, Any]], str]
    inputs: Callable[[Any], dict[str, forms.Field]] = _nothing


@dataclass(frozen=True)
class Field:
    """One thing to narrow by. `columns`: what the operators read (a test holds that no masked column is among them);
    `seen_by(user)`: who may ask for it; `within(user)`: the rows of which the person may know it, where not of all."""

    key: str
    label: Any
    operators: tuple[Operator, ...]
    columns: tuple[str, ...] = ()
    topic: Any = ""
    seen_by: Callable[[Any], bool] = _everybody
    within: Callable[[Any], Q] | None = None
    # Of a free text: the rows in which the person reads numbers, so that nobody guesses one digit by digit.
    numbers: Callable[[Any], Q] | None = None

    def operator(self, key: str) -> Operator | None:
        """The operator of this key, or None."""
        return next((one for one in self.operators if one.key == key), None)


@dataclass(frozen=True)
class ListConditions:
    """The conditions of one list. `url`: the name of the list's address; `opens(user)`: who may open it."""

    key: str
    label: Any
    url: str
    opens: Callable[[Any], bool]
    fields: tuple[Field, ...]
    by_key: dict[str, Field] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {one.key: one for one in self.fields})

    def offered(self, user: Any) -> list[Field]:
        """The fields that this person may ask for."""
        return [one for one in self.fields if one.seen_by(user)]

    def find(self, key: str, user: Any) -> Field | None:
        """The field of this key, if the person may ask for it."""
        found = self.by_key.get(key)
        return found if found and found.seen_by(user) else None
