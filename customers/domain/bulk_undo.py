"""The reverse of a change of several customers, each on its own: what somebody built on stays and is listed (rows Nd9, Ni5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from assignment.domain.undo import turns
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership

from .access import check, may

Stayed = tuple[tuple[str, str], ...]
# {customer id: {column: [before, after]}}; keys of JSON are text.
Values = Mapping[str, Mapping[str, list[Any]]]


def undo_turns(*, customer_ids: Sequence[int], moment: datetime, by: User, at: datetime) -> tuple[int, Stayed]:
    """Put back the ownership of each; returns (how many are back, [(name, why not)])."""
    stayed = turns.undo_turns(customer_ids=customer_ids, moment=moment, by=by, at=at)
    return len(customer_ids) - len(stayed), _named(stayed)


def undo_values(*, values: Values, by: User, at: datetime) -> tuple[int, Stayed]:
    """Write back the values of each; one whose value is another by now stays. Returns (how many are back, [(name, why not)])."""
    refused: dict[int, str] = {}
    with transaction.atomic():
        turns.lock_customers([int(pk) for pk in values])
        for pk, columns in values.items():
            try:
                with transaction.atomic():
                    _write_back(int(pk), columns, by, at)
            except Refused as no:
                refused[int(pk)] = no.sentence
        return len(values) - len(refused), _named(refused)


def snapshot(customer: Customer, columns: Sequence[str]) -> dict[str, Any]:
    """The stored values of these columns, as JSON keeps them."""
    return {name: getattr(customer, name) for name in columns}


def _write_back(pk: int, columns: Mapping[str, list[Any]], by: User, at: datetime) -> None:
    customer = locked(pk)
    ownership = Ownership.of(pk)
    if not may(by, "customer.classify", customer, ownership):
        check(by, "customer.edit", customer, ownership)
    if any(getattr(customer, name) != after for name, (_before, after) in columns.items()):
        raise Refused(_("has changed since"), code="moved_on")
    shown = {name.removesuffix("_id"): getattr(customer, name.removesuffix("_id")) for name in columns}
    for name, (before, _after) in columns.items():
        setattr(customer, name, before)
    customer.changed_at = at
    customer.save(update_fields=[*(name.removesuffix("_id") for name in columns), "changed_at"])
    changes = log.differences(shown, {name: getattr(customer, name) for name in shown})
    log.record(by=by, action="customer.changed", at=at, subject=customer, changes=changes)


def _named(refused: Mapping[int, str]) -> Stayed:
    names = dict(Customer.objects.filter(pk__in=list(refused)).order_by("pk").values_list("pk", "name"))
    return tuple((names[pk], refused[pk]) for pk in names)
