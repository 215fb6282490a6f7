"""What an app says about an action that it lets people undo, declared in its `undo.py` (`crm_project.catalogue.undo_kinds`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What came of an undo: a sentence, and [(name, why not)] of what stayed as it is."""

    text: str
    stayed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class UndoKind:
    """One kind of action with its reverse. Each callable takes the stored action (`undo.models.RecentAction`).

    An undo locks, asks `built_on` and calls `reverse`, in one transaction and in this order.
    """

    # Stored; never changes.
    key: str
    # What was done, in the reader's language.
    text: Callable[[Any], str]
    icon: str
    # may(user): whether the person still has the right.
    may: Callable[[Any], bool]
    # Lock what is changed, customers before everything else.
    lock: Callable[[Any], Any]
    # Why it can't be undone any more, as a part of a sentence without a full stop, or "". Reads only.
    built_on: Callable[[Any], str]
    # reverse(action, by=, at=): the verb's own reverse, with its own place in the ledger and the audit. May refuse.
    reverse: Callable[..., Undone]
    # The address to go on from after the undo; None: the list of recent actions.
    then: Callable[[Any], str] | None = None
