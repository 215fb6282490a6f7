"""What an undo of a whole import asks of each kind: which rows can be taken back, and taking them back."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from customers.models import Customer, ImportedRow, ImportJob, Ownership

from .conditions import Conditions
from .noting import Subject


class Undoing(ABC):
    """Takes back rows of one kind, a batch at a time, inside the transaction of the batch; the later rows of a file come first.

    Of each batch `customers_of` is asked, then `lock`, then `take_back`.
    """

    subject: ClassVar[Subject]
    # What a row became, where that hangs on a customer.
    model: ClassVar[Any] = None

    def __init__(self, terms: Conditions, imported_at: datetime) -> None:
        # `terms.at` is the moment of the undo, `imported_at` that of the import.
        self.terms, self.imported_at = terms, imported_at

    def customers_of(self, rows: list[ImportedRow]) -> dict[int, int]:
        """{subject: customer}: what is locked, and what the audit names."""
        found = self.model.objects.filter(pk__in=[row.subject_id for row in rows])
        return dict(found.values_list("pk", "customer_id"))

    def lock(self, ids: Collection[int]) -> None:
        """Lock these customers, before anything else is looked at, and read who holds them."""
        self.customers = deadlines.lock(ids)
        held = Ownership.objects.filter(pk__in=self.customers).select_related("owner", "department")
        self.ownerships = {row.pk: row for row in held}

    @abstractmethod
    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        """Check, take back. {primary key of a row: why it stays}, in sentences; all others are as before the import."""

    def close(self, job: ImportJob) -> list[tuple[str, str]]:
        """Once no row is left: take back what the file brought besides its rows. [(name, why it stays)], in sentences."""
        return []

    def reaches(self, customer: Customer, action: str = "customer.import") -> bool:
        """Whether the right to import, or to this action, still reaches a locked customer."""
        return self.terms.reaches(customer, self.ownerships.get(customer.pk), action)


def built_on(model: type[Model], ids: Collection[int], *, but: Iterable[str] = ()) -> dict[int, str]:
    """{primary key: what refers to it} of those rows that something else refers to; `but`: labels of tables that do not matter.

    Whatever model is added later and points at such a row is asked too.
    """
    passed, found = set(but), dict[int, str]()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.many_to_many:
            continue
        other: Any = relation.related_model
        name = relation.field.name  # type: ignore[union-attr]
        if other._meta.label in passed or f"{other._meta.label}.{name}" in passed:
            continue
        rows = other._base_manager.filter(**{f"{name}__in": ids}).order_by()
        for pk in rows.values_list(name, flat=True).distinct():
            found.setdefault(pk, str(other._meta.verbose_name))
    return found


def changed_since() -> str:
    """Why a row stays that somebody has edited."""
    return _("It was changed after the import.")


def in_use() -> str:
    """Why a row stays that other entries refer to."""
    return _("Other entries were added to it after the import.")


def outside() -> str:
    """Why a row stays that the rights of the person do not reach any more."""
    return _("It is outside your scope now.")


def gone() -> str:
    """Why a row stays that is not there any more."""
    return _("It no longer exists.")
