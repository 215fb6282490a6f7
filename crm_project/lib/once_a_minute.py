"""What every page asks and hardly ever changes: read at most once a minute and process."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class OnceAMinute(Generic[T]):
    """As a decorator of a function without arguments: its answer is kept until the minute is over, or until `forget`.

    A process of its own hears of a change within a minute.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self.__doc__ = read.__doc__
        self._kept = lru_cache(maxsize=2)(lambda minute: read())
        _ALL.append(self)

    def __call__(self) -> T:
        """The answer, perhaps of up to a minute ago."""
        return self._kept(minute_of_process())

    def forget(self) -> None:
        """Read anew: it was changed here."""
        self._kept.cache_clear()


_ALL: list[OnceAMinute[Any]] = []


def forget_all() -> None:
    """Read everything anew: something was changed and taken back."""
    for kept in _ALL:
        kept.forget()


def minute_of_process() -> int:
    """Goes up by one each minute, whatever happens to the clock on the wall."""
    return int(time.monotonic()) // 60
