"""How somebody looks at a list: which columns in which order, and how wide; and at the home page: which cards, where.
Kept with the person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from crm_project.accounts.models import User

# Pixels: nothing narrower can be read, nothing wider fits.
NARROWEST, WIDEST = 60, 600


def columns_of(user: User, name: str) -> list[str]:
    """The columns of this list in the person's order; none where they chose none."""
    return [str(key) for key in _layout(user, name).get("columns", ())]


def widths_of(user: User, name: str) -> dict[str, int]:
    """{column: pixels} of those whose width the person set."""
    return {str(key): int(width) for key, width in _layout(user, name).get("widths", {}).items()}


def keep_layout(*, by: User, name: str, columns: Sequence[str], widths: Mapping[str, int]) -> None:
    """Keep the columns in this order, with their widths (pixels, held within 60 and 600)."""
    _change(by, name, {"columns": list(columns), "widths": {key: _held(width) for key, width in widths.items()}})


def keep_width(*, by: User, name: str, column: str, width: int) -> None:
    """Keep the width of one column."""
    _change(by, name, {}, {column: _held(width)})


def places_of(user: User, name: str) -> dict[str, str]:
    """{part of a page: where it stands} in the person's order; none where they chose none."""
    return {str(key): str(place) for key, place in _layout(user, name).get("places", ())}


def keep_places(*, by: User, name: str, places: Mapping[str, str]) -> None:
    """Keep the parts of a page in this order, each in its place."""
    _change(by, name, {"places": list(places.items())})


def forget_layout(*, by: User, name: str) -> None:
    """Back to the standard."""
    _change(by, name, None)


def _layout(user: User, name: str) -> Mapping[str, Any]:
    return user.layouts.get(name) or {}


def _held(width: int) -> int:
    return min(max(width, NARROWEST), WIDEST)


def _change(by: User, name: str, values: Mapping[str, Any] | None, widths: Mapping[str, int] | None = None) -> None:
    """Written over what is stored now: two windows may be open."""
    with transaction.atomic():
        layouts = dict(User.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk).layouts)
        if values is None:
            layouts.pop(name, None)
        else:
            layout = {**layouts.get(name, {}), **values}
            layouts[name] = layout | {"widths": {**layout.get("widths", {}), **(widths or {})}}
        by.layouts = layouts
        User.objects.filter(pk=by.pk).update(layouts=layouts)
