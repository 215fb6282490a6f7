"""The star on the page of something that one may keep at hand (`reports/views/favourites.py`)."""

from collections.abc import Mapping
from typing import Any


def star(context: Mapping[str, Any], kind: str, pk: int, name: object) -> dict[str, object]:
    """`{% star "customers" customer.pk customer.name %}`: a button that says whether it is starred; no query."""
    user = context["user"]
    return {
        "kind": kind,
        "pk": pk,
        "name": name,
        "on": [kind, pk] in user.favourites,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
