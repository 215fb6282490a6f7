"""What a change says in full: a new version beside the one before it, and of a large value only what differs (row Nh9)."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

from crm_project.audit.domain.log import plain
from crm_project.audit.models import Entry
from crm_project.lib.json_values import Json

# What a version is one of: the version before it is the last of the same.
_SERIES = ("department", "kind", "segment")
# What differs from version to version without being chosen.
_ASIDE = ("id", "number", "created_by", "created_at", "made_by", "made_at", "sort_name")
_NONE: Any = {}


def detailed(entry: Entry) -> dict[str, Json]:
    """{field: [old, new]} of an entry."""
    changes: dict[str, Any] = dict(entry.changes or {})
    new = bool(changes) and all(isinstance(pair, list) and pair[0] is None for pair in changes.values())
    if beside := _beside_the_one_before(entry) if new else {}:
        changes = {name: pair for name, pair in changes.items() if name in _SERIES and pair[1]} | beside
    flat: dict[str, Json] = {}
    for name, pair in changes.items():
        flat.update(_parts(name, pair))
    return flat


def _parts(name: str, pair: Any) -> dict[str, Json]:
    """The keys of a large value that differ, in the place of the whole."""
    old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
    if not isinstance(new, dict) or not isinstance(old, (dict, type(None))):
        return {name: [old, new]}
    before = old or _NONE
    keys = [key for key in {**before, **new} if before.get(key) != new.get(key)]
    return {str(key): [before.get(key), new.get(key)] for key in keys}


def _beside_the_one_before(entry: Entry) -> dict[str, Json]:
    """Every field in which a new version differs from the last of its series; nothing where it is no version."""
    model = _model(entry.subject_type)
    names = {field.name for field in model._meta.get_fields()} if model else set()
    if model is None or "number" not in names or not entry.subject_id.isdecimal():
        return {}
    row = model._base_manager.filter(pk=int(entry.subject_id)).first()
    if row is None:
        return {}
    same = {name: getattr(row, name) for name in _SERIES if name in names}
    before = model._base_manager.filter(**same, number__lt=_field(row, "number")).order_by("-number").first()
    old = _state(before) if before else {}
    return {
        name: [old.get(name), value]
        for name, value in _state(row).items()
        if (old.get(name) or None) != (value or None)
    }


def _field(row: Model, name: str) -> Any:
    return getattr(row, name)


def _state(row: Model) -> dict[str, Json]:
    """{column: value} of a version, people and departments by their names."""
    state: dict[str, Json] = {}
    for field in row._meta.concrete_fields:
        if field.name in _ASIDE or field.name in _SERIES:
            continue
        value = getattr(row, field.name)
        state[field.name] = (str(value) if value else None) if isinstance(field, ForeignKey) else plain(value)
    for many in row._meta.many_to_many:
        state[many.name] = sorted(str(one) for one in getattr(row, many.name).all())
    return state


@cache
def _model(subject_type: str) -> type[Model] | None:
    return next((model for model in apps.get_models() if model._meta.model_name == subject_type), None)
