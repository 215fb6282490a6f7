"""The rows of a reception's forms as somebody may read them; what comes back as it was shown is saved as it is stored (row Nb4)."""

from collections.abc import Callable, Iterable
from typing import Any

Rows = list[dict[str, Any]]
Text = Callable[[str], str]
_TEXTS = ("name", "position", "what", "who")


def hidden(rows: Rows, text: Text) -> Rows:
    """The same rows with numbers hidden."""
    return [{name: text(value) if name in _TEXTS and value else value for name, value in row.items()} for row in rows]


def stored_again(texts: Iterable[str], text: Text) -> Text:
    """A function that gives a text that was shown hidden back as it is stored."""
    known = {text(one): one for one in texts if one and text(one) != one}
    return lambda value: known.get(value, value)


def texts_of(*sets: Rows) -> list[str]:
    """All texts of these rows."""
    return [row[name] for rows in sets for row in rows for name in _TEXTS if row.get(name)]
