"""One address in the table: who may, where it is tried, what is posted."""

from collections.abc import Callable
from dataclasses import dataclass, field


def none(world, case):
    """Nothing: no arguments, no fields."""
    return {}


def pk_of(kind):
    """The primary key of the thing of this kind at the place."""
    return lambda world, case: {"pk": world.get(kind, case).pk}


@dataclass(frozen=True)
class Page:
    """An address by name.

    `get`, `post`: the rule for each method (None: the method is not offered). `places`: where the object lies; ("",) for
    pages without one. `data`: what is posted — good data, so that only the right is lacking where it is refused.
    `words`: a refusal may also be said on the page, as long as nothing was changed. `idle`: posting changes no row.
    `notes`: looking is itself recorded. `asks_again`: it leads to the second factor first.
    """

    name: str
    get: Callable | None = None
    post: Callable | None = None
    places: tuple = ("",)
    args: Callable = none
    data: Callable = none
    query: dict = field(default_factory=dict)
    words: bool = False
    idle: bool = False
    notes: bool = False
    asks_again: bool = False


def about(kind, name, places, **rest):
    """A page about one thing of this kind, by its primary key."""
    return Page(name, places=places, args=pk_of(kind), **rest)
