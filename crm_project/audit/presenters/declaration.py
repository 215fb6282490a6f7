"""What an app says about the entries that it writes into the audit (rows Na8, Ne3).

An app states it once, as `AUDIT` in `<app>/audit.py`; `crm_project.catalogue` gathers them. The audit itself names no app: an entry
keeps codes and values, and is put into the reader's language when it is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Labels = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Actions that the search form offers together; `place` is its place in the list. Which ones: `Audit.searched_under`."""

    key: str
    label: Any
    place: int


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind of thing that entries are about: `type` is the model's name, as entries keep it."""

    type: str
    # Name of the address of its page, which takes its key; empty: it has none.
    page: str = ""
    # (reader, moment) → the rows whose page they may open, where not everybody who reads the audit may: no link leads to a refusal.
    opened: Callable[[Any, Any], Any] | None = None
    # The stored name as it is shown, where it is not shown as stored.
    name: Callable[[str], str] | None = None
    # {field: {code: label}} of what is no column with choices; a function where the labels are known only once all apps are.
    labels: Mapping[str, Labels | Callable[[], Labels]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Audit:
    """Everything that one app says. An action is `<thing>.<what was done>`; each is stated by exactly one app, and so is each field."""

    # {action: what was done}, read after the name of the person who did it.
    actions: Labels = field(default_factory=dict)
    # {changed field: label}.
    fields: Labels = field(default_factory=dict)
    families: tuple[Family, ...] = ()
    # {family: beginnings of actions}; one without a dot at its end is a whole action, and what follows it after a dot.
    searched_under: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()
    # {field: {code: label}}, whatever the entry is about; a function where the labels are known only once all apps are.
    labels: Mapping[str, Labels | Callable[[], Labels]] = field(default_factory=dict)
    # {right: actions by which somebody uses it}, of rights whose use the audit shows: the security check names those nobody uses.
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # {code: text} of reasons that no person wrote.
    reasons: Labels = field(default_factory=dict)
    # (reader, keys of customers) → {key: mask}; `mask.text(text)` and `mask.change(field, value)` hide what they may not read.
    masks: Callable[[Any, set[int]], Mapping[int, Any]] | None = None
    # reader → the entries in which they read numbers, as one Q: a search for digits looks into the texts of these only.
    numbers_read: Callable[[Any], Any] | None = None
    # Keys of the customers that a text can mean.
    customers_named: Callable[[str], Iterable[int]] | None = None
