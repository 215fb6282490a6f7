"""Contract types: a managed list; a contract keeps the word, so that files may bring words of their own (row Nc15)."""

from customers.models import ListItem
from customers.models.choices import ListKind


def offered() -> list[tuple[str, str]]:
    """[(value, label in the reader's language)] of the types that are offered."""
    return [(item.name, str(item)) for item in ListItem.objects.filter(kind=ListKind.CONTRACT, active=True)]


def labels() -> dict[str, str]:
    """{what a contract keeps: how it is called in the reader's language}; one query."""
    out = {}
    for item in ListItem.objects.filter(kind=ListKind.CONTRACT):
        out |= {name: str(item) for name in (item.name, item.name_zh) if name}
    return out
