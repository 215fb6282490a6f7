"""Stages as a department words them: the same life cycle under its own names (row Nf6)."""

from typing import Any

from django.db.models import QuerySet

from crm_project.accounts.models import Department
from crm_project.lib.database.prepared import prepared
from customers.models.choices import Stage

ORDER = ("potential", "intent", "official")


class StageNames:
    """The words of all departments, read in one query and asked for many customers."""

    def __init__(self) -> None:
        self._own, self._said = {}, {}
        for pk, path, *words in _words():
            line = path.rstrip("/").split("/")
            above = self._own.get(int(line[-2])) if len(line) > 1 else None
            self._own[pk] = [word or (above[n] if above else "") for n, word in enumerate(words)]

    def label(self, department_id: int | None, stage: str) -> str:
        """The stage's name in this department: its own word, that of a department above, else the product's."""
        key = department_id, stage
        if key not in self._said:
            self._said[key] = self.own(department_id, stage) or str(Stage(stage).label)
        return self._said[key]

    def own(self, department_id: int | None, stage: str) -> str:
        """The word of the department or of one above it, "" where none of them has its own."""
        words = self._own.get(department_id)
        return words[ORDER.index(stage)] if words and stage in ORDER else ""

    def choices(self, department_id: int | None = None) -> list[tuple[str, str]]:
        """(stage, name) for a form."""
        return [(stage, self.label(department_id, stage)) for stage in ORDER]


@prepared
def _words() -> QuerySet[Department, tuple[Any, ...]]:
    return Department.objects.order_by("path").values_list(
        "pk", "path", "stage_potential", "stage_intent", "stage_official"
    )
