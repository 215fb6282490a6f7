"""A managed list as its page shows it: each entry with how often it is used and what may be done with it (rows Z1, Ni21)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet


def entry_rows(
    entries: Iterable[Any], used_in: QuerySet[Any] | Mapping[int, int], column: str, url: Callable[[str, int], str]
) -> list[dict[str, Any]]:
    """[{entry, used, edit, switch, up, down}]; `used_in`: the rows that have one in `column`, or the counts themselves."""
    if isinstance(used_in, QuerySet):
        counted = used_in.filter(**{f"{column}__isnull": False}).order_by().values_list(f"{column}_id")
        used_in = dict(counted.annotate(n=Count("pk")))
    return [
        {
            "entry": row,
            "used": used_in.get(row.pk, 0),
            **{what: url(what, row.pk) for what in ("edit", "switch", "up", "down")},
        }
        for row in entries
    ]
