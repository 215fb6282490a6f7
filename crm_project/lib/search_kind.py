"""What an app declares of the search in the top bar: kinds of things that are found, each by its own rights.

An app lists its kinds as `KINDS` in `<app>/search.py`; `crm_project.catalogue` gathers them, `reports.presenters.search` asks them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from .characters import visible
from .menu_entry import everybody
from .phone_numbers import is_number

LEAST = 2  # characters
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """What `user` looks for at the moment `at`; each kind answers with at most `limit` hits."""

    user: Any
    typed: str
    at: datetime
    limit: int
    # Answers of `once`, shared by all kinds that are asked.
    known: dict[Callable[..., Any], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, read: Callable[[Any, datetime], Any]) -> Any:
        """`read(user, at)`, called for the first kind that wants to know and kept for the others."""
        if read not in self.known:
            self.known[read] = read(self.user, self.at)
        return self.known[read]

    def once_of(self, read: Callable[[str], Any]) -> Any:
        """`read(text)`, in the same way."""
        return self.once(self.known.setdefault(read, lambda _user, _at: read(self.text)))

    @cached_property
    def text(self) -> str:
        """What was typed, without signs that nobody sees and of a bounded length; "" where it tells too little."""
        text = " ".join(visible(self.typed[: 4 * LONGEST]).split())[:LONGEST]
        return text if len(text) >= LEAST else ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, folded."""
        return tuple(self.text.casefold().split())

    @cached_property
    def number(self) -> bool:
        """Whether it may be a telephone number."""
        return is_number(self.text)


@dataclass(frozen=True)
class Link:
    """What one can do with something that was found."""

    label: str
    url: str


@dataclass(frozen=True)
class Hit:
    """One thing found. `url` is empty where its page is closed to the reader; `links` say what they can do instead."""

    title: str
    url: str = ""
    note: str = ""
    tag: str = ""
    tone: str = ""
    icon: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The hits of one kind, the best first; `notice`: why something is not told."""

    hits: Sequence[Hit] = ()
    notice: str = ""


@dataclass(frozen=True)
class SearchKind:
    """One group of the search, `order` among those of all apps.

    `find(asked)` answers with what the person may see, in about one query. `page`: the name of the address, with one `pk`, that
    opens one of these, and `named(user, keys, at)`: {key: Hit} of those that they may open, for what was opened lately.
    `list_page`: the name of a list that takes `?q=`, and `list_seen_by`: who may open it.
    """

    key: str
    label: str | Promise
    icon: str
    order: int
    find: Callable[[Asked], Answer]
    seen_by: Callable[[Any], bool] = everybody
    page: str = ""
    named: Callable[[Any, Collection[int], datetime], dict[int, Hit]] | None = None
    list_page: str = ""
    list_seen_by: Callable[[Any], bool] = everybody
