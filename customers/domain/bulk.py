"""One verb for several customers: each on its own, so that one refusal stops nobody else; the result is listed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import ownership
from crm_project.accounts.models import User
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership

from .access import may, visible
from .bulk_undo import snapshot
from .records import update_customer

MOST = 200


@dataclass(frozen=True)
class Outcome:
    """What became of one customer: `said` is the refusal, empty where it was done."""

    customer: Customer
    said: str = ""
    # {column: [before, after]} of what a change of the file changed.
    values: dict[str, list[Any]] = field(default_factory=dict)


def chosen(ids: Sequence[str], user: User, at: datetime) -> list[Customer]:
    """The customers of these ids that the user may see, by key; no more than 200. Refuses an empty choice."""
    numbers = set(keys(ids))
    if not numbers:
        raise Refused(_("Choose at least one customer first."), code="none")
    if len(numbers) > MOST:
        raise Refused(_("At most %(n)d customers at once: choose fewer.") % {"n": MOST}, code="many")
    return list(
        visible(user, at)
        .filter(pk__in=numbers, merged_into=None, removed_at=None)
        .select_related("department")
        .order_by("pk")
    )


def _each(customers: Sequence[Customer], action: str, by: User, verb: Callable[..., Any]) -> list[Outcome]:
    """Call the verb for each customer that `action` reaches."""
    rows = Ownership.objects.select_related("owner", "department").in_bulk([c.pk for c in customers])
    out = []
    for customer in customers:
        try:
            if not may(by, action, customer, rows.get(customer.pk)):
                raise Refused(_("Your role does not allow this here."), code="forbidden")
            values = verb(customer)
            out.append(Outcome(customer, values=values if isinstance(values, dict) else {}))
        except Refused as refusal:
            out.append(Outcome(customer, refusal.sentence))
    return out


def transfer(customers: Sequence[Customer], *, to: User, by: User, reason: str, at: datetime) -> list[Outcome]:
    """Give them all to a colleague, as far as their slots reach."""
    return _each(
        customers,
        "customer.transfer",
        by,
        lambda c: ownership.transfer(customer_id=c.pk, to=to, by=by, reason=reason, at=at),
    )


def release(customers: Sequence[Customer], *, by: User, reason: str, at: datetime) -> list[Outcome]:
    """Put them all into the public pool."""
    return _each(
        customers,
        "customer.transfer",
        by,
        lambda c: ownership.release(customer_id=c.pk, by=by, reason=reason, at=at),
    )


def classify(
    customers: Sequence[Customer], *, by: User, at: datetime, fields: Mapping[str, str | None]
) -> list[Outcome]:
    """Give them all the same class, rating or list values; what was left open stays as it is."""
    wanted = {name: value for name, value in fields.items() if value not in ("", None)}
    if not wanted:
        raise Refused(_("Choose at least one value to set."), code="empty")
    return _each(
        customers,
        "customer.classify",
        by,
        lambda c: _classify(c, wanted, by, at),
    )


def _column(name: str) -> str:
    return str(getattr(Customer._meta.get_field(name), "attname", name))


def _classify(customer: Customer, wanted: Mapping[str, Any], by: User, at: datetime) -> dict[str, list[Any]]:
    """{column: [before, after]} of what changed, the number of the file included."""
    columns = [*(_column(name) for name in wanted), "file_number"]
    with transaction.atomic():
        before = snapshot(ownership.locked(customer.pk), columns)
        update_customer(customer_id=customer.pk, by=by, at=at, fields=dict(wanted))
        after = snapshot(Customer.objects.get(pk=customer.pk), columns)
    return {name: [before[name], after[name]] for name in columns if before[name] != after[name]}
