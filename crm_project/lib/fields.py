"""Columns that tell one thing from another by a text: codes, numbers, references, user names."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.functions import Upper

from .characters import identifier, key


class IdentifierField(models.CharField):
    """Kept, and looked for, in half-width letters, plain dashes and single spaces; give its model `UniqueConstraint(Upper(…))`."""

    def deconstruct(self) -> Any:
        """To the database, and so to migrations, it is a text like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return identifier(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return identifier(value) if isinstance(value, str) else value


def alike(rows: Any, name: str, texts: Iterable[str]) -> Any:
    """Those rows whose identifier is the same as one of the texts but for case; `alike` is it as `characters.key` has it."""
    return rows.annotate(alike=Upper(name)).filter(alike__in={key(text) for text in texts})


def tidy(model: Any, name: str, **only: Any) -> int:
    """For migrations: bring stored identifiers into their one form; how many were changed.

    Of two that become the same among the rows `only` these conditions hold for, the later one gets its key behind it.
    """
    seen: set[str] = set()
    changed = 0
    rows = model.objects.filter(**only).order_by("pk").exclude(**{name: ""}).values_list("pk", name)
    for pk, text in list(rows.iterator(chunk_size=5000)):
        kept = identifier(text)
        if key(kept) in seen:
            kept = f"{kept[: model._meta.get_field(name).max_length - len(str(pk)) - 1]}~{pk}"
        seen.add(key(kept))
        if kept != text:
            changed += model.objects.filter(pk=pk).update(**{name: kept})
    return changed
